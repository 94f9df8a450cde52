package fovea.report;

import fovea.data.Examples;
import fovea.features.Directions;
import fovea.features.FeatureFit;
import fovea.features.GaborFit;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a page shows of one hidden unit: its weights, its activations, examples, its neighbours. */
final class UnitCard {
  private static final int EXAMPLE = 40;

  /** Width and height of the histogram of a unit's activations. */
  private static final int WIDTH = 200;

  private static final int HEIGHT = 60;

  /** Weights that are named for a table's columns. */
  private static final int LARGEST = 5;

  /** Columns that a unit is called after. */
  private static final int IN_TITLE = 2;

  private final RunReport report;
  private final Features features;
  private final ActivationSurvey survey;
  private final boolean asRead;
  private final TileShape rawTile;
  private final GreyScale rawScale;
  private final GreyScale scale;

  /** @param asRead whether examples are shown as they were read, too */
  UnitCard(RunReport report, Features features, ActivationSurvey survey, boolean asRead) {
    this.report = report;
    this.features = features;
    this.survey = survey;
    this.asRead = asRead;
    rawTile = TileShape.of(report.raw().shape());
    rawScale = GreyScale.showing(report.raw().values());
    scale = GreyScale.seen(report.preprocessing(), report.x());
  }

  /** The sentences on what a card shows. */
  String explanation() {
    return "A card shows the weights, a histogram of the activations, the training examples that activate the unit"
        + " most with its activation, and some from the middle of its range%s"
            .formatted(asRead ? ", as they were read and preprocessed." : ".")
        + TileImage.emptyCells(features.tile(), features.inputs());
  }

  void write(Html html, UnitFacts facts) throws IOException {
    int unit = facts.unit();
    ActivationSurvey.Unit activations = survey.units()[unit];
    html.raw("<div class=\"row\">");
    // The page's script puts the tile of the grid there, so that the page holds it once.
    html.raw("<span class=\"weights\"></span>");
    histogram(html, activations);
    html.raw("</div>");
    examples(html, "strongest", activations.strongest());
    examples(html, "middle", activations.middle());
    html.raw("<p>")
        .text("ρ̂ %s, ‖w‖ %s"
            .formatted(
                Numbers.significant(facts.rhoHat(), 3), Numbers.significant(facts.norm(), 3)));
    facts
        .fit()
        .ifPresent(fit -> html.raw("<br />").text(quality(fit)).raw("<br />").text(gabor(fit)));
    report
        .stability()
        .ifPresent(stability ->
            html.raw("<br />").text("stability " + Numbers.fixed(stability.units()[unit], 2)));
    if (features.tile().isBars() || isNamed()) html.raw("<br />").text(largest(unit));
    neighbours(html, facts.nearest());
    html.raw("</p>");
  }

  private static void histogram(Html html, ActivationSurvey.Unit unit) {
    long most = IntStream.range(0, unit.histogram().length)
        .mapToLong(bin -> unit.histogram()[bin])
        .max()
        .orElse(1);
    int step = WIDTH / unit.histogram().length;
    StringBuilder outline = new StringBuilder("M0 " + HEIGHT);
    long before = HEIGHT;
    for (int bin = 0; bin < unit.histogram().length; bin++) {
      long top = HEIGHT - Math.round(HEIGHT * (double) unit.histogram()[bin] / most);
      if (top != before) outline.append("H%dV%d".formatted(bin * step, top));
      before = top;
    }
    html.raw(
        "<svg class=\"plot small\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"activations\">"
            .formatted(WIDTH, HEIGHT + 20));
    html.raw("<path class=\"blue\" d=\"%sH%dV%dz\" /><text x=\"0\" y=\"%d\">%s</text>"
        .formatted(outline, WIDTH, HEIGHT, HEIGHT + 16, Numbers.brief(unit.low())));
    html.raw("<text class=\"up\" x=\"%d\" y=\"%d\">%s</text></svg>"
        .formatted(WIDTH, HEIGHT + 16, Numbers.brief(unit.high())));
  }

