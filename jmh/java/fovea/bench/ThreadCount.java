package fovea.bench;

/** How many threads a benchmark's parameter asks for: a number, or "all". */
final class ThreadCount {
  private ThreadCount() {}

  static int parse(String threads) {
    return threads.equals("all")
        ? Runtime.getRuntime().availableProcessors()
        : Integer.parseInt(threads);
  }
}
