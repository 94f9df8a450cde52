package fovea.sweep;

import fovea.report.Html;
import fovea.sweep.SweepResult.Measures;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The page's tables of features. Two settings go across and down, the others and the seed from table to table.
 */
final class FeatureGrid {
  private final SweepFolder folder;
  private final SweepPlan plan;
  private final Map<Setting, SweepTable.Row> rows = new HashMap<>();
  private final Html html;

  FeatureGrid(SweepFolder folder, SweepPlan plan, SweepTable table, Html html) {
    this.folder = folder;
    this.plan = plan;
    this.html = html;
    for (SweepTable.Row row : table.rows()) rows.put(row.result().setting(), row);
  }

  void write() {
    List<Dimension> several = new ArrayList<>();
    if (plan.values(Dimension.SEED).size() > 1) several.add(Dimension.SEED);
    several.addAll(plan.varied());
    Dimension across = several.isEmpty() ? Dimension.HIDDEN : several.removeLast();
    Dimension down = several.isEmpty()
        ? (across == Dimension.HIDDEN ? Dimension.SEED : Dimension.HIDDEN)
        : several.removeLast();
    Map<String, List<Setting>> groups = new LinkedHashMap<>();
    for (Setting setting : plan.runs())
      groups
          .computeIfAbsent(Dimension.text(several, setting), name -> new ArrayList<>())
          .add(setting);
    groups.forEach((name, settings) -> {
      if (!name.isEmpty()) html.element("h3", name).raw("\n");
      table(name, down, across, settings);
    });
  }

  private void table(String name, Dimension down, Dimension across, List<Setting> settings) {
    List<String> columns = present(across, settings);
    String label = "Features by %s and %s%s"
        .formatted(down.label(), across.label(), name.isEmpty() ? "" : ", " + name);
    html.open("div", "class", "wide", "tabindex", "0", "role", "region", "aria-label", label)
        .raw("<table class=\"features\">\n<thead><tr><td></td>");
    for (String column : columns)
      html.raw("<th scope=\"col\">").text(across.label() + " " + column).raw("</th>");
    html.raw("</tr></thead>\n<tbody>\n");
    Map<String, List<Setting>> cells = settings.stream()
        .collect(Collectors.groupingBy(s -> down.valueOf(s) + " " + across.valueOf(s)));
    for (String row : present(down, settings)) {
      html.raw("<tr><th scope=\"row\">").text(down.label() + " " + row).raw("</th>");
      for (String column : columns) {
        html.raw("<td>");
        cells.getOrDefault(row + " " + column, List.of()).forEach(this::cell);
        html.raw("</td>");
      }
      html.raw("</tr>\n");
    }
    html.raw("</tbody></table></div>\n");
  }

  /** The values that these settings have, in the order of the plan: a random choice may leave many out. */
  private List<String> present(Dimension dimension, List<Setting> settings) {
    Set<String> there = settings.stream().map(dimension::valueOf).collect(Collectors.toSet());
    return plan.values(dimension).stream().filter(there::contains).toList();
  }

  private void cell(Setting setting) {
    SweepTable.Row row = rows.get(setting);
    if (row == null) {
      html.raw("<span class=\"quiet\">not done yet</span>");
      return;
    }
    String image = folder.link(SweepFolder.tiles(folder.run(setting)));
    String name = setting.name();
    html.open("a", "href", folder.link(RunRanking.report(folder, setting)))
        .empty("img", "loading", "lazy", "src", image, "alt", "Features of " + name, "title", name)
        .raw("</a>");
    row.result().measures().ifPresentOrElse(m -> figures(row, m), () -> html.text("diverged"));
  }

  private void figures(SweepTable.Row row, Measures measures) {
    String explained = Quantity.EXPLAINED_VARIANCE.number(row.result());
    html.text(
            explained.isEmpty()
                ? "held-out examples do not vary"
                : "%s %% explained, rank %d".formatted(explained, row.varianceRank()))
        .raw("<br />")
        .text("feature quality %s, rank %d"
            .formatted(Quantity.FEATURE_QUALITY.number(row.result()), row.qualityRank()))
        .raw("<br />")
        .text("%d dead, %d saturated, %d duplicates"
            .formatted(measures.deadUnits(), measures.saturatedUnits(), measures.duplicateUnits()));
    row.stability()
        .ifPresent(stability -> html.raw("<br />")
            .text("stability %s, baseline %s"
                .formatted(
                    RunRanking.fixed(stability.mean()), RunRanking.fixed(stability.baseline()))));
  }
}
