package fovea.run;

import fovea.model.Cost;
import fovea.optimize.Step;
import fovea.train.Metrics;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The columns of metrics.csv, in order, which the rows of a checkpoint have too. A new one is a line here and a
 * component of {@link Metrics}.
 */
@SuppressWarnings("ImmutableEnumChecker") // It cannot know that the functions never change.
enum MetricsColumn {
  ITERATION(m -> m.step().iteration()),
  COST(m -> m.cost().total()),
  RECONSTRUCTION(m -> m.cost().reconstruction()),
  WEIGHT_DECAY(m -> m.cost().weightDecay()),
  SPARSITY(m -> m.cost().sparsity()),
  GRADIENT_NORM(m -> m.step().gradientNorm()),
  SECONDS(Metrics::seconds) {
    @Override
    String text(Metrics row) {
      return String.format(Locale.ROOT, "%.6f", row.seconds());
    }
  },
  STEP_LENGTH(m -> m.step().stepLength()),
  EVALUATIONS(m -> m.step().evaluations()),
  EXAMPLES(m -> known(m.examples())),
  EXPLAINED_VARIANCE(Metrics::explainedVariance),
  MEAN_ACTIVATION(Metrics::meanActivation),
  DEAD_UNITS(m -> known(m.deadUnits())),
  SATURATED_UNITS(m -> known(m.saturatedUnits())),
  HELD_OUT_COST(m -> heldOut(m, Metrics.HeldOut::cost)),
  HELD_OUT_EXPLAINED_VARIANCE(m -> heldOut(m, Metrics.HeldOut::explainedVariance));

  /** What a row has to have for a run to go on from it. */
  static final Set<MetricsColumn> NEEDED = EnumSet.of(ITERATION, COST, SECONDS, EVALUATIONS);

  private static final int UNKNOWN = -1;

  private final Function<Metrics, @Nullable Number> value;

  /** @param value an Integer or a Double; null in rows that have none */
  MetricsColumn(Function<Metrics, @Nullable Number> value) {
    this.value = value;
  }

  private static @Nullable Number known(int count) {
    return count == UNKNOWN ? null : count;
  }

  private static @Nullable Number heldOut(Metrics row, ToDoubleFunction<Metrics.HeldOut> value) {
    return row.heldOut().isEmpty() ? null : value.applyAsDouble(row.heldOut().get());
  }

  /** As it is in the file's first line. */
  String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the row has a value. */
  boolean isIn(Metrics row) {
    return value.apply(row) != null;
  }

  /** The value; NaN if the row has none. */
  double number(Metrics row) {
    Number number = value.apply(row);
    return number == null ? Double.NaN : number.doubleValue();
  }

  /** The value, so that it reads back as the same number; empty if the row has none. */
  String text(Metrics row) {
    Number number = value.apply(row);
    return number == null ? "" : number.toString();
  }

  /**
   * The row that has these values.
   *
   * @param values of some columns, as a file of an earlier Fovea may lack others; a number that is missing becomes NaN,
   *     a count −1
   * @throws IllegalArgumentException if a count is none
   */
  static Metrics row(Map<MetricsColumn, Double> values) {
    Cost cost = new Cost(
        RECONSTRUCTION.number(values), WEIGHT_DECAY.number(values), SPARSITY.number(values));
    Step step = new Step(
        ITERATION.count(values),
        COST.number(values),
        GRADIENT_NORM.number(values),
        STEP_LENGTH.number(values),
        EVALUATIONS.count(values));
    Optional<Metrics.HeldOut> heldOut = values.containsKey(HELD_OUT_COST)
        ? Optional.of(new Metrics.HeldOut(
            HELD_OUT_COST.number(values), HELD_OUT_EXPLAINED_VARIANCE.number(values)))
        : Optional.empty();
    return new Metrics(
        step,
        EXAMPLES.count(values),
        cost,
        SECONDS.number(values),
        EXPLAINED_VARIANCE.number(values),
        MEAN_ACTIVATION.number(values),
        DEAD_UNITS.count(values),
        SATURATED_UNITS.count(values),
        heldOut);
  }

  private double number(Map<MetricsColumn, Double> values) {
    return values.getOrDefault(this, Double.NaN);
  }

  private int count(Map<MetricsColumn, Double> values) {
    double number = number(values);
    if (Double.isNaN(number)) return UNKNOWN;
    if (number < 0 || number != (int) number)
      throw new IllegalArgumentException("%s is %s, not a count".formatted(title(), number));
    return (int) number;
  }
}
