package fovea.diagnose;

import fovea.kernels.Team;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import fovea.train.BatchObjective;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/**
 * How fast this machine is, roughly: good enough to see what is wrong with it, not to compare kernels by.
 *
 * @param fmaSlowdown time of a fused multiply-add over that of a multiplication and an addition: about 1 in hardware,
 *     50 and more in software
 * @param runs with one thread, then with all; the same run if all is one
 */
public record DiagnosisSpeed(double fmaSlowdown, List<Run> runs) {
  /** Examples of the training step that is timed. */
  public static final int EXAMPLES = 10_240;

  /** Its network. */
  public static final NetworkShape SHAPE = new NetworkShape(256, 64);

  /**
   * Where a thread's peak is lower the kernels have not become vector instructions, and a step would take seconds to
   * minutes.
   */
  private static final double COMPILED_GFLOPS = 4;

  /** Few enough that the kernels can be run some hundred times before they are compiled. */
  private static final int WARM_UP_EXAMPLES = 120;

  /**
   * So small a step, which is one thread's, reaches more than this of a thread's peak, and a hundredth before it is
   * compiled.
   */
  private static final double COMPILED_PERCENT = 10;

  private static final int FMA_LINKS = 1000;

  /** C2 needs a fraction of this, unless other programs keep it from running. */
  private static final double COMPILE_SECONDS = 2;

  // Most that each measurement may take: below eight seconds in all, on a machine that is idle.
  private static final double FMA_SECONDS = 0.2;
  private static final double WARM_UP_SECONDS = 0.1;
  private static final double PEAK_SECONDS = 0.8;
  private static final double STEP_SECONDS = 1;

  /** A call of this length can be timed, and does not hold up a machine that only interprets. */
  private static final double CALL_SECONDS = 5e-4;

  /**
   * What a number of threads reaches.
   *
   * @param threads how many were used
   * @param peakGflops what they reach in independent chains of multiply-adds
   * @param step what a training step reaches; null if the machine is too slow to time it
   */
  public record Run(
      int threads, double peakGflops, @Nullable Reached step) {}

  /**
   * One cost and gradient.
   *
   * @param gflops counted on the 10·N·D·H operations of the five products alone
   */
  public record Reached(double milliseconds, double gflops, double percentOfPeak) {}

  /** Measures with one thread, then with all; takes some seconds. */
  static DiagnosisSpeed measure(Team one, Team all) {
    double fmaSlowdown = compareMultiplyAdds();
    Run single = run(one);
    return new DiagnosisSpeed(
        fmaSlowdown, all.size() == 1 ? List.of(single) : List.of(single, run(all)));
  }

  /** {@code n} examples of uniform noise between 0.1 and 0.9, where preprocessed patches lie. */
  static float[] examples(int n, NetworkShape shape) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
    float[] x = new float[n * shape.inputs()];
    for (int i = 0; i < x.length; i++) x[i] = (float) (0.1 + 0.8 * random.nextDouble());
    return x;
  }

  private static Run run(Team team) {
    double peak = peakGflops(team);
    return new Run(
        team.size(), peak, peak / team.size() < COMPILED_GFLOPS ? null : step(team, peak));
  }

  private static double compareMultiplyAdds() {
    float[] sink = new float[1];
    double fused = DiagnosisTimer.seconds(FMA_SECONDS, () -> sink[0] += Peak.fused(FMA_LINKS));
    double separate =
        DiagnosisTimer.seconds(FMA_SECONDS, () -> sink[0] += Peak.separate(FMA_LINKS));
    return fused / separate;
  }

  private static double peakGflops(Team team) {
    float[] sink = new float[team.size()];
    int rounds = roundsToTime(sink);
    double seconds = DiagnosisTimer.seconds(
        PEAK_SECONDS, () -> team.run(thread -> sink[thread] += Peak.run(rounds)));
    return team.size() * Peak.flops(rounds) / seconds / 1e9;
  }

  /**
   * How many rounds of {@link Peak} make a call that can be timed: doubled until it is long enough, once it is
   * compiled or has had its time to be.
   */
  private static int roundsToTime(float[] sink) {
    long began = System.nanoTime();
    int rounds = 1;
    while (true) {
      int timed = rounds;
      double seconds = DiagnosisTimer.seconds(WARM_UP_SECONDS, () -> sink[0] += Peak.run(timed));
      boolean compiled = Peak.flops(rounds) / seconds / 1e9 >= COMPILED_GFLOPS;
      if (seconds < CALL_SECONDS) rounds *= 2;
      else if (compiled || DiagnosisTimer.secondsSince(began) > COMPILE_SECONDS) return rounds;
    }
  }

  private static Reached step(Team team, double peakGflops) {
    // A step of the full size would take seconds before C2 has compiled it.
    Runnable small = step(WARM_UP_EXAMPLES, team);
    long began = System.nanoTime();
    double percent = 0;
    while (percent < COMPILED_PERCENT && DiagnosisTimer.secondsSince(began) < COMPILE_SECONDS) {
      double seconds = DiagnosisTimer.seconds(WARM_UP_SECONDS, small);
      percent = 100 * flops(WARM_UP_EXAMPLES) / seconds / 1e9 / (peakGflops / team.size());
    }
    double seconds = DiagnosisTimer.seconds(STEP_SECONDS, step(EXAMPLES, team));
    double gflops = flops(EXAMPLES) / seconds / 1e9;
    return new Reached(1e3 * seconds, gflops, 100 * gflops / peakGflops);
  }

  private static Runnable step(int n, Team team) {
    BatchObjective objective =
        new BatchObjective(SHAPE, Hyperparameters.DEFAULT, examples(n, SHAPE), n, team);
    float[] theta = Parameters.random(SHAPE, 1);
    float[] gradient = new float[theta.length];
    return () -> objective.valueAndGradient(theta, gradient);
  }

  /** Operations of the five products of a step. */
  private static double flops(int n) {
    return 10.0 * n * SHAPE.inputs() * SHAPE.hidden();
  }
}
