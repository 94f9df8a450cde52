package fovea.train;

/**
 * What the hidden units do over a set of examples.
 *
 * @param rhoHat ρ̂, mean activation of each hidden unit
 * @param lowest the lowest activation of each
 * @param highest the highest activation of each
 */
public record Activations(double[] rhoHat, float[] lowest, float[] highest) {
  public static final float DEAD = 0.01f;
  public static final float SATURATED = 0.99f;

  /** Whether the unit's activation is below {@link #DEAD} in every example. */
  public boolean isDead(int unit) {
    return highest[unit] < DEAD;
  }

  /** Whether the unit's activation is above {@link #SATURATED} in every example. */
  public boolean isSaturated(int unit) {
    return lowest[unit] > SATURATED;
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

  /** Mean of ρ̂ over the units. */
  public double mean() {
    double sum = 0;
    for (double r : rhoHat) sum += r;
    return sum / rhoHat.length;
  }
}