  private void examples(Html html, String kind, TopExamples top) throws IOException {
    int[] examples = top.examples();
    if (examples.length == 0) return;
    html.raw("<figure class=\"strip\">");
    String what = kind + " examples";
    if (asRead) {
      Examples raw = report.raw();
      strip(
          html, rawTile, raw.values(), raw.shape().size(), examples, rawScale, what + ", as read");
    }
    strip(
        html,
        features.tile(),
        report.x(),
        features.inputs(),
        examples,
        scale,
        what + (asRead ? ", preprocessed" : ""));
    html.raw("<figcaption>")
        .text(IntStream.range(0, examples.length)
            .mapToObj(i -> Numbers.fixed(top.activations()[i], 2))
            .collect(Collectors.joining(" ", kind + " ", "")))
        .raw("</figcaption></figure>");
  }

  private static void strip(
      Html html,
      TileShape tile,
      float[] values,
      int size,
      int[] examples,
      GreyScale scale,
      String what)
      throws IOException {
    PagePicture.of(TileStack.of(tile, values, size, examples, scale), EXAMPLE * examples.length)
        .write(html, what);
  }

  private static String quality(FeatureFit fit) {
    return "quality %s = R² %s × localisation %s × orientation %s"
        .formatted(
            Numbers.fixed(fit.quality(), 2),
            Numbers.fixed(fit.gabor().r2(), 2),
            Numbers.fixed(fit.localisation(), 2),
            Numbers.fixed(fit.orientation(), 2));
  }

  private static String gabor(FeatureFit fit) {
    GaborFit gabor = fit.gabor();
    return "%s°, %s cycles per pixel%s, centre (%s, %s)"
        .formatted(
            Numbers.fixed(UnitFacts.orientation(gabor), 0),
            Numbers.significant(gabor.frequency(), 2),
            fit.octaves().isPresent()
                ? ", %s octaves".formatted(Numbers.fixed(fit.octaves().getAsDouble(), 1))
                : "",
            Numbers.fixed(gabor.x(), 1),
            Numbers.fixed(gabor.y(), 1));
  }

  /** The columns of a table with the largest weights, by name or counted from 1. */
  private String largest(int unit) {
    int d = features.inputs();
    float[] weights = features.weights();
    return strongest(unit)
        .limit(LARGEST)
        .map(k -> "%s%s %s"
            .formatted(
                isNamed() ? "" : "column ",
                report.raw().columns().name(d, k),
                Numbers.significant(weights[unit * d + k], 3)))
        .collect(Collectors.joining(", ", "largest weights: ", ""));
  }

  /** What a unit is called after its number: the names of its strongest columns, if they have any. */
  String title(int unit) {
    if (!isNamed()) return "";
    return strongest(unit)
        .limit(IN_TITLE)
        .map(k -> report.raw().columns().name(features.inputs(), k))
        .collect(Collectors.joining(", ", ": ", ""));
  }

  private boolean isNamed() {
    return !report.raw().columns().of(features.inputs()).isEmpty();
  }

  private Stream<Integer> strongest(int unit) {
    int d = features.inputs();
    float[] weights = features.weights();
    return IntStream.range(0, d)
        .boxed()
        .sorted(Comparator.comparingDouble(k -> -Math.abs(weights[unit * d + k])));
  }

  private static void neighbours(Html html, List<Directions.Neighbour> nearest) {
    if (nearest.isEmpty()) return;
    html.raw("<br />nearest units: ");
    for (int i = 0; i < nearest.size(); i++) {
      Directions.Neighbour other = nearest.get(i);
      html.raw(i == 0 ? "" : ", ")
          .open("a", "href", "#unit-" + other.unit())
          .text("" + other.unit())
          .raw("</a> (" + Numbers.fixed(other.cosine(), 2) + ")");
    }
  }
}
