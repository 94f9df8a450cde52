package fovea.bench;

import fovea.kernels.Team;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import fovea.train.BatchObjective;
import fovea.train.ScalarObjective;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One evaluation of cost and gradient: the five products with everything between them. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class StepBenchmark {
  @Param("10240")
  private int n;

  @Param("256-64")
  private String network;

  @Param({"1", "2"})
  private int threads;

  private Team team;
  private BatchObjective objective;
  private float[] theta;
  private float[] gradient;

  /** Makes data and holds the kernels against the scalar reference before anything is timed. */
  @Setup(Level.Trial)
  public void prepare() {
    String[] sizes = network.split("-");
    NetworkShape shape = new NetworkShape(Integer.parseInt(sizes[0]), Integer.parseInt(sizes[1]));
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
    float[] x = new float[Math.multiplyExact(n, shape.inputs())];
    for (int i = 0; i < x.length; i++) x[i] = (float) (0.1 + 0.8 * random.nextDouble());
    theta = Parameters.random(shape, 1);
    gradient = new float[theta.length];
    team = new Team(threads);
    objective = new BatchObjective(shape, Hyperparameters.DEFAULT, x, n, team);

    int few = Math.min(n, 1300);
    float[] expected = new float[theta.length];
    double cost = new ScalarObjective(shape, Hyperparameters.DEFAULT, x, few)
        .valueAndGradient(theta, expected);
    BatchObjective sample = new BatchObjective(shape, Hyperparameters.DEFAULT, x, few, team);
    if (sample.valueAndGradient(theta, gradient) != cost || !Arrays.equals(gradient, expected))
      throw new IllegalStateException("the kernels do not agree with the scalar reference");
  }

  @Benchmark
  public double step() {
    return objective.valueAndGradient(theta, gradient);
  }

  @TearDown(Level.Trial)
  public void close() {
    team.close();
  }
}
