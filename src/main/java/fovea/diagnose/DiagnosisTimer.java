package fovea.diagnose;

import java.util.Arrays;

/**
 * Times code until it is as fast as it gets: C2 compiles a kernel after some hundred calls, in the background, so the
 * first times mean nothing. For real measurements there is JMH; this is to tell a machine that works from one that
 * does not.
 */
final class DiagnosisTimer {
  private static final double ROUND_SECONDS = 0.05;
  private static final int ROUND_RUNS = 1000;

  /** Whatever the time, so that a run before compilation cannot be the only one. */
  private static final int LEAST_ROUNDS = 5;

  /** A round that is faster by less is no faster. */
  private static final double SETTLED = 0.02;

  /** After so many rounds in a row that are no faster the code has settled. */
  private static final int SETTLED_ROUNDS = 4;

  private DiagnosisTimer() {}

  /**
   * Seconds of a run: runs are timed in rounds until the rounds settle, or time is up; the fastest round counts.
   * Other programs can only make a run slower, so a round is worth what its fastest tenth is.
   */
  static double seconds(double mostSeconds, Runnable body) {
    long began = System.nanoTime();
    double best = Double.POSITIVE_INFINITY;
    int noFaster = 0;
    for (int rounds = 0;
        rounds < LEAST_ROUNDS || (noFaster < SETTLED_ROUNDS && secondsSince(began) < mostSeconds);
        rounds++) {
      double time = round(body);
      // Compilation may take a while to begin: what happens in the first half proves nothing.
      boolean faster = time < (1 - SETTLED) * best || secondsSince(began) < mostSeconds / 2;
      noFaster = faster ? 0 : noFaster + 1;
      best = Math.min(best, time);
    }
    return best;
  }

  private static double round(Runnable body) {
    double[] times = new double[ROUND_RUNS];
    int runs = 0;
    long began = System.nanoTime();
    do {
      long start = System.nanoTime();
      body.run();
      times[runs++] = secondsSince(start);
    } while (runs < ROUND_RUNS && secondsSince(began) < ROUND_SECONDS);
    Arrays.sort(times, 0, runs);
    return times[runs / 10];
  }

  static double secondsSince(long nanoTime) {
    return (System.nanoTime() - nanoTime) / 1e9;
  }
}
