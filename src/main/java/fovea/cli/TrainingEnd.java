package fovea.cli;

import fovea.optimize.DivergedException;
import fovea.optimize.Divergence;
import fovea.optimize.Limits;
import fovea.optimize.Optimizer;
import fovea.optimize.OptimizerKind;
import fovea.optimize.Outcome;
import fovea.run.RunConfig;
import fovea.run.RunFolder;
import fovea.run.TrainingRun;
import fovea.train.Metrics;
import fovea.train.TrainingHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.ExitCode;

/** What the user is told at the end of a training. */
public final class TrainingEnd {
  /** The ends that are not the user's limits. */
  private static final Set<Outcome> ENDS_BY_ITSELF = EnumSet.of(
      Outcome.TOLERANCE, Outcome.RELATIVE_DECREASE, Outcome.CONVERGED, Outcome.NO_PROGRESS);

  /** The explained variance of a model that has learnt next to nothing. */
  private static final double LITTLE = 0.01;

  private TrainingEnd() {}

  /**
   * What users call a run's folder.
   *
   * @param name of the folder
   * @param checkpoint the name of its checkpoint
   * @param resume the command that goes on with the run
   */
  public record Place(String name, String checkpoint, String resume) {
    static Place of(RunFolder run) {
      return new Place(run.path().toString(), Shell.quoted(run.checkpoint()), Shell.resume(run));
    }
  }

  /** What went wrong, what there is of it, and what to change. */
  private static String advice(
      DivergedException e, TrainingHistory course, Optimizer optimizer, Place place) {
    return ("diverged at iteration %d: %s; the last finite cost was %s; "
            + "the model of iteration %d, the lowest %scost, is in %s%s")
        .formatted(
            e.iteration(),
            e.divergence(),
            "%.6g".formatted(e.lastCost()),
            course.keptIteration(),
            course.kept().heldOut().isPresent() ? "held-out " : "",
            place.name(),
            advice(e.divergence(), optimizer));
  }

  private static String advice(Divergence divergence, Optimizer optimizer) {
    List<String> changes = new ArrayList<>();
    for (Optimizer.Advice advice : optimizer.advice(divergence)) {
      String option = OptimizerOptions.flag(advice.option());
      changes.add(advice.value().map(value -> option + " " + value).orElse("a smaller " + option));
    }
    if (changes.isEmpty()) return "";
    if (divergence == Divergence.SATURATION) changes.add("a smaller --beta");
    return "; try %s, or --optimizer %s".formatted(String.join(", ", changes), OptimizerKind.USUAL);
  }

  /**
   * Tells the user how the training ended.
   *
   * @return the exit code
   */
  public static int tell(TrainingRun.Saved saved, Optimizer optimizer, boolean quiet)
      throws IOException {
    return tell(saved, optimizer, quiet, Place.of(saved.folder()));
  }

  /** The same of a folder that users know by another name. */
  public static int tell(TrainingRun.Saved saved, Optimizer optimizer, boolean quiet, Place place)
      throws IOException {
    TrainingHistory course = saved.history();
    if (course.divergence().isPresent()) {
      Errors.print(advice(course.divergence().get(), course, optimizer, place));
      return ExitCode.SOFTWARE;
    }
    if (!quiet) print(course, saved.folder(), place);
    return saved.elsewhere() ? ExitCode.SOFTWARE : ExitCode.OK;
  }

  private static void printHowToGoOn(TrainingHistory course, RunFolder run, Place place)
      throws IOException {
    System.err.printf(
        "go on with: %s%s%n",
        place.resume(),
        more(
            course.outcome().toString(),
            course.last().step().iteration(),
            course.last().seconds()));
    System.err.printf(
        "or delete %s (%,d KiB)%n",
        place.checkpoint(), (Files.size(run.checkpoint()) + 1023) / 1024);
  }

  /** What to add to --resume so that a run that ended like this goes on: twice as much of what it had. */
  private static String more(String outcome, int iterations, double seconds) {
    if (outcome.equals(Outcome.ITERATIONS.toString()))
      return " --iterations " + Math.clamp(2L * iterations, 1, Integer.MAX_VALUE);
    if (outcome.equals(Outcome.SECONDS.toString()))
      return " --max-seconds " + (long) Math.ceil(2 * seconds);
    return "";
  }

  /**
   * Whether a run has done all that its limits let it do. The user is told so, and how to ask for more.
   *
   * @param config of the run, which goes on
   * @param limits that it is to have now
   */
  static boolean isDone(RunFolder run, RunConfig config, Limits limits, boolean quiet) {
    RunConfig.Result result = config.result();
    // A run that was killed while its page was drawn has that still to do.
    if (result == null || !Files.exists(run.report())) return false;
    boolean iterations = result.outcome().equals(Outcome.ITERATIONS.toString())
        && result.iterations() >= limits.iterations();
    boolean seconds =
        result.outcome().equals(Outcome.SECONDS.toString()) && result.seconds() >= limits.seconds();
    if (!quiet && (iterations || seconds))
      System.err.printf(
          "%s has done all its %s; for more: %s%s%n",
          run.path(),
          iterations
              ? Options.count(result.iterations(), "iteration")
              : "%.1f seconds".formatted(result.seconds()),
          Shell.resume(run),
          more(result.outcome(), result.iterations(), result.seconds()));
    return iterations || seconds;
  }

  /** Such a model costs little, since nearly no unit is ever active, and is of no use. */
  private static void noteLittleLearnt(Metrics kept, Outcome outcome) {
    if (!(kept.explainedVariance() < LITTLE)) return;
    Errors.print(
        ("note: the model explains %.2f %% of the variance, hardly more than the means of the"
                + " values do%s; try a smaller --lambda or --beta%s")
            .formatted(
                100 * kept.explainedVariance(),
                kept.deadUnits() == 0
                    ? ""
                    : ", and has %s".formatted(Options.count(kept.deadUnits(), "dead hidden unit")),
                outcome == Outcome.RELATIVE_DECREASE ? ", or --relative-decrease 0" : ""));
  }

  private static void print(TrainingHistory course, RunFolder run, Place place) throws IOException {
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
          "warning: no iteration came below the held-out cost of the initial point, which is "
              + "what was kept; try a longer --patience or a smaller --learning-rate");
    if (ENDS_BY_ITSELF.contains(course.outcome()))
      noteLittleLearnt(course.kept(), course.outcome());
    System.out.println(place.name());
    if (Files.exists(run.checkpoint())) printHowToGoOn(course, run, place);
  }
}
