package fovea.sweep;

import fovea.optimize.Outcome;
import java.util.Locale;
import java.util.Optional;

/**
 * result.json: how a run ended, and what its last model reaches.
 *
 * @param outcome why it ended: an {@link Outcome} in lower case
 * @param iterations done
 * @param evaluations of the cost and gradient
 * @param measures of the last model; empty if the run diverged
 * @param seconds that it took, with the fits of its features
 */
public record SweepResult(
    Setting setting,
    String outcome,
    int iterations,
    int evaluations,
    Optional<Measures> measures,
    double seconds) {
  /**
   * What a model reaches. Costs of different λ, β and ρ do not compare.
   *
   * @param cost on the training examples, as are its parts, the explained variance and the mean activation
   * @param explainedVariance NaN when no column varies
   * @param heldOutCost on the held-out examples, as is all that follows
   * @param deadUnits hidden units that are dead
   * @param saturatedUnits hidden units that are saturated
   * @param duplicateUnits hidden units whose features are nearly those of others
   * @param gaborR2 mean over the units of the fit of a Gabor function; NaN without tiles to fit
   * @param featureQuality the score of {@link fovea.features.FeatureQuality}
   */
  public record Measures(
      double cost,
      double reconstruction,
      double weightDecay,
      double sparsity,
      double explainedVariance,
      double meanActivation,
      double heldOutCost,
      double heldOutMse,
      double heldOutExplainedVariance,
      int deadUnits,
      int saturatedUnits,
      int duplicateUnits,
      double gaborR2,
      double featureQuality) {}

  static String text(Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }

  /** On the held-out examples; NaN if the run diverged or no column varies. */
  public double heldOutExplainedVariance() {
    return measures.map(Measures::heldOutExplainedVariance).orElse(Double.NaN);
  }

  /** NaN if the run diverged. */
  public double featureQuality() {
    return measures.map(Measures::featureQuality).orElse(Double.NaN);
  }
}
