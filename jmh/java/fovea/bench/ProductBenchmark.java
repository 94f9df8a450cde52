package fovea.bench;

import fovea.model.NetworkShape;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The five products of a training step, one thread, beside the alternatives. Each goes over the whole batch, whose
 * operands come from beyond the second-level cache; "fovea-cached" goes over three blocks as often, which are then
 * where a step finds them. {@code -p impl=naive,ikj,blocked,vector,fovea} climbs from plain loops to the kernels.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class ProductBenchmark {
  /** Examples that are held against the reference: several blocks, the last one ragged. */
  private static final int CHECKED = 1300;

  /** Of the largest element: what a sum of float32 products in another order may be off. */
  private static final double TOLERANCE = 1e-4;

  /** These add in another order than the reference. */
  private static final Set<String> RIVALS = Set.of("netlib", "openblas", "ejml");

  @Param
  private Product product;

  @Param("10240")
  private int n;

  @Param("256-64")
  private String network;

  @Param({"fovea", "fovea-cached", "naive", "netlib", "openblas", "ejml"})
  private String impl;

  private Multiplier multiplier;

  @Setup(Level.Trial)
  public void prepare() {
    check(create("naive", Math.min(n, CHECKED)).result(), create(impl, Math.min(n, CHECKED)));
    multiplier = create(impl, n);
  }

  private Multiplier create(String impl, int examples) {
    NetworkShape shape = Networks.parse(network);
    Gemm gemm = product.of(examples, shape);
    float[] a = Synthetic.uniform(1, Math.multiplyExact(gemm.m(), gemm.k()), -1, 1);
    float[] b = Synthetic.uniform(2, Math.multiplyExact(gemm.k(), gemm.n()), -1, 1);
    return Multiplier.of(impl, product, gemm, a, b);
  }

  /** Ours have to agree bit for bit, the rivals as far as another order of adding lets them. */
  private void check(float[] expected, Multiplier checked) {
    float[] found = checked.result();
    double largest = 0;
    for (float e : expected) largest = Math.max(largest, Math.abs(e));
    double allowed = RIVALS.contains(impl) ? TOLERANCE * largest : 0;
    for (int i = 0; i < expected.length; i++)
      if (!(Math.abs((double) found[i] - expected[i]) <= allowed))
        throw new IllegalStateException("%s %s: element %d is %s, the reference has %s"
            .formatted(impl, product, i, found[i], expected[i]));
  }

  @Benchmark
  public void product() {
    multiplier.multiply();
  }
}
