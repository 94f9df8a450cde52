package fovea.run;

import java.util.List;
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

  /** Settings that the optimiser does not have are null, and so is a limit that was not set. */
  public record Training(
      String optimizer,
      int iterations,
      double tolerance,
      double relativeDecrease,
      @Nullable Double maxSeconds,
      @Nullable Double learningRate,
      @Nullable Double momentum,
      @Nullable Boolean nesterov,
      @Nullable Double beta1,
      @Nullable Double beta2,
      @Nullable Double epsilon,
      @Nullable Integer history) {}

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
