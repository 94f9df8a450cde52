package fovea.optimize;

/** How a method with a line search chooses the direction; it remembers what it needs of the iterations before. */
interface Directions {
  /**
   * The direction to search along, a descent direction.
   *
   * @param cost the cost at theta, where the objective was evaluated last
   * @param direction the last direction; overwritten with the next
   * @return the first step to try, in lengths of the direction
   */
  double next(double cost, float[] theta, float[] gradient, float[] direction);

  /** Theta moves along the last direction. Nothing is kept of the arrays. */
  void moved(float[] theta, float[] gradient, float[] nextTheta, float[] nextGradient);

  /** Whether the last direction was that of steepest descent. */
  boolean isSteepest();

  /** All that {@link #next} depends on but its arguments; its arrays are those in use. */
  OptimizerState memory(float[] direction);

  /**
   * Takes over what another of these had.
   *
   * @param direction overwritten with its last direction, if that is needed
   */
  void remember(OptimizerState memory, float[] direction);

  /** Begins anew: the next direction is that of steepest descent. */
  void forget();
}
