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

  /** What the hidden units did at the last theta. The next evaluation writes into the same arrays. */
  Activations activations();
}
