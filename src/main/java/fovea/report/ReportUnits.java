package fovea.report;

import fovea.data.ExampleShape;
import fovea.data.Preprocessing;
import fovea.features.FeatureStability;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * The parts of the report about the hidden units: the grid of their features, a card for each of them, and how active
 * they are. Cards lie in templates, which cost a browser nothing until the page's script shows some of them.
 */
final class ReportUnits {
  /** Bytes of pictures of examples that a page may hold, before compression, so that it stays below 3 MB. */
  private static final int MOST_BYTES = 900_000;

  /** Examples shown for a unit: the strongest, and some from the middle of its range. */
  private static final int STRONGEST = 8;

  private static final int MIDDLE = 4;

  /** A larger network gets smaller tiles in its grid. */
  private static final int MANY_UNITS = 144;

  private static final int TILE = 64;
  private static final int SMALL_TILE = 32;

  private final RunReport report;
  private final Html html;
  private final TileShape tile;
  private final Features features;
  private final List<UnitFacts> units;
  private final UnitCard card;
  private final ActivationSurvey survey;
  private final boolean gabor;

  ReportUnits(RunReport report, Html html) {
    this.report = report;
    this.html = html;
    ExampleShape rawShape = report.raw().shape();
    tile = TileShape.of(rawShape, report.preprocessing());
    features = Features.of(
        report.network(),
        report.preprocessing(),
        tile,
        report.training().activations().rhoHat());
    boolean image =
        report.preprocessing().patches().isPresent() || rawShape instanceof ExampleShape.Patch;
    units = UnitFacts.of(
        report.network(), features, report.training().activations(), image, report.judged());
    gabor = units.stream().anyMatch(unit -> unit.fit().isPresent());
    int share = MOST_BYTES / units.size();
    int seen = tile.pixels();
    int asRead = TileShape.of(rawShape).pixels() * TileShape.of(rawShape).channels();
    boolean both = !(report.preprocessing() instanceof Preprocessing.None)
        && rawShape instanceof ExampleShape.Patch
        && share >= (STRONGEST + MIDDLE) * (seen + asRead);
    int fit = Math.max(1, share / (both ? seen + asRead : seen));
    int strongest = Math.min(STRONGEST, Math.max(1, 2 * fit / 3));
    survey = ActivationSurvey.of(
        report.network(), report.x(), report.raw().count(), strongest, Math.min(MIDDLE, fit / 3));
    card = new UnitCard(report, features, survey, both);
  }

  /** The grid of all units, with the choices for it and for the cards. */
  void grid() throws IOException {
    ReportPage.section(html, "features");
    html.raw("<p>")
        .text(
            units.size() == 1
                ? "The incoming weights of the one hidden unit"
                : "The incoming weights of all %s hidden units, the most active first"
                    .formatted(Numbers.grouped(units.size())))
        .text(": " + features.legend() + " Choose one to see more of it.")
        .raw("</p>\n");
    choices();
    int pixels = units.size() > MANY_UNITS ? SMALL_TILE : TILE;
    html.raw("<ol class=\"tilegrid%s\">\n".formatted(units.size() > MANY_UNITS ? " many" : ""));
    for (int unit : features.mostActiveFirst()) {
      UnitFacts facts = units.get(unit);
      keys(facts);
      html.open("a", "href", "#unit-" + unit);
      PagePicture.of(features.image(unit), pixels).write(html, name(facts));
      html.raw("<span aria-hidden=\"true\">%d</span></a></li>\n".formatted(unit));
    }
    html.raw("</ol>\n</section>\n");
  }

  private String name(UnitFacts facts) {
    return "Unit "
        + facts.unit()
        + card.title(facts.unit())
        + (facts.state().isEmpty() ? "" : ", " + facts.state());
  }

  /** What the script sorts and filters by. */
  private void keys(UnitFacts facts) {
    html.raw(String.format(
        Locale.ROOT,
        "<li data-unit=\"%d\" data-rho=\"%.6e\" data-norm=\"%.3e\" data-state=\"%s\"",
        facts.unit(),
        facts.rhoHat(),
        facts.norm(),
        facts.state()));
    facts
        .fit()
        .ifPresent(fit ->
            html.raw(" data-quality=\"%s\" data-orientation=\"%s\" data-frequency=\"%s\""
                .formatted(
                    Numbers.fixed(fit.quality(), 4),
                    Numbers.fixed(UnitFacts.orientation(fit.gabor()), 1),
                    Numbers.fixed(fit.gabor().frequency(), 4))));
    report
        .stability()
        .ifPresent(stability -> html.raw(
            " data-stability=\"%s\"".formatted(Numbers.fixed(stability.units()[facts.unit()], 4))));
    html.raw(">");
  }

