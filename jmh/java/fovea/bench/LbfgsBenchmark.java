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
import java.util.Locale;
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
 * One iteration of L-BFGS, the mean of the second twenty from a fixed start. The bits of a run never
 * change, so each invocation needs the same evaluations. To be held against {@link StepBenchmark} in the same run: what
 * is left is the algebra of the optimiser, and the evaluations that a line search needs beyond one.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class LbfgsBenchmark {
  private static final int ITERATIONS = 20;

  @Param("10240")
  private int n;

  @Param("256-64")
  private String network;

  @Param({"kronecker", "none"})
  private String preconditioner;

  @Param({"1", "all"})
  private String threads;

  private Team team;
  private BatchObjective objective;
  private Lbfgs optimizer;
  private float[] start;
  private float[] theta;
  private int evaluations;

  /** Two iterations on a few examples have to end at the very point where the scalar reference ends. */
  @Setup(Level.Trial)
  public void prepare() {
    NetworkShape shape = Networks.parse(network);
    int side = (int) Math.sqrt(shape.inputs());
    float[] x =
        side * side == shape.inputs() ? Synthetic.gratings(n, side) : Synthetic.examples(n, shape);
    start = Synthetic.theta(shape);
    theta = start.clone();
    team = new Team(ThreadCount.parse(threads));

    int few = Math.min(n, 200);
    Limits two = new Limits(2, 0);
    Lbfgs plain = new Lbfgs(5, Lbfgs.Preconditioner.NONE);
    float[] expected = start.clone();
    ScalarObjective reference = new ScalarObjective(shape, Hyperparameters.DEFAULT, x, few);
    plain.minimize(reference, expected, two, (step, at) -> true);
    BatchObjective sample = new BatchObjective(shape, Hyperparameters.DEFAULT, x, few, team);
    plain.minimize(sample, theta, two, (step, at) -> true);
    if (!Arrays.equals(theta, expected))
      throw new IllegalStateException("L-BFGS does not agree with the scalar reference");
    optimizer = new Lbfgs(5, Lbfgs.Preconditioner.valueOf(preconditioner.toUpperCase(Locale.ROOT)));
    objective = new BatchObjective(shape, Hyperparameters.DEFAULT, x, n, team);
    minimize(start);
    System.err.printf("evaluations in %d iterations: %d%n", ITERATIONS, evaluations);
  }

  private void minimize(float[] at) {
    Outcome outcome =
        optimizer.minimize(objective, at, new Limits(ITERATIONS, 0), (step, point) -> {
          evaluations = step.evaluations();
          return true;
        });
    if (outcome != Outcome.ITERATIONS)
      throw new IllegalStateException("L-BFGS ended early: " + outcome);
  }

  @Benchmark
  @OperationsPerInvocation(ITERATIONS)
  public float[] iteration() {
    System.arraycopy(start, 0, theta, 0, theta.length);
    minimize(theta);
    return theta;
  }

  @TearDown(Level.Trial)
  public void close() {
    team.close();
  }
}
