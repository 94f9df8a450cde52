package fovea.bench;

/**
 * One library's way to a product. It is made from a {@link Gemm}, A and B, and may lay the operands out as it likes.
 */
interface Multiplier {
  /** What is timed: computes C, wherever the library wants to have it. */
  void multiply();

  /** C, m×n, row-major, with what {@link #multiply} computes. */
  float[] result();

  /**
   * The implementation called {@code name}. The rivals' adapters are looked up by name, since they are compiled only
   * with their libraries, in the Maven profile {@code benchmarks}.
   */
  static Multiplier of(String name, Product product, Gemm gemm, float[] a, float[] b) {
    switch (name) {
      case "fovea":
      case "fovea-cached":
        boolean cached = name.endsWith("-cached");
        return gemm.transposeA()
            ? new FoveaOuterProducts(gemm, a, b, cached)
            : new FoveaProduct(gemm, a, b, product == Product.encode, cached);
      case "naive":
        return new NaiveMultiplier(gemm, a, b);
      case "ikj":
        return new IkjMultiplier(gemm, a, b);
      case "blocked":
        return new BlockedMultiplier(gemm, a, b);
      case "vector":
        return new VectorMultiplier(gemm, a, b);
      default:
        String adapter = Multiplier.class.getPackageName() + '.'
            + Character.toUpperCase(name.charAt(0)) + name.substring(1) + "Multiplier";
        try {
          return (Multiplier) Class.forName(adapter)
              .getDeclaredConstructor(Gemm.class, float[].class, float[].class)
              .newInstance(gemm, a, b);
        } catch (ReflectiveOperationException e) {
          throw new IllegalArgumentException(
              "no implementation '%s': build with mvn -Pbenchmarks, or take -p impl=fovea,naive,ikj,blocked,vector"
                  .formatted(name),
              e);
        }
    }
  }
}
