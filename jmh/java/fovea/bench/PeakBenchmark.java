package fovea.bench;

import fovea.diagnose.Peak;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What everything else is measured against: independent chains of fused multiply-adds that never leave the registers,
 * the same that {@code doctor} times.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class PeakBenchmark {
  private static final int ROUNDS = 1000;

  static final double FLOPS = Peak.flops(ROUNDS);

  /**
   * In the interpreter one call takes seconds: the code is compiled before anything is timed, however short the
   * warm-up.
   */
  @Setup(Level.Trial)
  public void compile() {
    long start = System.nanoTime();
    while (System.nanoTime() - start < 1_500_000_000L) Peak.run(10);
  }

  @Benchmark
  @Threads(1)
  public float oneThread() {
    return Peak.run(ROUNDS);
  }

  @Benchmark
  @Threads(Threads.MAX)
  public float allThreads() {
    return Peak.run(ROUNDS);
  }
}
