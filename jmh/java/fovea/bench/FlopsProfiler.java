package fovea.bench;

import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/** Adds GFLOP/s to each iteration as a secondary result, so that it also stands in JMH's own output and JSON. */
public final class FlopsProfiler implements InternalProfiler {
  @Override
  public String getDescription() {
    return "GFLOP/s of the matrix products";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {}

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    if (Flops.of(benchmark) == 0) return List.of();
    double time = result.getPrimaryResult().getScore();
    return List.of(
        new ScalarResult("speed", Flops.rate(benchmark, time), "GFLOP/s", AggregationPolicy.AVG));
  }
}
