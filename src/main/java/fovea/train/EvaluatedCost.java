package fovea.train;

import fovea.kernels.Team;
import fovea.model.Cost;
import fovea.optimize.Curvature;
import java.util.Arrays;
import java.util.Optional;

/**
 * A cost that was evaluated already where training begins: the first evaluation there is answered from memory. All else
 * that the cost tells belongs to that evaluation until the next.
 */
final class EvaluatedCost implements BatchCost {
  private final BatchCost cost;
  private final float[] theta;
  private final float[] gradient;
  private final double value;
  private boolean answered;

  /** Evaluates the cost at theta. */
  EvaluatedCost(BatchCost cost, float[] theta) {
    this.cost = cost;
    this.theta = theta.clone();
    gradient = new float[theta.length];
    value = cost.valueAndGradient(theta, gradient);
  }

  /** Whether the cost and its gradient are finite there. */
  boolean isFinite() {
    boolean finite = Double.isFinite(value);
    for (float g : gradient) finite &= Float.isFinite(g);
    return finite;
  }

  @Override
  public double valueAndGradient(float[] theta, float[] gradient) {
    boolean known = !answered && Arrays.equals(this.theta, theta);
    answered = true;
    if (!known) return cost.valueAndGradient(theta, gradient);
    System.arraycopy(this.gradient, 0, gradient, 0, gradient.length);
    return value;
  }

  @Override
  public double value(float[] theta) {
    answered = true;
    return cost.value(theta);
  }

  /** It may write into the memory of this cost. */
  @Override
  public BatchCost sample(int stride) {
    answered = true;
    return cost.sample(stride);
  }

  @Override
  public int size() {
    return cost.size();
  }

  @Override
  public int examples() {
    return cost.examples();
  }

  @Override
  public Spread spread() {
    return cost.spread();
  }

  @Override
  public Activations activations() {
    return cost.activations();
  }

  @Override
  public Cost cost() {
    return cost.cost();
  }

  @Override
  public Team team() {
    return cost.team();
  }

  @Override
  public Optional<Curvature> curvature() {
    return cost.curvature();
  }
}
