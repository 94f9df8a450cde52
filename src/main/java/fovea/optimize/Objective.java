package fovea.optimize;

/** What an optimiser minimises: a cost and its gradient over one flat array. */
public interface Objective {
  /** Floats in theta. */
  int size();

  /** The cost at {@code theta}; {@code gradient} is overwritten. Both arrays are used during the call only. */
  double valueAndGradient(float[] theta, float[] gradient);
}
