package fovea.cli;

import fovea.data.InputException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --threads}. */
final class ThreadOption {
  /** More threads than this are a slip of the finger. */
  private static final int MAX = 4096;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Threads to compute with; the result does not depend on it (default: one for each processor).")
  private @Nullable Integer threads;

  int count() {
    return count(given());
  }

  /** What the user gave. */
  @Nullable
  Integer given() {
    if (threads != null && (threads < 1 || threads > MAX))
      throw new InputException(
          "--threads must be between 1 and %d, not %d".formatted(MAX, threads));
    return threads;
  }

  /** As many as the user gave, or one for each processor. */
  static int count(@Nullable Integer threads) {
    return threads == null ? Runtime.getRuntime().availableProcessors() : threads;
  }
}
