package fovea.sweep;

import fovea.io.AtomicFile;
import fovea.report.Html;
import fovea.report.Numbers;
import fovea.report.Page;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * index.html: the ranked runs, heat maps, costs, and the features of all runs side by side. It needs only the files of
 * the sweep's folder; the policy in its head forbids it to load others.
 */
final class SweepPage {
  private static final String RUNS = "runs";
  private static final String MAPS = "maps";
  private static final String COSTS = "costs";
  private static final String FEATURES = "features";
  private static final String SETTINGS = "settings";

  private final SweepFolder folder;
  private final SweepConfig config;
  private final SweepPlan plan;
  private final SweepTable table;
  private final List<SweepMaps.Drawn> maps;
  private final Map<String, String> sections = new LinkedHashMap<>();
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
    sections.put(RUNS, "Runs");
    if (!maps.isEmpty()) sections.put(MAPS, "Heat maps");
    sections.put(COSTS, "Costs");
    sections.put(FEATURES, "Features");
    sections.put(SETTINGS, "Settings");
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

  private String page() throws IOException {
    header();
    html.raw("<main>\n");
    runs();
    if (!maps.isEmpty()) heatMaps();
    section(COSTS);
    new SweepCurves(folder, plan, table).write(html);
    html.raw("</section>\n");
    features();
    settings();
    html.raw("</main>\n");
    return new Page(
            title(),
            "'self'",
            Page.resource(SweepPage.class, "sweep.css"),
            Page.resource(SweepPage.class, "sweep.js"))
        .around(html);
  }

  private void section(String id) {
    html.section(id, sections.getOrDefault(id, id));
  }

  private String title() {
    int done = table.rows().size();
    return done == plan.runs().size()
        ? "Sweep of %s runs".formatted(Numbers.grouped(done))
        : "Sweep of %s runs, %s of them done"
            .formatted(Numbers.grouped(plan.runs().size()), Numbers.grouped(done));
  }

  private void header() {
    html.raw("<header>\n").element("h1", title()).raw("\n");
    html.element(
            "p",
            "Sparse autoencoders%s, trained on the same %s and judged on %s."
                .formatted(differing(), data(config.data()), data(config.heldOut())))
        .raw("\n<dl class=\"key\">\n");
    for (Quantity quantity : Quantity.values()) best(quantity);
    html.raw("</dl>\n");
    html.navigation(sections).raw("</header>\n");
  }

  private String differing() {
    List<String> names = plan.distinguishing().stream().map(Dimension::label).toList();
    if (names.isEmpty()) return "";
    int last = names.size() - 1;
    String first = String.join(", ", names.subList(0, last));
    return " that differ in " + (last == 0 ? "" : first + " and ") + names.get(last);
  }

  private void best(Quantity quantity) {
    table.rows().stream()
        .map(SweepTable.Row::result)
        .filter(result -> Double.isFinite(quantity.of(result)))
        .max(Comparator.comparingDouble(quantity::of))
        .ifPresent(best -> html.raw("<div>")
            .element("dt", "highest " + quantity.title().toLowerCase(Locale.ROOT))
            .element("dd", quantity.number(best) + quantity.unit())
            .raw("<dd>")
            .open("a", "href", folder.link(RunRanking.report(folder, best.setting())))
            .text(best.setting().name())
            .raw("</a></dd></div>\n"));
  }

  private String data(SweepConfig.Data data) {
    return "%s examples of %s values from %s"
        .formatted(
            Numbers.grouped(data.examples()), Numbers.grouped(config.inputs()), data.source());
  }

  private void runs() {
    section(RUNS);
    html.element(
            "p",
            "A run's name links to its report, or to its folder if it diverged at once. The head of a column sorts by"
                + " it, the best first, and turned round when it is pressed again. “Explained” is the share of the"
                + " held-out examples' variance that the network reconstructs. Units count as dead or saturated if"
                + " they are so in every held-out example.")
        .raw("\n")
        .element("p", quality())
        .raw("\n");
    if (table.isCompared())
      html.element(
              "p",
              "Stability is the mean |cosine| of a run's hidden units with those that match them in the runs of the"
                  + " same settings with other seeds: 1 if they find the same features. The baseline is what random"
                  + " mixtures of the run's own features reach, and stable units lie above 95 % of these (Fovea's"
                  + " docs/features.md). “fovea report RUN --compare OTHERS” puts it on the cards of a run's report.")
          .raw("\n");
    new RunRanking(folder, plan, table).write(html);
    html.raw("<p>All numbers: <a href=\"sweep.csv\">sweep.csv</a>.</p>\n</section>\n");
  }

  private String quality() {
    return RunRanking.fitted(table)
        ? "Feature quality, from 0 to 1, tells how much like the fields of simple cells in the visual cortex the"
            + " hidden units' weights are: near a Gabor function, which lies inside the patch and has a direction. It"
            + " is the mean over all units, and dead, saturated and duplicate ones count 0. R² is the share of the"
            + " weights that the nearest Gabor function explains. Fovea's docs/features.md tells how both are measured."
        : "Feature quality, from 0 to 1, is here the share of hidden units that are neither dead, nor saturated, nor"
            + " duplicates of others: these data have no tiles to which Gabor functions could be fitted (Fovea's"
            + " docs/features.md).";
  }

  private void heatMaps() {
    section(MAPS);
    html.element(
            "p",
            "How both rankings depend on the settings: each cell is the mean over the runs that share its two values.")
        .raw("\n<div class=\"maps\">\n");
    for (SweepMaps.Drawn map : maps)
      html.open("div", "class", "wide", "tabindex", "0", "role", "region", "aria-label", map.name())
          .empty("img", "loading", "lazy", "src", folder.link(map.file()), "alt", map.alt())
          .raw("</div>\n");
    html.raw("</div>\n</section>\n");
  }

  private void features() {
    section(FEATURES);
    html.element(
            "p",
            "Each tile is one hidden unit's incoming weights, the most active unit first, on the tile's own scale"
                + " around 0: greys of a patch, bars of a table's columns. The tiles link to the run's report.")
        .raw("\n");
    new FeatureGrid(folder, plan, table, html).write();
    html.raw("</section>\n");
  }

  private void settings() {
    section(SETTINGS);
    html.raw("<div class=\"settings\">\n<div><h3>All runs</h3><dl>\n");
    term("data", data(config.data()));
    term("held out", data(config.heldOut()));
    term(
        "layers",
        "%s encoder, %s decoder%s"
            .formatted(
                config.layers().encoder(),
                config.layers().decoder(),
                config.layers().tied() ? ", tied" : ""));
    html.raw("</dl></div>\n<div><h3>Tried</h3><dl>\n");
    for (Dimension dimension : Dimension.values())
      term(dimension.label(), String.join(", ", plan.values(dimension)));
    html.raw("</dl></div>\n<div><h3>Training</h3><dl>\n");
    config.optimizer().forEach(this::term);
    html.raw("</dl></div>\n</div>\n</section>\n");
  }

  private void term(String name, String value) {
    html.element("dt", name).element("dd", value).raw("\n");
  }
}
