package fovea.bench;

import fovea.model.NetworkShape;

/** The five matrix products of a training step (docs/design.md §2). */
public enum Product {
  /** X·W1ᵀ */
  encode,
  /** A·W2ᵀ */
  decode,
  /** δ3·W2 */
  back,
  /** δ2ᵀ·X */
  gradientW1,
  /** δ3ᵀ·A */
  gradientW2;

  Gemm of(int examples, NetworkShape shape) {
    int d = shape.inputs();
    int h = shape.hidden();
    return switch (this) {
      case encode -> new Gemm(examples, h, d, false, true);
      case decode -> new Gemm(examples, d, h, false, true);
      case back -> new Gemm(examples, h, d, false, false);
      case gradientW1 -> new Gemm(h, d, examples, true, false);
      case gradientW2 -> new Gemm(d, h, examples, true, false);
    };
  }
}
