package fovea.bench;

import fovea.model.NetworkShape;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * Floating-point operations of one call of a benchmark: those of its matrix products; what comes on top is not counted.
 */
final class Flops {
  private Flops() {}

  /** 0 where a benchmark's operations are not counted. */
  static double of(BenchmarkParams benchmark) {
    String name = benchmark.getBenchmark();
    if (name.startsWith(PeakBenchmark.class.getName()))
      return PeakBenchmark.FLOPS * benchmark.getThreads();
    if (name.startsWith(MicroKernelBenchmark.class.getName())) {
      int depth = Integer.parseInt(benchmark.getParam("depth"));
      return name.endsWith(".rows")
          ? MicroKernelBenchmark.rowsFlops(depth)
          : MicroKernelBenchmark.columnsFlops(depth);
    }
    if (!name.startsWith(ProductBenchmark.class.getName())
        && !name.startsWith(StepBenchmark.class.getName())) return 0;

    NetworkShape shape = Networks.parse(benchmark.getParam("network"));
    int n = Integer.parseInt(benchmark.getParam("n"));
    double product = Product.encode.of(n, shape).flops();
    return name.startsWith(StepBenchmark.class.getName())
        ? Product.values().length * product
        : product;
  }

  /** GFLOP/s where one call takes {@code time} of the benchmark's time units. */
  static double rate(BenchmarkParams benchmark, double time) {
    return of(benchmark) / (time * benchmark.getTimeUnit().toNanos(1));
  }
}
