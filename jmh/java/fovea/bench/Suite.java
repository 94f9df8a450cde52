package fovea.bench;

import java.util.List;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** The named sets of benchmarks. The peak comes first, so that every set can be held against it. */
enum Suite {
  /**
   * Two minutes: the sizes of the experiment, one fork. The naive loops are left out, they alone would take as long.
   */
  SHORT {
    @Override
    List<ChainedOptionsBuilder> runs() {
      return List.of(
          quick("Peak"),
          quick("MicroKernel").warmupTime(TimeValue.milliseconds(500)),
          quick("Product").param("impl", "fovea", "fovea-cached", "openblas", "netlib", "ejml"),
          quick("Sigmoid").warmupTime(TimeValue.milliseconds(1250)),
          quick("Step").warmupTime(TimeValue.milliseconds(500)),
          quick("Lbfgs"));
    }
  },

  /** An hour or two: all implementations, odd sizes, and 1,000 to 1,000,000 examples; the last need 8 GB. */
  FULL {
    @Override
    List<ChainedOptionsBuilder> runs() {
      return List.of(
          all("Peak"),
          all("MicroKernel"),
          all("Product").param("network", "256-64", "100-25", "192-49", "768-400"),
          all("Sigmoid"),
          all("Step").param("network", "256-64", "100-25", "192-49", "768-400"),
          all("Step").param("n", "1", "13", "1000", "5003", "100000"),
          all("Step").param("n", "1000000").jvmArgs("-Xmx8g"),
          all("Step").param("impl", "naive").param("threads", "1"),
          all("Lbfgs"));
    }
  };

  abstract List<ChainedOptionsBuilder> runs();

  private static ChainedOptionsBuilder all(String benchmark) {
    return new OptionsBuilder().include("\\." + benchmark + "Benchmark\\.");
  }

  private static ChainedOptionsBuilder quick(String benchmark) {
    return all(benchmark)
        .forks(1)
        .warmupIterations(4)
        .warmupTime(TimeValue.milliseconds(250))
        .measurementIterations(5)
        .measurementTime(TimeValue.milliseconds(200));
  }
}
