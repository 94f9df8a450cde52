package fovea.bench;

import fovea.kernels.Sigmoid;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Sigmoid over 2048 floats in the first-level cache, in place; an operation is 16 floats, one vector of 512 bits. The
 * values converge to σ's fixed point, which costs the same as any other: the vector code has no branches. The warm-up
 * is long because vectors are so slow in the interpreter that it takes seconds until C2 has seen enough of so short an
 * array.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 10, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class SigmoidBenchmark {
  private static final int FLOATS = 2048;

  @Param({"fovea", "naive", "math"})
  private String impl;

  private float[] z;

  @Setup(Level.Trial)
  public void prepare() {
    z = Synthetic.uniform(1, FLOATS, -20, 20);
    float[] found = z.clone();
    apply(found);
    for (int i = 0; i < FLOATS; i++) {
      double exact = 1 / (1 + StrictMath.exp(-(double) z[i]));
      boolean same = impl.equals("math") || found[i] == Sigmoid.of(z[i]);
      if (!same || Math.abs(found[i] - exact) > 2 * Math.ulp((float) exact))
        throw new IllegalStateException(
            "%s: the sigmoid of %s is %s, should be %s".formatted(impl, z[i], found[i], exact));
    }
  }

  @Benchmark
  @OperationsPerInvocation(FLOATS / 16)
  public float[] per16Floats() {
    apply(z);
    return z;
  }

  private void apply(float[] a) {
    switch (impl) {
      case "fovea" -> Sigmoid.apply(a, 0, FLOATS);
      case "naive" -> {
        for (int i = 0; i < FLOATS; i++) a[i] = Sigmoid.of(a[i]);
      }
      case "math" -> {
        for (int i = 0; i < FLOATS; i++) a[i] = (float) (1 / (1 + Math.exp(-(double) a[i])));
      }
      default -> throw new IllegalArgumentException("impl: fovea, naive or math, not " + impl);
    }
  }
}
