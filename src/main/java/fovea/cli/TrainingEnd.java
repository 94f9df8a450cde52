package fovea.cli;

import fovea.optimize.DivergedException;
import fovea.optimize.GradientDescent;
import fovea.optimize.Optimizer;
import fovea.optimize.Outcome;
import fovea.run.RunFolder;
import fovea.run.TrainingRun;
import fovea.train.TrainingHistory;
import picocli.CommandLine.ExitCode;

/** What is said of a training that has ended. */
public final class TrainingEnd {
  private TrainingEnd() {}

  /** What went wrong, what there is of it, and what to change. */
  private static String advice(
      DivergedException e, TrainingHistory course, Optimizer optimizer, RunFolder run) {
    return "diverged at iteration %d: %s; the last finite cost was %s; the model of iteration %d, the lowest %scost, is in %s%s"
        .formatted(
            e.iteration(),
            e.divergence(),
            "%.6g".formatted(e.lastCost()),
            course.keptIteration(),
            course.kept().heldOut().isPresent() ? "held-out " : "",
            run.path(),
            OptimizerOptions.smallerRate(optimizer)
                .map(rate -> "; try --learning-rate %s, %sor --optimizer lbfgs"
                    .formatted(rate, another(e, optimizer)))
                .orElse(""));
  }

  /** What else helps against this kind of divergence. */
  private static String another(DivergedException e, Optimizer optimizer) {
    return switch (e.divergence()) {
      case SATURATION -> "a smaller --beta, ";
      case EXPLOSION ->
        optimizer instanceof GradientDescent gd && gd.momentum() > 0
            ? "a smaller --momentum, "
            : "";
      case NOT_FINITE -> "";
    };
  }

  /**
   * Tells whoever watched.
   *
   * @return the exit code
   */
  public static int tell(TrainingRun.Saved saved, Optimizer optimizer, boolean quiet) {
    TrainingHistory course = saved.history();
    if (course.divergence().isPresent()) {
      Errors.print(advice(course.divergence().get(), course, optimizer, saved.folder()));
      return ExitCode.SOFTWARE;
    }
    if (!quiet) print(course, saved.folder());
    return saved.elsewhere() ? ExitCode.SOFTWARE : ExitCode.OK;
  }

  private static void print(TrainingHistory course, RunFolder run) {
    System.out.printf(
        "cost %.6f -> %.6f in %s, %.1f seconds (%s)%n",
        course.first().step().cost(),
        course.last().step().cost(),
        Options.count(course.last().step().iteration(), "iteration"),
        course.last().seconds(),
        course.outcome());
    course
        .kept()
        .heldOut()
        .ifPresent(heldOut -> System.out.printf(
            "kept: iteration %d, cost %.6f, with the lowest held-out cost, %.6f%s%n",
            course.keptIteration(),
            course.kept().step().cost(),
            heldOut.cost(),
            Double.isNaN(heldOut.explainedVariance())
                ? ""
                : ", and %.2f %% of the held-out variance explained"
                    .formatted(100 * heldOut.explainedVariance())));
    if (course.keptIteration() < course.last().step().iteration() && course.keptIteration() == 0)
      Errors.print(
          "warning: no iteration came below the held-out cost of the initial point, which is what was kept; try a longer --patience or a smaller --learning-rate");
    System.out.println(run.path());
    if (course.outcome() == Outcome.STOPPED)
      System.err.println("go on with: fovea train --resume " + run.path());
  }
}
