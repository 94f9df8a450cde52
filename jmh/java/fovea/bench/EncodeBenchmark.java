package fovea.bench;

import fovea.model.Autoencoder;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import java.util.Arrays;
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

/** One example through the encoder: what a program waits for that encodes examples as they come. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 10, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class EncodeBenchmark {
  /** one: the kernel for a single row; batch: the batch's, with a batch of one. */
  @Param({"one", "batch"})
  private String impl;

  @Param({"256-64", "768-400"})
  private String network;

  private Autoencoder autoencoder;
  private float[] x;
  private float[] hidden;

  @Setup(Level.Trial)
  public void prepare() {
    NetworkShape shape = Networks.parse(network);
    autoencoder = new Autoencoder(shape, Parameters.random(shape, 1));
    x = Synthetic.uniform(2, shape.inputs(), 0.1, 0.9);
    hidden = new float[shape.hidden()];
    float[] expected = new float[shape.hidden()];
    autoencoder.encodeBatch(x, 1, expected);
    if (!Arrays.equals(encode(), expected))
      throw new IllegalStateException(impl + " differs from the batch");
  }

  @Benchmark
  public float[] encode() {
    if (impl.equals("one")) autoencoder.encode(x, 0, hidden, 0);
    else autoencoder.encodeBatch(x, 1, hidden);
    return hidden;
  }
}
