package fovea.sweep;

import fovea.io.AtomicFile;
import fovea.report.Html;
import fovea.report.Numbers;
import fovea.sweep.SweepResult.Measures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * index.html: the heat maps, the ranked runs, and the features of all runs side by side. It needs only the files of
 * the sweep's folder.
 */
final class SweepPage {
  private static final String STYLE = """
      body { font: 15px/1.45 system-ui, sans-serif; color: #222; margin: 2rem; }
      h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2.5rem; } h3 { font-size: 1rem; }
      dl { display: grid; grid-template-columns: max-content auto; gap: .15rem 1rem; }
      dt { color: #666; } dd { margin: 0; }
      .wide { overflow-x: auto; }
      .maps img { max-width: 100%; }
      table { border-collapse: collapse; }
      .runs td, .runs th { padding: .2rem .6rem; text-align: right; white-space: nowrap; }
      .runs td, .runs th { border-bottom: 1px solid #ddd; }
      .runs td:first-child, .runs th:first-child { text-align: left; }
      .runs th { vertical-align: bottom; background: #fff; }
      .runs button { font: inherit; font-weight: bold; border: 0; background: none; padding: 0; cursor: pointer; }
      .runs th[aria-sort=ascending] button::after { content: " ▲"; }
      .runs th[aria-sort=descending] button::after { content: " ▼"; }
      .features td, .features th { padding: .5rem .7rem; vertical-align: top; text-align: left; }
      .features th { color: #666; white-space: nowrap; font-weight: normal; }
      .features img { display: block; image-rendering: pixelated; }
      .features td { font-size: 13px; line-height: 1.35; }
      .none { color: #999; }
      """;

  /** A click on a column's head sorts by it: numbers by size first, then cells without a number. */
  private static final String SCRIPT = """
      for (const head of document.querySelectorAll(".runs th")) {
        head.firstChild.addEventListener("click", () => {
          const up = head.getAttribute("aria-sort") !== "ascending";
          for (const other of head.parentNode.children) other.removeAttribute("aria-sort");
          head.setAttribute("aria-sort", up ? "ascending" : "descending");
          const key = row => row.children[head.cellIndex].textContent;
          const compare = (a, b) => {
            const [x, y] = [key(a), key(b)];
            if (x === "" || y === "") return (x === "") - (y === "");
            const order = isNaN(x) || isNaN(y) ? x.localeCompare(y) : x - y;
            return up ? order : -order;
          };
          const body = head.closest("table").tBodies[0];
          body.append(...[...body.rows].sort(compare));
        });
      }
      """;

  private final SweepFolder folder;
  private final SweepConfig config;
  private final SweepPlan plan;
  private final SweepTable table;
  private final List<SweepMaps.Drawn> maps;
  private final Map<Setting, SweepTable.Row> rows = new HashMap<>();
  private final Html html = new Html();

  private SweepPage(
      SweepFolder folder,
      SweepConfig config,
      SweepPlan plan,
      SweepTable table,
      List<SweepMaps.Drawn> maps) {
    this.folder = folder;
    this.config = config;
    this.plan = plan;
    this.table = table;
    this.maps = maps;
    for (SweepTable.Row row : table.rows()) rows.put(row.result().setting(), row);
  }

  /** @param maps the heat maps, files in the folder */
  static void write(
      SweepFolder folder,
      SweepConfig config,
      SweepPlan plan,
      SweepTable table,
      List<SweepMaps.Drawn> maps)
      throws IOException {
    String page = new SweepPage(folder, config, plan, table, maps).page();
    AtomicFile.write(folder.page(), out -> out.write(page.getBytes(StandardCharsets.UTF_8)));
  }

  private String page() {
    html.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .raw("<meta name=\"viewport\" content=\"width=device-width\">\n")
        .raw("<title>Sweep</title>\n<style>\n")
        .raw(STYLE)
        .raw("</style>\n</head>\n<body>\n");
    header();
    if (!maps.isEmpty()) heatMaps();
    runs();
    features();
    return html.raw("<script>\n")
        .raw(SCRIPT)
        .raw("</script>\n</body>\n</html>\n")
        .toString();
  }

