package fovea.diagnose;

import fovea.model.Architecture;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import java.util.List;
import java.util.Locale;

/** The blocks of theta (docs/design.md §2). */
public enum GradientBlock {
  W1,
  B1,
  W2,
  B2;

  /** Those that a network has, in the order of theta: without W2 when its weights are tied. */
  static List<GradientBlock> of(Architecture architecture) {
    return architecture.tied() ? List.of(W1, B1, B2) : List.of(values());
  }

  /** Where the block starts in theta. */
  int start(Architecture architecture) {
    NetworkShape shape = architecture.shape();
    return switch (this) {
      case W1 -> Parameters.w1(shape);
      case B1 -> Parameters.b1(shape);
      case W2 -> Parameters.w2(architecture);
      case B2 -> Parameters.b2(architecture);
    };
  }

  /** Parameters in the block. */
  int size(NetworkShape shape) {
    return switch (this) {
      case W1, W2 -> shape.inputs() * shape.hidden();
      case B1 -> shape.hidden();
      case B2 -> shape.inputs();
    };
  }

  boolean isWeights() {
    return this == W1 || this == W2;
  }

  /** Whether the block lies before the hidden activations, which are what the sparsity term sees. */
  boolean isEncoder() {
    return this == W1 || this == B1;
  }

  /** "W1" or "b1", as in the mathematics. */
  @Override
  public String toString() {
    return isWeights() ? name() : name().toLowerCase(Locale.ROOT);
  }
}
