package fovea.bench;

import fovea.kernels.Team;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.optimize.Lbfgs;
import fovea.optimize.Limits;
import fovea.optimize.Outcome;
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
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One iteration of L-BFGS, the mean of the first twenty from a fixed start on patches with gratings. The bits of a run
 * never change, so each invocation needs the same evaluations.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class LbfgsBenchmark {
  private static final int ITERATIONS = 20;
  private static final int SIDE = 16;
  private static final int HIDDEN = 64;

  @Param("10240")
  private int n;

  @Param({"1", "all"})
  private String threads;

  private Team team;
  private BatchObjective objective;
  private float[] start;
  private float[] theta;

  /** Two iterations on a few examples have to end at the very point where the scalar reference ends. */
  @Setup(Level.Trial)
  public void prepare() {
    NetworkShape shape = new NetworkShape(SIDE * SIDE, HIDDEN);
    float[] x = Synthetic.gratings(n, SIDE);
    start = Synthetic.theta(shape);
    theta = start.clone();
    team = new Team(ThreadCount.parse(threads));

    int few = Math.min(n, 200);
    Limits two = new Limits(2, 0);
    float[] expected = start.clone();
    ScalarObjective reference = new ScalarObjective(shape, Hyperparameters.DEFAULT, x, few);
    Lbfgs.DEFAULT.minimize(reference, expected, two, (step, at) -> true);
    BatchObjective sample = new BatchObjective(shape, Hyperparameters.DEFAULT, x, few, team);
    Lbfgs.DEFAULT.minimize(sample, theta, two, (step, at) -> true);
    if (!Arrays.equals(theta, expected))
      throw new IllegalStateException("L-BFGS does not agree with the scalar reference");
    objective = new BatchObjective(shape, Hyperparameters.DEFAULT, x, n, team);
  }

  @Benchmark
  @OperationsPerInvocation(ITERATIONS)
  public float[] iteration() {
    System.arraycopy(start, 0, theta, 0, theta.length);
    Outcome outcome =
        Lbfgs.DEFAULT.minimize(objective, theta, new Limits(ITERATIONS, 0), (step, at) -> true);
    if (outcome != Outcome.ITERATIONS)
      throw new IllegalStateException("L-BFGS ended early: " + outcome);
    return theta;
  }

  @TearDown(Level.Trial)
  public void close() {
    team.close();
  }
}
