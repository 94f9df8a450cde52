package fovea.train;

/** The cost of a batch, wherever its examples are, and what else its forward pass tells. */
public interface BatchCost extends NetworkCost {
  /** The cost alone: the bits of {@link #valueAndGradient}, for less work. */
  double value(float[] theta);

  /** What the hidden units did at the last theta; overwritten by the next evaluation. */
  Activations activations();
}
