package fovea.train;

/**
 * The cost of a batch, wherever its examples are, and what else its forward pass tells. One evaluation at a time.
 */
public interface BatchCost extends NetworkCost {
  /**
   * The cost alone: the bits of {@link #valueAndGradient}, for less work.
   *
   * @param theta {@link #size} floats
   * @throws IllegalArgumentException if theta has another length
   */
  double value(float[] theta);

  /** Examples, N. */
  int examples();

  /** How far the values that the network is to give back spread; reads all examples twice. */
  Spread spread();

  /**
   * The cost of the same network on every stride-th shard of this batch ({@link ShardSample}). It reads the same
   * examples and may use the same memory: one evaluation of both at a time.
   *
   * @param stride a power of two
   */
  BatchCost sample(int stride);

  /** What the hidden units did at the last theta. The next evaluation writes into the same arrays. */
  Activations activations();
}
