package fovea.train;

import fovea.kernels.ActivationFunction;
import fovea.model.Architecture;
import fovea.model.Hyperparameters;
import fovea.model.Penalty;

/**
 * What the hidden units do over a set of examples, H values each. A sigmoid unit's activation lies between 0 and 1. A
 * tanh unit's is measured as (1 + a)/2, so that it does too. A relu unit's is what it is, 0 or more.
 *
 * @param encoder the units' activation function
 * @param rhoHat ρ̂, the mean activation of each unit
 * @param rest 1 − ρ̂ of each unit, as accurate where ρ̂ is near 1; means nothing with relu
 * @param lowest the lowest activation of each unit
 * @param highest the highest activation of each unit
 */
public record Activations(
    ActivationFunction encoder, double[] rhoHat, double[] rest, float[] lowest, float[] highest) {
  /** A sigmoid or tanh unit that never reaches this is dead. */
  public static final float DEAD = 0.01f;

  /** A sigmoid or tanh unit that is always above this is saturated. */
  public static final float SATURATED = 0.99f;

  /** Zeros for the hidden units of a network. */
  static Activations of(Architecture architecture) {
    int h = architecture.shape().hidden();
    return new Activations(
        architecture.encoder(), new double[h], new double[h], new float[h], new float[h]);
  }

  /** The same numbers in arrays of their own. */
  Activations copy() {
    return new Activations(encoder, rhoHat.clone(), rest.clone(), lowest.clone(), highest.clone());
  }

  /** Sets what n examples give. */
  void set(ActivationSums sums, int n) {
    for (int unit = 0; unit < rhoHat.length; unit++) {
      double active = (double) sums.active()[unit] / n;
      double inactive = (double) sums.inactive()[unit] / n;
      // The lesser of both is the more accurate: a rounding of the other may be as large as the
      // lesser itself.
      boolean low = active <= inactive || !Penalty.hasRho(encoder);
      rhoHat[unit] = low ? active : 1 - inactive;
      rest[unit] = low ? 1 - active : inactive;
    }
    System.arraycopy(sums.lowest(), 0, lowest, 0, lowest.length);
    System.arraycopy(sums.highest(), 0, highest, 0, highest.length);
    rescale();
  }

  /** s of docs/design.md §2: what the sparsity term adds to every example's gradient. */
  void slope(Hyperparameters hyperparameters, float[] s) {
    for (int unit = 0; unit < rhoHat.length; unit++)
      s[unit] = (float) Penalty.slope(encoder, hyperparameters, rhoHat[unit], rest[unit]);
  }

  /** The sparsity part of the cost. */
  double sparsity(Hyperparameters hyperparameters) {
    return Penalty.sparsity(encoder, hyperparameters, rhoHat, rest);
  }

  /** How fast each unit's slope grows with its mean activation. */
  double[] curvature(Hyperparameters hyperparameters) {
    double[] curvature = new double[rhoHat.length];
    for (int unit = 0; unit < curvature.length; unit++)
      curvature[unit] = Penalty.curvature(encoder, hyperparameters, rhoHat[unit], rest[unit]);
    return curvature;
  }

  /** How far each unit's input is from where ρ̂ would be ρ, {@link Penalty#shift}. */
  double[] shifts(Hyperparameters hyperparameters) {
    double[] shifts = new double[rhoHat.length];
    for (int unit = 0; unit < shifts.length; unit++)
      shifts[unit] = Penalty.shift(encoder, hyperparameters, rhoHat[unit], rest[unit]);
    return shifts;
  }

  /** Lowest and highest from the activations' own scale to that of ρ̂. */
  private void rescale() {
    boolean fromMinusOne = switch (encoder) {
      case TANH -> true;
      case SIGMOID, RELU, LINEAR -> false;
    };
    if (!fromMinusOne) return;
    for (int unit = 0; unit < lowest.length; unit++) {
      lowest[unit] = (1 + lowest[unit]) / 2;
      highest[unit] = (1 + highest[unit]) / 2;
    }
  }

  /** Whether the unit's activation is below {@link #DEAD} in every example; with relu, whether it is never above 0. */
  public boolean isDead(int unit) {
    return switch (encoder) {
      case SIGMOID, TANH, LINEAR -> highest[unit] < DEAD;
      case RELU -> highest[unit] <= 0;
    };
  }

  /** Whether the unit's activation is above {@link #SATURATED} in every example; never with relu, which has no end. */
  public boolean isSaturated(int unit) {
    return switch (encoder) {
      case SIGMOID, TANH, LINEAR -> lowest[unit] > SATURATED;
      case RELU -> false;
    };
  }

  /** How many units are dead. */
  public int deadUnits() {
    int count = 0;
    for (int unit = 0; unit < highest.length; unit++) if (isDead(unit)) count++;
    return count;
  }

  /** How many units are saturated. */
  public int saturatedUnits() {
    int count = 0;
    for (int unit = 0; unit < lowest.length; unit++) if (isSaturated(unit)) count++;
    return count;
  }

  /** The mean of ρ̂ over the units. */
  public double mean() {
    double sum = 0;
    for (double r : rhoHat) sum += r;
    return sum / rhoHat.length;
  }
}
