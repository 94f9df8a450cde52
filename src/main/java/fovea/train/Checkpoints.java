package fovea.train;

/** Takes the checkpoints of a run. */
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
   * Whether to take one now; asked after every iteration.
   *
   * @param last whether the run ends here
   */
  boolean wants(int iteration, boolean last);

  /** Takes one, during the call: the arrays are the run's own. */
  void take(Checkpoint checkpoint);
}
