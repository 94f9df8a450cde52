package fovea.bench;

import fovea.model.Autoencoder;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import fovea.model.Workspace;
import java.util.Arrays;
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

/** A thousand examples through the encoder, by one thread, into the caller's array; the time is that of one of them. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 10, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class EncodeBatchBenchmark {
  private static final int EXAMPLES = 1000;

  @Param({"256-64", "768-400"})
  private String network;

  private Autoencoder autoencoder;
  private Workspace work;
  private float[] x;
  private float[] hidden;

  @Setup(Level.Trial)
  public void prepare() {
    NetworkShape shape = Networks.parse(network);
    autoencoder = new Autoencoder(shape, Parameters.random(shape, 1));
    work = autoencoder.workspace();
    x = Synthetic.uniform(2, EXAMPLES * shape.inputs(), 0.1, 0.9);
    hidden = new float[EXAMPLES * shape.hidden()];
    float[] expected = new float[hidden.length];
    for (int i = 0; i < EXAMPLES; i++)
      autoencoder.encode(x, i * shape.inputs(), expected, i * shape.hidden());
    if (!Arrays.equals(encode(), expected))
      throw new IllegalStateException("the batch differs from its examples one by one");
  }

  @Benchmark
  @OperationsPerInvocation(EXAMPLES)
  public float[] encode() {
    autoencoder.encodeBatch(work, x, 0, EXAMPLES, hidden, 0);
    return hidden;
  }
}
