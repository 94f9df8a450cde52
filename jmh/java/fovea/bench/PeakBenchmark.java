package fovea.bench;

import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What everything else is measured against: independent chains of fused multiply-adds that never leave the registers. Twelve
 * chains cover two multipliers with a latency of up to six cycles, and fit 16 registers.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class PeakBenchmark {
  private static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
  private static final int CHAINS = 12;
  private static final int LINKS = 1000;

  static final double FLOPS = 2.0 * CHAINS * LINKS * F.length();

  /** Fields, so that the compiler cannot know them; c ← c·factor + term stays near 1 for ever. */
  private float factor = 0.5f;

  private float term = 0.5f;

  @Benchmark
  @Threads(1)
  public float oneThread() {
    return chains();
  }

  @Benchmark
  @Threads(Threads.MAX)
  public float allThreads() {
    return chains();
  }

  private float chains() {
    FloatVector f = FloatVector.broadcast(F, factor);
    FloatVector t = FloatVector.broadcast(F, term);
    FloatVector c0 = f.add(0f), c1 = f.add(1f), c2 = f.add(2f), c3 = f.add(3f);
    FloatVector c4 = f.add(4f), c5 = f.add(5f), c6 = f.add(6f), c7 = f.add(7f);
    FloatVector c8 = f.add(8f), c9 = f.add(9f), c10 = f.add(10f), c11 = f.add(11f);
    for (int i = 0; i < LINKS; i++) {
      c0 = c0.fma(f, t);
      c1 = c1.fma(f, t);
      c2 = c2.fma(f, t);
      c3 = c3.fma(f, t);
      c4 = c4.fma(f, t);
      c5 = c5.fma(f, t);
      c6 = c6.fma(f, t);
      c7 = c7.fma(f, t);
      c8 = c8.fma(f, t);
      c9 = c9.fma(f, t);
      c10 = c10.fma(f, t);
      c11 = c11.fma(f, t);
    }
    FloatVector low = c0.add(c1).add(c2).add(c3).add(c4).add(c5);
    FloatVector high = c6.add(c7).add(c8).add(c9).add(c10).add(c11);
    return low.add(high).lane(0);
  }
}
