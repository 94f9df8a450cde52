package fovea.sweep;

import fovea.report.Html;
import fovea.report.Numbers;
import fovea.run.RunFolder;
import fovea.sweep.SweepResult.Measures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The page's table of runs, which the page's script sorts by any column. */
final class RunRanking {
  /** Which end of a column is the better one, and comes first when it is first sorted by. */
  private enum Best {
    LOWEST("ascending"),
    HIGHEST("descending");

    private final String order;

    Best(String order) {
      this.order = order;
    }
  }

  private record Column(String head, Best best, Function<SweepTable.Row, String> cell) {
    static Column of(Dimension dimension) {
      return new Column(
          dimension.label(), Best.LOWEST, row -> dimension.valueOf(row.result().setting()));
    }

    static Column of(String head, Quantity quantity) {
      return new Column(head, Best.HIGHEST, row -> quantity.number(row.result()));
    }

    static Column compared(String head, Best best, Function<SweepStability, String> text) {
      return new Column(head, best, row -> row.stability().map(text).orElse(""));
    }

    static Column count(String head, Function<Measures, Integer> units) {
      return new Column(
          head,
          Best.LOWEST,
          row -> row.result().measures().map(units).map(String::valueOf).orElse(""));
    }
  }

  private final SweepFolder folder;
  private final SweepTable table;
  private final List<Column> columns = new ArrayList<>();

  RunRanking(SweepFolder folder, SweepPlan plan, SweepTable table) {
    this.folder = folder;
    this.table = table;
    for (Dimension dimension : plan.distinguishing()) columns.add(Column.of(dimension));
    columns.add(new Column("rank", Best.LOWEST, row -> "" + row.varianceRank()));
    columns.add(Column.of("explained, %", Quantity.EXPLAINED_VARIANCE));
    columns.add(new Column("rank by features", Best.LOWEST, row -> "" + row.qualityRank()));
    columns.add(Column.of("feature quality", Quantity.FEATURE_QUALITY));
    if (fitted(table)) columns.add(new Column("Gabor R²", Best.HIGHEST, RunRanking::gaborR2));
    if (table.isCompared()) {
      columns.add(Column.compared("stability", Best.HIGHEST, s -> fixed(s.mean())));
      columns.add(Column.compared("baseline", Best.LOWEST, s -> fixed(s.baseline())));
      columns.add(Column.compared("stable units", Best.HIGHEST, s -> "" + s.stableUnits()));
    }
    columns.add(Column.count("dead", Measures::deadUnits));
    columns.add(Column.count("saturated", Measures::saturatedUnits));
    columns.add(Column.count("duplicates", Measures::duplicateUnits));
    columns.add(
        new Column("ended by", Best.LOWEST, row -> row.result().outcome().replace('_', ' ')));
  }

  /** Whether the data have tiles, to which Gabor functions were fitted. */
  static boolean fitted(SweepTable table) {
    return table.rows().stream().anyMatch(row -> !gaborR2(row).isEmpty());
  }

  private static String gaborR2(SweepTable.Row row) {
    return row.result()
        .measures()
        .map(Measures::gaborR2)
        .filter(Double::isFinite)
        .map(RunRanking::fixed)
        .orElse("");
  }

  /** With the digits of feature quality, which is a share as well. */
  static String fixed(double share) {
    return Numbers.fixed(share, Quantity.FEATURE_QUALITY.decimals());
  }

  void write(Html html) {
    html.open(
            "div",
            "class",
            "wide",
            "tabindex",
            "0",
            "role",
            "region",
            "aria-label",
            "Table of runs")
        .raw("<table class=\"runs\">\n<thead><tr>");
    head(html, "run", Best.LOWEST, false);
    for (Column column : columns) head(html, column.head, column.best, column.head.equals("rank"));
    html.raw("</tr></thead>\n<tbody>\n");
    for (SweepTable.Row row : table.byVariance()) row(html, row);
    html.raw("</tbody></table></div>\n");
  }

  private static void head(Html html, String name, Best best, boolean sorted) {
    html.raw("<th scope=\"col\" data-first=\"%s\"".formatted(best.order))
        .raw(sorted ? " aria-sort=\"%s\">".formatted(best.order) : ">")
        .raw("<button type=\"button\">")
        .text(name)
        .raw("</button></th>");
  }

  private void row(Html html, SweepTable.Row row) {
    Setting setting = row.result().setting();
    html.raw("<tr><th scope=\"row\">")
        .open("a", "href", folder.link(report(folder, setting)))
        .text(setting.name())
        .raw("</a></th>");
    for (Column column : columns) html.element("td", column.cell.apply(row));
    html.raw("</tr>\n");
  }

  /** A run's report, or its folder where there is none. */
  static Path report(SweepFolder folder, Setting setting) {
    Path report = new RunFolder(folder.run(setting)).report();
    return Files.exists(report) ? report : folder.run(setting);
  }
}
