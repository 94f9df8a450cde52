package fovea.cli;

import fovea.optimize.Step;
import fovea.train.Metrics;
import org.jspecify.annotations.Nullable;

/**
 * What the user sees while an optimiser works, on stderr: a bar on a terminal, lines elsewhere, nothing with
 * {@code --quiet}.
 */
abstract sealed class Progress implements AutoCloseable {
  /** Called at the initial point and after every iteration. */
  abstract void show(Metrics metrics);

  @Override
  public void close() {}

  static Progress of(int iterations, boolean quiet) {
    if (quiet) return new Quiet();
    return Bar.hasTerminal() ? new OneLine(iterations) : new Lines(iterations);
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

  private static final class Quiet extends Progress {
    @Override
    void show(Metrics metrics) {}
  }

  private static final class OneLine extends Progress {
    private final Bar bar;

    OneLine(int iterations) {
      bar = new Bar(iterations);
    }

    @Override
    void show(Metrics metrics) {
      bar.show(metrics.step().iteration(), "cost %.5f".formatted(metrics.step().cost()));
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
