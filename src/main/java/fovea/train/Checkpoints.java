package fovea.train;

/** Takes the checkpoints of a run, on the thread that trains. What {@link #take} throws ends the run. */
public interface Checkpoints {
  /** Takes none. */
  Checkpoints NONE = new Checkpoints() {
    @Override
    public boolean wants(int iteration, boolean last) {
      return false;
    }

    @Override
    public void take(Checkpoint checkpoint) {}
  };

  /**
   * Whether to take one now; asked after every iteration, and at the end.
   *
   * @param iteration how many are done
   * @param last whether the run ends here
   */
  boolean wants(int iteration, boolean last);

  /** Takes one. Its arrays are the run's own: whoever keeps them beyond this call copies them. */
  void take(Checkpoint checkpoint);
}
