package fovea.run;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import fovea.optimize.Limits;
import fovea.optimize.Optimizer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * config.json: everything needed to run it again, the machine it ran on, and how it ended.
 *
 * @param result null until the run ends
 */
public record RunConfig(
    String version,
    List<String> arguments,
    Data data,
    @Nullable Validation validation,
    Network network,
    Training training,
    Machine machine,
    @Nullable Result result) {
  /** The same at the end of the run. */
  public RunConfig ended(Result how) {
    return new RunConfig(version, arguments, data, validation, network, training, machine, how);
  }

  /** How it ended; to be asked only of a run that has. */
  public Result end() {
    if (result == null) throw new IllegalStateException("the run has not ended");
    return result;
  }

  /**
   * What was read, and what it went through.
   *
   * @param colour what is kept of patches, luminance or rgb
   * @param whiten none or zca
   * @param epsilon of whitening; null without
   * @param corrupt probability that a value of the input is hidden
   * @param sigma the deviation that preprocessing measured; null without preprocessing of patches
   */
  public record Data(
      String source,
      String dataset,
      int patches,
      int patchSize,
      String preprocess,
      String colour,
      String whiten,
      @Nullable Double epsilon,
      double corrupt,
      long seed,
      int examples,
      String shape,
      @Nullable Double sigma) {}

  /**
   * What was held out; null without {@code --validation}.
   *
   * @param value what the user gave
   */
  public record Validation(String value, String source, int examples, int patience) {}

  /**
   * The network, and what its cost is made of.
   *
   * @param rho null with a relu encoder, which has none
   */
  public record Network(
      int inputs,
      int hidden,
      String encoder,
      String decoder,
      boolean tied,
      double lambda,
      double beta,
      @Nullable Double rho,
      @Nullable String init) {}

  /**
   * How the cost is minimised, by name and in order: the optimiser, when it ends, and its settings.
   *
   * @param values numbers, truth values and names; what does not apply is not there
   */
  public record Training(@JsonValue Map<String, Object> values) {
    static final String OPTIMIZER = "optimizer";
    private static final String ITERATIONS = "iterations";
    private static final String TOLERANCE = "tolerance";
    private static final String RELATIVE_DECREASE = "relative_decrease";
    private static final String SECONDS = "max_seconds";

    /** The names of the limits. */
    static final Set<String> LIMITS = Set.of(ITERATIONS, TOLERANCE, RELATIVE_DECREASE, SECONDS);

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Training {
      // An earlier Fovea wrote null for what does not apply.
      Map<String, Object> known = new LinkedHashMap<>(values);
      known.values().removeIf(Objects::isNull);
      values = Collections.unmodifiableMap(known);
    }

    public static Training of(Optimizer optimizer, Limits limits) {
      Map<String, Object> values = new LinkedHashMap<>();
      values.put(OPTIMIZER, optimizer.kind().toString());
      values.put(ITERATIONS, limits.iterations());
      values.put(TOLERANCE, limits.tolerance());
      values.put(RELATIVE_DECREASE, limits.relativeDecrease());
      if (Double.isFinite(limits.seconds())) values.put(SECONDS, limits.seconds());
      values.putAll(optimizer.settings());
      return new Training(values);
    }
  }

  public record Machine(String java, String system, int processors, int threads, int vectorBits) {}

  /**
   * How it ended.
   *
   * @param keptIteration the iteration whose parameters the model has: the best by held-out cost, or the last
   * @param cost there
   * @param heldOutCost there; null without validation
   * @param heldOutExplainedVariance there; null without validation, or when no column of the held-out examples varies
   */
  public record Result(
      String outcome,
      int iterations,
      int evaluations,
      int keptIteration,
      double cost,
      @Nullable Double heldOutCost,
      @Nullable Double heldOutExplainedVariance,
      double seconds) {}
}
