package fovea.bench;

import fovea.kernels.Team;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.optimize.Objective;
import fovea.train.BatchObjective;
import fovea.train.ScalarObjective;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One evaluation of cost and gradient: the five products with everything between them.
 *
 * <p>Worth asking for besides the defaults: {@code -p n=1000,10240,100000} and, with {@code -jvmArgs -Xmx8g}, 1000000;
 * {@code -p network=100-25,192-49,768-400}; {@code -p impl=naive -p threads=1}.
 */
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

  @Param({"1", "all"})
  private String threads;

  @Param("fovea")
  private String impl;

  private Team team;
  private Objective objective;
  private float[] theta;
  private float[] gradient;

  /** Makes data and holds the kernels against the scalar reference before anything is timed. */
  @Setup(Level.Trial)
  public void prepare() {
    NetworkShape shape = Networks.parse(network);
    float[] x = Synthetic.examples(n, shape);
    theta = Synthetic.theta(shape);
    gradient = new float[theta.length];
    team = new Team(ThreadCount.parse(threads));

    int few = Math.min(n, 1300);
    float[] expected = new float[theta.length];
    double cost = new ScalarObjective(shape, Hyperparameters.DEFAULT, x, few)
        .valueAndGradient(theta, expected);
    if (create(shape, x, few).valueAndGradient(theta, gradient) != cost
        || !Arrays.equals(gradient, expected))
      throw new IllegalStateException("the kernels do not agree with the scalar reference");
    objective = create(shape, x, n);
  }

  private Objective create(NetworkShape shape, float[] x, int examples) {
    switch (impl) {
      case "fovea":
        return new BatchObjective(shape, Hyperparameters.DEFAULT, x, examples, team);
      case "naive":
        if (team.size() > 1) throw new IllegalArgumentException("naive has only -p threads=1");
        return new ScalarObjective(shape, Hyperparameters.DEFAULT, x, examples);
      default:
        throw new IllegalArgumentException("impl: fovea or naive, not " + impl);
    }
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
