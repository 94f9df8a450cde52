package fovea.diagnose;

import fovea.model.Cost;
import fovea.model.Hyperparameters;
import java.util.Locale;

/** What a gradient is checked for: each part of the cost, and all of it. */
public enum GradientTerm {
  RECONSTRUCTION,
  WEIGHT_DECAY,
  SPARSITY,
  TOTAL;

  double of(Cost cost) {
    return switch (this) {
      case RECONSTRUCTION -> cost.reconstruction();
      case WEIGHT_DECAY -> cost.weightDecay();
      case SPARSITY -> cost.sparsity();
      case TOTAL -> cost.total();
    };
  }

  /** Whether the term depends on the block at all; where it does not, its gradient is 0 without any error. */
  boolean dependsOn(GradientBlock block, Hyperparameters h) {
    return switch (this) {
      case WEIGHT_DECAY -> h.lambda() > 0 && block.isWeights();
      case SPARSITY -> h.beta() > 0 && block.isEncoder();
      case RECONSTRUCTION, TOTAL -> true;
    };
  }

  /** "weight decay". */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
