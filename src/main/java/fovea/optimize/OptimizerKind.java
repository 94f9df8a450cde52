package fovea.optimize;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The optimisers, by the names that users give them. All that is said of one stands in its class. */
@SuppressWarnings("ImmutableEnumChecker") // It cannot know that a Traits never changes.
public enum OptimizerKind {
  LBFGS(Lbfgs.TRAITS),
  CG(ConjugateGradient.TRAITS),
  ADAM(Adam.TRAITS),
  GD(GradientDescent.TRAITS);

  /** The one for those who choose none. */
  public static final OptimizerKind USUAL = LBFGS;

  private final Traits traits;

  /**
   * What an optimiser's class says of it.
   *
   * @param title its name in full
   * @param iterations that it usually needs
   * @param relativeDecrease that ends it ({@link Limits}); 0 for those whose cost goes up and down
   * @param patience iterations to wait for a lower held-out cost: more for those whose cost goes up and down
   * @param make the optimiser with these values of its options; those that are not given are the usual ones
   * @param options that users may choose
   */
  record Traits(
      String title,
      int iterations,
      double relativeDecrease,
      int patience,
      Function<Map<String, ?>, Optimizer> make,
      OptimizerOption<?>... options) {}

  OptimizerKind(Traits traits) {
    this.traits = traits;
  }

  /** Its name in full. */
  public String title() {
    return traits.title;
  }

  /** Iterations that it usually needs. */
  public int iterations() {
    return traits.iterations;
  }

  /** The decrease of the cost in some iterations, relative to it, that ends it; 0 never does. */
  public double relativeDecrease() {
    return traits.relativeDecrease;
  }

  /** Iterations to wait for a lower held-out cost. */
  public int patience() {
    return traits.patience;
  }

  /** What users may choose. */
  public List<OptimizerOption<?>> options() {
    return List.of(traits.options);
  }

  /**
   * The optimiser with these values of its options, by name, and the usual ones of the others. Other names are not
   * looked at.
   *
   * @throws IllegalArgumentException if a value is not allowed
   */
  public Optimizer optimizer(Map<String, ?> values) {
    return traits.make.apply(values);
  }

  /** When it ends, unless other limits are given. */
  public Limits limits() {
    return new Limits(
        traits.iterations, Limits.TOLERANCE, traits.relativeDecrease, Double.POSITIVE_INFINITY);
  }

  /** The name, as users write it. */
  @Override
  public String toString() {
    return Settings.text(this);
  }
}
