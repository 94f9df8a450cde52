package fovea.sweep;

import fovea.data.InputException;
import fovea.report.Html;
import fovea.report.Numbers;
import fovea.report.RunsChart;
import fovea.run.MetricsReader;
import fovea.run.RunFolder;
import fovea.train.Metrics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * The page's chart of the costs of all runs: of the whole cost where it is the same function in all of them, else of
 * its reconstruction part, which always is.
 */
final class SweepCurves {
  /** Runs drawn behind the best; more than these would only be more grey, in a page of many megabytes. */
  private static final int MOST_BEHIND = 200;

  private final SweepFolder folder;
  private final SweepPlan plan;
  private final SweepTable table;
  private final boolean oneCost;

  SweepCurves(SweepFolder folder, SweepPlan plan, SweepTable table) {
    this.folder = folder;
    this.plan = plan;
    this.table = table;
    oneCost = plan.varied().stream().allMatch(d -> d == Dimension.HIDDEN);
  }

  void write(Html html) {
    List<RunsChart.Curve> curves =
        chosen().stream().flatMap(run -> curve(run).stream()).toList();
    if (curves.isEmpty()) {
      html.raw("<p>No finished run has a course of costs to draw.</p>\n");
      return;
    }
    html.raw("<figure class=\"chart\">\n");
    RunsChart.write(html, oneCost ? "cost" : "reconstruction", curves);
    html.element("figcaption", caption(curves)).raw("\n</figure>\n");
  }

  /** The best, and of the others some that are evenly spread over the ranking. */
  private List<Setting> chosen() {
    List<Setting> ranked =
        table.byVariance().stream().map(row -> row.result().setting()).toList();
    int best = Math.min(RunsChart.MOST_COLOURED, ranked.size());
    List<Setting> chosen = new ArrayList<>(ranked.subList(0, best));
    int others = ranked.size() - best;
    int behind = Math.min(MOST_BEHIND, others);
    for (int i = 0; i < behind; i++)
      chosen.add(ranked.get(best + (int) ((long) i * others / behind)));
    return chosen;
  }

  /** Empty where metrics.csv cannot be read: the page has more to show. */
  private Optional<RunsChart.Curve> curve(Setting setting) {
    Path file = new RunFolder(folder.run(setting)).metrics();
    if (!Files.exists(file)) return Optional.empty();
    try {
      List<Metrics> metrics = MetricsReader.costs(file);
      ToDoubleFunction<Metrics> value =
          oneCost ? m -> m.cost().total() : m -> m.cost().reconstruction();
      String name = Dimension.text(plan.distinguishing(), setting);
      return Optional.of(new RunsChart.Curve(
          name.isEmpty() ? setting.name() : name,
          metrics.stream().mapToDouble(m -> m.step().iteration()).toArray(),
          metrics.stream().mapToDouble(value).toArray()));
    } catch (InputException e) {
      return Optional.empty();
    }
  }

  private String caption(List<RunsChart.Curve> curves) {
    int all = table.rows().size();
    int coloured = Math.min(RunsChart.MOST_COLOURED, curves.size());
    int grey = curves.size() - coloured;
    RunsChart.Curve best = curves.getFirst();
    int last = best.values().length - 1;
    return (oneCost
            ? "The cost on the training examples"
            : "The reconstruction part of the cost, half the squared error of a training example. The whole costs of"
                + " runs with other λ, β or ρ are other functions and do not compare; this part does")
        + ". It is drawn on a logarithmic axis; lower is better."
        + (grey == 0
            ? ""
            : " In colour are the %d runs that explain most of the held-out variance, in grey %s."
                .formatted(coloured, others(grey, all - coloured)))
        + " The first of them (%s) begins at %s and ends at %s, at iteration %s."
            .formatted(
                best.name(),
                Numbers.brief(best.values()[0]),
                Numbers.brief(best.values()[last]),
                Numbers.grouped((long) best.iterations()[last]));
  }

  private static String others(int drawn, int all) {
    if (drawn < all)
      return "%s of the other %s, evenly spread over the ranking"
          .formatted(Numbers.grouped(drawn), Numbers.grouped(all));
    return all == 1 ? "the other one" : "the other " + Numbers.grouped(all);
  }
}
