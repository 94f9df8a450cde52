package fovea.cli;

import fovea.data.Problems;
import fovea.sweep.Setting;
import fovea.sweep.SweepListener;
import fovea.sweep.SweepPlan;
import fovea.sweep.SweepResult;
import fovea.train.Metrics;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the user sees while a sweep works, on stderr: a table that is drawn anew on a terminal, a line for each run
 * elsewhere.
 */
abstract sealed class SweepProgress implements SweepListener, AutoCloseable {
  private boolean warned;

  @Override
  public void started(Setting setting, int threads) {}

  @Override
  public void moved(Setting setting, Metrics metrics) {}

  @Override
  public void finished(SweepResult result) {}

  /** Said once: what is missing on this machine is missing for every run. */
  @Override
  public synchronized void undrawn(IOException problem) {
    if (!warned)
      Errors.print("models are saved, but figures could not be drawn: " + Problems.text(problem));
    warned = true;
  }

  @Override
  public void close() {}

  static SweepProgress of(SweepPlan plan, List<SweepResult> there, int iterations, boolean quiet) {
    if (quiet) return new Quiet();
    return Bar.hasTerminal() ? new Live(plan, there, iterations) : new Lines(plan, there.size());
  }

  private static String text(SweepResult result) {
    return result
        .measures()
        .map(m -> "%s explained, feature quality %.3f"
            .formatted(percent(m.heldOutExplainedVariance()), m.featureQuality()))
        .orElse("diverged");
  }

  /** Nothing is explained of what does not vary. */
  private static String percent(double share) {
    return Double.isFinite(share) ? "%.2f %%".formatted(100 * share) : "nothing";
  }

  private static final class Quiet extends SweepProgress {}

  private static final class Lines extends SweepProgress {
    private final int runs;
    private int done;

    Lines(SweepPlan plan, int there) {
      runs = plan.runs().size();
      done = there;
    }

    @Override
    public synchronized void finished(SweepResult result) {
      done++;
      System.err.printf(
          "%d/%d  %s  %s, %.1f seconds%n",
          done, runs, result.setting().name(), text(result), result.seconds());
    }
  }

  /** The runs in hand, how many are done, the time that is left and the best so far. */
  private static final class Live extends SweepProgress {
    private static final long NANOS_BETWEEN = 200_000_000;

    /** Longer lines would be broken by a narrow terminal, and the table would creep down the screen. */
    private static final int WIDTH = 79;

    private static final int MOST_RUNS = 16;
    private static final String UP_AND_CLEAR = "\033[1A\033[2K";

    private final int runs;
    private final int iterations;
    private final long began = System.nanoTime();

    /** Hidden units of all runs to be done, and of those that are: the work is about proportional to them. */
    private double work;

    private double worked;
    private int done;
    private Optional<SweepResult> best = Optional.empty();
    private final Map<Setting, String> inHand = new LinkedHashMap<>();
    private final Map<Setting, Double> shares = new LinkedHashMap<>();
    private int drawn;
    private long drawnAt;

    Live(SweepPlan plan, List<SweepResult> there, int iterations) {
      runs = plan.runs().size();
      done = there.size();
      this.iterations = iterations;
      work = plan.runs().stream().mapToInt(Setting::hidden).sum()
          - there.stream().mapToInt(result -> result.setting().hidden()).sum();
      there.forEach(this::compare);
    }

    @Override
    public synchronized void started(Setting setting, int threads) {
      inHand.put(setting, "");
      draw(true);
    }

    @Override
    public synchronized void moved(Setting setting, Metrics metrics) {
      int iteration = metrics.step().iteration();
      inHand.put(
          setting,
          "iteration %d/%d  cost %.5f"
              .formatted(iteration, iterations, metrics.step().cost()));
      shares.put(setting, setting.hidden() * (double) iteration / Math.max(1, iterations));
      draw(false);
    }

    @Override
    public synchronized void finished(SweepResult result) {
      Setting setting = result.setting();
      inHand.remove(setting);
      shares.remove(setting);
      done++;
      worked += setting.hidden();
      compare(result);
      draw(true);
    }

    /** What has no number is never the best. */
    private void compare(SweepResult result) {
      double explained = result.heldOutExplainedVariance();
      if (explained
          > best.map(SweepResult::heldOutExplainedVariance).orElse(Double.NEGATIVE_INFINITY))
        best = Optional.of(result);
    }

    @Override
    public synchronized void undrawn(IOException problem) {
      clear();
      super.undrawn(problem);
    }

    private void draw(boolean now) {
      long time = System.nanoTime();
      if (!now && time - drawnAt < NANOS_BETWEEN) return;
      drawnAt = time;
      List<String> lines = new ArrayList<>();
      inHand.forEach((setting, text) -> lines.add(setting.name() + "  " + text));
      if (lines.size() > MOST_RUNS) {
        int more = lines.size() - MOST_RUNS;
        lines.subList(MOST_RUNS, lines.size()).clear();
        lines.add("and %d more".formatted(more));
      }
      lines.add("%d of %d runs are done%s".formatted(done, runs, left(time)));
      best.ifPresent(b -> lines.add("best: %s  %s".formatted(b.setting().name(), text(b))));
      StringBuilder screen = new StringBuilder(UP_AND_CLEAR.repeat(drawn));
      for (String line : lines)
        screen.append(line, 0, Math.min(WIDTH, line.length())).append('\n');
      drawn = lines.size();
      System.err.print(screen);
      System.err.flush();
    }

    private String left(long time) {
      double share =
          worked + shares.values().stream().mapToDouble(Double::doubleValue).sum();
      // Too little is known at first.
      if (share < 0.01 * work || done == runs) return "";
      double seconds = (time - began) / 1e9 * Math.max(0, work - share) / share;
      Duration left = Duration.ofSeconds(Math.round(seconds));
      return left.toHours() > 0
          ? ", about %d h %d min left".formatted(left.toHours(), left.toMinutesPart())
          : left.toMinutes() > 0
              ? ", about %d min left".formatted(left.toMinutes() + 1)
              : ", about %d s left".formatted(left.toSeconds());
    }

    private void clear() {
      System.err.print(UP_AND_CLEAR.repeat(drawn));
      drawn = 0;
    }

    @Override
    public synchronized void close() {
      clear();
      System.err.flush();
    }
  }
}