  private void header() {
    int done = table.rows().size();
    html.element(
        "h1",
        done == plan.runs().size()
            ? "Sweep of %s runs".formatted(Numbers.grouped(done))
            : "Sweep of %s runs, %s of them done"
                .formatted(Numbers.grouped(plan.runs().size()), Numbers.grouped(done)));
    html.raw("\n<dl>\n");
    term("data", data(config.data()));
    term("held out", data(config.heldOut()));
    for (Dimension dimension : Dimension.values())
      term(dimension.label(), String.join(", ", plan.values(dimension)));
    term(
        "layers",
        "%s encoder, %s decoder%s"
            .formatted(
                config.layers().encoder(),
                config.layers().decoder(),
                config.layers().tied() ? ", tied" : ""));
    term(
        "training",
        config.optimizer().entrySet().stream()
            .map(e -> e.getKey() + " " + e.getValue())
            .collect(Collectors.joining(", "))
            .replaceFirst("^optimizer ", ""));
    html.raw("</dl>\n<p>All numbers: <a href=\"sweep.csv\">sweep.csv</a>.</p>\n");
  }

  private String data(SweepConfig.Data data) {
    return "%s examples of %s values from %s"
        .formatted(
            Numbers.grouped(data.examples()), Numbers.grouped(config.inputs()), data.source());
  }

  private void term(String name, String value) {
    html.element("dt", name).element("dd", value).raw("\n");
  }

  private void heatMaps() {
    html.raw("<h2>Heat maps</h2>\n<div class=\"maps\">\n");
    for (SweepMaps.Drawn map : maps)
      html.empty("img", "loading", "lazy", "src", link(map.file()), "alt", map.alt())
          .raw("\n");
    html.raw("</div>\n");
  }

  private void runs() {
    html.raw("<h2>Runs</h2>\n<p>Click on the head of a column to sort by it. Percentages are of the"
        + " held-out variance. Runs that diverged come last.</p>\n");
    html.raw("<div class=\"wide\"><table class=\"runs\">\n<thead><tr>");
    List<String> heads = new ArrayList<>(List.of("run"));
    for (Dimension dimension : Dimension.values()) heads.add(dimension.label());
    heads.addAll(List.of(
        "rank",
        "explained %",
        "rank by features",
        "feature quality",
        "Gabor R²",
        "dead",
        "saturated",
        "duplicates",
        "outcome"));
    for (String head : heads)
      html.raw(head.equals("rank") ? "<th aria-sort=\"ascending\">" : "<th>")
          .raw("<button type=\"button\">")
          .text(head)
          .raw("</button></th>");
    html.raw("</tr></thead>\n<tbody>\n");
    for (SweepTable.Row row : table.byVariance()) run(row);
    html.raw("</tbody></table></div>\n");
  }

  private void run(SweepTable.Row row) {
    SweepResult result = row.result();
    html.raw("<tr><td>")
        .open("a", "href", link(features(result.setting())))
        .text(result.setting().name())
        .raw("</a></td>");
    for (Dimension dimension : Dimension.values())
      html.element("td", dimension.valueOf(result.setting()));
    html.element("td", Integer.toString(row.varianceRank()));
    html.element("td", number(100 * result.heldOutExplainedVariance(), 2));
    html.element("td", Integer.toString(row.qualityRank()));
    html.element("td", number(result.featureQuality(), 3));
    html.element("td", measured(result, m -> number(m.gaborR2(), 3)));
    html.element("td", measured(result, m -> "" + m.deadUnits()));
    html.element("td", measured(result, m -> "" + m.saturatedUnits()));
    html.element("td", measured(result, m -> "" + m.duplicateUnits()));
    html.element("td", result.outcome()).raw("</tr>\n");
  }

  private static String measured(SweepResult result, Function<Measures, String> text) {
    return result.measures().map(text).orElse("");
  }

  private static String number(double value, int decimals) {
    return Double.isFinite(value) ? Numbers.fixed(value, decimals) : "";
  }

