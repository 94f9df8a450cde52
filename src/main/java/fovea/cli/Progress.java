package fovea.cli;

import fovea.optimize.Step;
import fovea.train.Metrics;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * What the user sees while an optimiser works, on stderr: a bar on a terminal, lines elsewhere, nothing with
 * {@code --quiet}.
 */
abstract sealed class Progress implements AutoCloseable {
  private static final int WIDTH = 80;

  /** Called at the initial point and after every iteration. */
  abstract void show(Metrics metrics);

  @Override
  public void close() {}

  // From JDK 25 on the console is null again where there is no terminal.
  @SuppressWarnings("SystemConsoleNull")
  static Progress of(int iterations, boolean quiet) {
    if (quiet) return new Quiet();
    return System.console() != null && System.console().isTerminal()
        ? new Bar(iterations)
        : new Lines(iterations);
  }

  private static String text(Metrics metrics) {
    Step step = metrics.step();
    return "cost %.5f%s  gradient %.1e"
        .formatted(
            step.cost(),
            metrics
                .heldOut()
                .map(heldOut -> "  held-out %.5f".formatted(heldOut.cost()))
                .orElse(""),
            step.gradientNorm());
  }

  /** A bar on stderr that is full at {@code most}. */
  static ProgressBar bar(long most) {
    return new ProgressBarBuilder()
        .setTaskName("")
        .setInitialMax(most)
        .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
        .setUpdateIntervalMillis(100)
        // Not the default, which asks JLine for the terminal's width: JLine takes over Ctrl-C,
        // and a run could not be saved.
        .setConsumer(new ConsoleProgressBarConsumer(
            new PrintStream(new FileOutputStream(FileDescriptor.err)), WIDTH))
        .build();
  }

  private static final class Quiet extends Progress {
    @Override
    void show(Metrics metrics) {}
  }

  private static final class Bar extends Progress {

    private final ProgressBar bar;

    Bar(int iterations) {
      bar = bar(iterations);
    }

    @Override
    void show(Metrics metrics) {
      bar.stepTo(metrics.step().iteration());
      bar.setExtraMessage(text(metrics));
    }

    @Override
    public void close() {
      bar.close();
    }
  }

  /** The initial point, about twenty iterations in between, at least one every two seconds, and the last. */
  private static final class Lines extends Progress {
    private static final long NANOSECONDS = 2_000_000_000L;

    private final int every;
    private final int iterations;
    private @Nullable Metrics unshown;
    private long shown = System.nanoTime();

    Lines(int iterations) {
      this.iterations = iterations;
      every = Math.max(1, iterations / 20);
    }

    @Override
    void show(Metrics metrics) {
      unshown = metrics;
      if (metrics.step().iteration() % every == 0 || System.nanoTime() - shown > NANOSECONDS)
        print(metrics);
    }

    private void print(Metrics metrics) {
      System.err.printf(
          "iteration %d/%d  %s%n", metrics.step().iteration(), iterations, text(metrics));
      unshown = null;
      shown = System.nanoTime();
    }

    @Override
    public void close() {
      if (unshown != null) print(unshown);
    }
  }
}
