package fovea.io;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** config.json: everything needed to run it again, the machine it ran on, and how it ended. */
public record RunConfig(
    String version,
    List<String> arguments,
    Data data,
    Network network,
    Training training,
    Machine machine,
    Result result) {
  /**
   * What was read, and what it went through.
   *
   * @param sigma the deviation that preprocessing measured; null without preprocessing
   */
  public record Data(
      String source,
      String dataset,
      int patches,
      int patchSize,
      String preprocess,
      long seed,
      int examples,
      String shape,
      @Nullable Double sigma) {}

  public record Network(
      int inputs,
      int hidden,
      double lambda,
      double beta,
      double rho,
      @Nullable String init) {}

  /** Settings that the optimiser does not have are null. */
  public record Training(
      String optimizer,
      int iterations,
      double tolerance,
      @Nullable Double learningRate,
      @Nullable Double momentum,
      @Nullable Integer history) {}

  public record Machine(String java, String system, int processors, int threads, int vectorBits) {}

  public record Result(String outcome, int iterations, double cost, double seconds) {}
}
