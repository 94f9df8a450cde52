package fovea.data;

/** Takes the values of a stored array in the order of storage, block by block, and puts each in its example. */
final class ExampleFiller implements ExampleSink {
  private final String source;
  private final ArrayLayout layout;
  private final float[] values;
  /** Where the filler stands on each axis; on the fastest one, how far the current run has come. */
  private final int[] position;

  private int run;

  /**
   * Allocates the examples.
   *
   * @throws InputException if the examples do not fit in memory
   */
  ExampleFiller(String source, ArrayLayout layout) {
    this.source = source;
    this.layout = layout;
    values = Allocation.floats(source, layout.count, layout.shape.size());
    position = new int[layout.lengths.length];
  }

  @Override
  public void put(float[] block, int length) {
    int fastest = position.length - 1;
    int stride = layout.strides[fastest];
    for (int done = 0; done < length; ) {
      int piece = Math.min(length - done, layout.lengths[fastest] - position[fastest]);
      int to = run + position[fastest] * stride;
      for (int i = 0; i < piece; i++) values[to + i * stride] = block[done + i];
      done += piece;
      position[fastest] += piece;
      if (position[fastest] == layout.lengths[fastest]) nextRun();
    }
  }

  @Override
  public Examples finish() {
    return new Examples(source, layout.count, layout.shape, values);
  }

  private void nextRun() {
    int axis = position.length - 1;
    position[axis] = 0;
    while (--axis >= 0) {
      run += layout.strides[axis];
      if (++position[axis] < layout.lengths[axis]) return;
      run -= layout.strides[axis] * layout.lengths[axis];
      position[axis] = 0;
    }
  }
}