  private void choices() {
    html.raw("<p class=\"sort\" hidden=\"\"><label>Sort by <select name=\"sort\">");
    option("rho", "down", "mean activation");
    if (gabor) {
      option("quality", "down", "quality");
      option("orientation", "up", "orientation");
      option("frequency", "up", "frequency");
    }
    if (report.stability().isPresent()) option("stability", "down", "stability");
    option("norm", "down", "weight norm");
    option("unit", "up", "number");
    html.raw("</select></label> <label>Show <select name=\"show\">");
    option("", "", "all units");
    option("useful", "", "useful units");
    for (String state : List.of("dead", "saturated", "duplicate")) {
      long count = units.stream().filter(unit -> unit.state().equals(state)).count();
      option(state, "", "%s units (%s)".formatted(state, Numbers.grouped(count)));
    }
    html.raw("</select></label> <label>Find unit ")
        .empty(
            "input", "type", "number", "name", "find", "min", "0", "max", "" + (units.size() - 1))
        .raw("</label></p>\n");
  }

  private void option(String key, String way, String name) {
    html.open("option", "value", key, "data-way", way).text(name).raw("</option>");
  }

  /** A card for each unit. */
  void cards() throws IOException {
    ReportPage.section(html, "units");
    html.raw("<p>")
        .text(
            "A unit's number is its row of encoder.weight, counted from 0. ρ̂ is its mean activation over all"
                + " training examples, ‖w‖ the 2-norm of its incoming weights. "
                + card.explanation()
                + " The units nearest to it are those at the smallest angles, with their cosines.")
        .raw("</p>\n");
    if (gabor)
      html.raw("<p>")
          .text(
              "Quality is the product of three shares: R², how much of %s the nearest Gabor function explains;"
                      .formatted(
                          tile.channels() == 3 ? "the luminance of the weights" : "the weights")
                  + " localisation, how much of that function lies inside the patch; and orientation, how much less it"
                  + " answers to stripes turned by 90°. A single pixel has no orientation and a grating no place, so"
                  + " neither is a good feature. 0° lies flat, 45° rises to the right, 90° is upright. Frequencies are"
                  + " in cycles per pixel; a frequency near 1/%d means an edge or a blob. The bandwidth in octaves is"
                      .formatted(8 * tile.width())
                  + " told where it is defined.")
          .raw("</p>\n");
    report.stability().ifPresent(this::explain);
    html.raw(
        "<noscript><p>Your browser runs no scripts, so the units cannot be opened.</p></noscript>\n");
    html.raw("<p class=\"count\" role=\"status\"></p>\n<ol class=\"units\"></ol>\n");
    html.raw("<p><button type=\"button\" class=\"more\" hidden=\"\">Show more</button></p>\n");
    for (UnitFacts facts : units) {
      html.raw("<template id=\"card-%d\">".formatted(facts.unit()));
      html.raw("<li id=\"unit-%d\">".formatted(facts.unit()));
      html.element("h3", name(facts));
      card.write(html, facts);
      html.raw("</li></template>\n");
    }
    html.raw("</section>\n");
  }

  private void explain(FeatureStability stability) {
    html.raw("<p>")
        .text(
            "Stability is the mean |cosine| of a unit with those that match it in other models, which were ")
        .text("trained alike: %s over all units. ".formatted(Numbers.fixed(stability.mean(), 3)))
        .text("Random mixtures of these features reach %s, and 95 %% of them stay below %s; "
            .formatted(
                Numbers.fixed(stability.baselineMean(), 3),
                Numbers.fixed(stability.baselineLimit(), 3)))
        .text("%s of the units lie above that.".formatted(Numbers.grouped(stability.stableUnits())))
        .raw("</p>\n");
  }

  /** Histograms of the activations. */
  void activations() {
    Double rho = report.config().network().rho();
    new ActivationCharts(
            html,
            report.training().activations(),
            rho == null ? OptionalDouble.empty() : OptionalDouble.of(rho),
            survey)
        .write();
  }
}