  /** Two settings go across and down, the others and the seed from table to table. */
  private void features() {
    html.raw(
        "<h2>Features</h2>\n<p>Each tile is one hidden unit's incoming weights, the most active"
            + " unit first: mid-grey is 0, and black and white are that tile's own largest magnitude."
            + " Click on the tiles to see them larger.</p>\n");
    List<Dimension> several = new ArrayList<>();
    if (plan.values(Dimension.SEED).size() > 1) several.add(Dimension.SEED);
    several.addAll(plan.varied());
    Dimension across = several.isEmpty() ? Dimension.HIDDEN : several.removeLast();
    Dimension down = several.isEmpty()
        ? (across == Dimension.HIDDEN ? Dimension.SEED : Dimension.HIDDEN)
        : several.removeLast();
    Map<String, List<Setting>> groups = new LinkedHashMap<>();
    for (Setting setting : plan.runs())
      groups.computeIfAbsent(group(several, setting), name -> new ArrayList<>()).add(setting);
    groups.forEach((name, settings) -> {
      if (!name.isEmpty()) html.element("h3", name).raw("\n");
      grid(down, across, settings);
    });
  }

  private static String group(List<Dimension> dimensions, Setting setting) {
    return dimensions.stream()
        .map(dimension -> dimension.label() + " " + dimension.valueOf(setting))
        .collect(Collectors.joining(", "));
  }

  private void grid(Dimension down, Dimension across, List<Setting> settings) {
    List<String> columns = present(across, settings);
    html.raw("<div class=\"wide\"><table class=\"features\">\n<tr><th></th>");
    for (String column : columns) html.element("th", across.label() + " " + column);
    html.raw("</tr>\n");
    Map<String, List<Setting>> cells = settings.stream()
        .collect(Collectors.groupingBy(s -> down.valueOf(s) + " " + across.valueOf(s)));
    for (String row : present(down, settings)) {
      html.raw("<tr>").element("th", down.label() + " " + row);
      for (String column : columns) {
        html.raw("<td>");
        cells.getOrDefault(row + " " + column, List.of()).forEach(this::cell);
        html.raw("</td>");
      }
      html.raw("</tr>\n");
    }
    html.raw("</table></div>\n");
  }

  /** The values that these settings have, in the order of the plan: a random choice may leave many out. */
  private List<String> present(Dimension dimension, List<Setting> settings) {
    Set<String> there = settings.stream().map(dimension::valueOf).collect(Collectors.toSet());
    return plan.values(dimension).stream().filter(there::contains).toList();
  }

  private void cell(Setting setting) {
    SweepTable.Row row = rows.get(setting);
    if (row == null) {
      html.raw("<span class=\"none\">not done yet</span>");
      return;
    }
    String image = link(SweepFolder.tiles(folder.run(setting)));
    String name = setting.name();
    html.open("a", "href", link(features(setting)))
        .empty("img", "loading", "lazy", "src", image, "alt", "Features of " + name, "title", name)
        .raw("</a>");
    row.result()
        .measures()
        .ifPresentOrElse(
            m -> html.text(explained(row, m))
                .raw("<br>")
                .text("feature quality %s, rank %d"
                    .formatted(number(m.featureQuality(), 3), row.qualityRank()))
                .raw("<br>")
                .text("%d dead, %d saturated, %d duplicates"
                    .formatted(m.deadUnits(), m.saturatedUnits(), m.duplicateUnits())),
            () -> html.text("diverged"));
  }

  private static String explained(SweepTable.Row row, Measures measures) {
    double explained = measures.heldOutExplainedVariance();
    return Double.isFinite(explained)
        ? "%s %% explained, rank %d".formatted(number(100 * explained, 2), row.varianceRank())
        : "held-out examples do not vary";
  }

  private Path features(Setting setting) {
    return folder.run(setting).resolve("figures").resolve("features.png");
  }

  /** A file of the folder as the page names it. Its names need no escapes in a URL. */
  private String link(Path file) {
    return folder.path().relativize(file).toString().replace('\\', '/');
  }
}
