package fovea.report;

import fovea.data.ExampleShape;
import fovea.data.Preprocessing;
import fovea.features.GaborFit;
import fovea.train.Activations;
import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The parts of the report about the hidden units: their weights, their strongest examples, and how active they are.
 */
final class ReportUnits {
  /** Examples shown for a unit. */
  private static final int STRONGEST = 9;

  /**
   * The number of units whose examples are shown, so that the page of a large network still opens; 256 make some 4
   * MB.
   */
  private static final int MOST_ILLUSTRATED = 256;

  private static final int PIXELS = 96;

  /** Bins of the histogram of ρ̂. */
  private static final int BINS = 20;

  /** Bars that can still be told apart on a phone. */
  private static final int MOST_BARS = 30;

  private final RunReport report;
  private final Html html;
  private final TileShape tile;
  private final Features features;
  private final Activations activations;
  private final ActivationSurvey survey;
  private final boolean asRead;
  private final GreyScale rawScale;
  private final GreyScale scale;

  ReportUnits(RunReport report, Html html) {
    this.report = report;
    this.html = html;
    tile = TileShape.of(report.raw().shape(), report.preprocessing());
    activations = report.training().activations();
    features = Features.of(report.network(), report.preprocessing(), tile, activations.rhoHat());
    survey = ActivationSurvey.of(report.network(), report.x(), report.raw().count(), STRONGEST);
    asRead = !(report.preprocessing() instanceof Preprocessing.None)
        && report.raw().shape() instanceof ExampleShape.Patch;
    rawScale = GreyScale.showing(report.raw().values());
    scale = GreyScale.seen(report.preprocessing(), report.x());
  }

  void write() throws IOException {
    boolean image = report.preprocessing().patches().isPresent()
        || report.raw().shape() instanceof ExampleShape.Patch;
    List<UnitFacts> units = UnitFacts.of(report.network(), features.weights(), tile, image);
    boolean gabor = units.stream().anyMatch(unit -> unit.gabor().isPresent());
    ReportPage.section(html, "units");
    introduction(units.size(), gabor);
    sort(gabor);
    html.raw("<ol class=\"units\">\n");
    int[] order = features.mostActiveFirst();
    for (int place = 0; place < order.length; place++)
      unit(units.get(order[place]), place < MOST_ILLUSTRATED);
    html.raw("</ol>\n</section>\n");
    histograms();
  }

  private void introduction(int units, boolean gabor) {
    html.raw("<p>")
        .text("%s. A unit's number is its row of encoder.weight, counted from 0."
            .formatted(
                units == 1
                    ? "The one hidden unit"
                    : units + " hidden units, the most active first"))
        .text(
            " On the left are its incoming weights w: mid-grey is 0, and black and white are their largest magnitude."
                + features.remark())
        .text(" Beside them are the training examples that activate it most, the strongest first"
            + (asRead ? ", as they were read and preprocessed." : "."))
        .text(TileImage.emptyCells(tile, report.network().shape().inputs()))
        .text(
            units > MOST_ILLUSTRATED
                ? " Examples are shown for the first %d units.".formatted(MOST_ILLUSTRATED)
                : "")
        .raw("</p>\n<p>")
        .text(
            "ρ̂ is the unit's mean activation over all training examples, ‖w‖ the 2-norm of its weights.")
        .text(
            gabor
                ? " Orientation and frequency are those of the Gabor function nearest to %s."
                        .formatted(
                            tile.channels() == 3 ? "the luminance of the weights" : "the weights")
                    + " R² is the share of the weights that it explains; where R² is low, the two say little."
                    + " 0° lies flat, 45° rises to the right, 90° is upright. Frequencies are in cycles per pixel."
                    + " A frequency near 1/%d means a blob or a single edge without stripes."
                        .formatted(8 * tile.width())
                : "")
        .raw("</p>\n");
  }

  private void sort(boolean gabor) {
    html.raw("<p class=\"sort\" hidden=\"\"><label>Sort by <select>");
    option("rho", "down", "mean activation");
    option("norm", "down", "weight norm");
    if (gabor) {
      option("orientation", "up", "orientation");
      option("frequency", "up", "frequency");
      option("fit", "down", "R²");
    }
    option("unit", "up", "number");
    html.raw("</select></label></p>\n");
  }

  private void option(String key, String way, String name) {
    html.open("option", "value", key, "data-way", way).text(name).raw("</option>");
  }

  private void unit(UnitFacts facts, boolean illustrated) throws IOException {
    int unit = facts.unit();
    double rhoHat = activations.rhoHat()[unit];
    html.raw("<li data-unit=\"%d\" data-rho=\"%s\" data-norm=\"%s\""
        .formatted(unit, rhoHat, facts.norm()));
    facts
        .gabor()
        .ifPresent(fit -> html.raw(" data-orientation=\"%s\" data-frequency=\"%s\" data-fit=\"%s\""
            .formatted(UnitFacts.orientation(fit), fit.frequency(), fit.r2())));
    html.raw(">").element("h3", "Unit " + unit + state(unit)).raw("<div class=\"row\">");
    PagePicture.of(features.image(unit), PIXELS).write(html, "Weights of unit " + unit);
    if (illustrated) examples(unit);
    html.raw("</div><p>")
        .text("ρ̂ %s, ‖w‖ %s"
            .formatted(Numbers.significant(rhoHat, 3), Numbers.significant(facts.norm(), 3)));
    facts.gabor().ifPresent(fit -> html.raw("<br />").text(gabor(fit)));
    html.raw("</p></li>\n");
  }

  private void examples(int unit) throws IOException {
    int[] strongest = survey.strongest()[unit];
    String what = "%d examples that activate unit %d most".formatted(strongest.length, unit);
    if (asRead)
      PagePicture.of(
              TileStack.of(
                  TileShape.of(report.raw().shape()),
                  report.raw().values(),
                  report.raw().shape().size(),
                  strongest,
                  rawScale),
              PIXELS)
          .write(html, what + ", as read");
    PagePicture.of(
            TileStack.of(tile, report.x(), report.network().shape().inputs(), strongest, scale),
            PIXELS)
        .write(html, what + (asRead ? ", preprocessed" : ""));
  }

  private String state(int unit) {
    if (activations.isDead(unit)) return ", dead";
    return activations.isSaturated(unit) ? ", saturated" : "";
  }

  private static String gabor(GaborFit fit) {
    return "%s°, %s cycles per pixel, R² %s"
        .formatted(
            Numbers.fixed(UnitFacts.orientation(fit), 0),
            Numbers.significant(fit.frequency(), 2),
            Numbers.fixed(fit.r2(), 2));
  }

  private void histograms() {
    ReportPage.section(html, "activations");
    html.raw("<div class=\"charts\">\n");
    meanActivations();
    allActivations();
    unitsOn();
    html.raw("</div>\n</section>\n");
  }

  private void meanActivations() {
    double[] rhoHat = activations.rhoHat();
    // A relu encoder has no ρ: no mark, and an axis for ρ̂ alone.
    Double asked = report.config().network().rho();
    OptionalDouble rho = asked == null ? OptionalDouble.empty() : OptionalDouble.of(asked);
    Axis axis = Axis.upTo(Math.max(rho.orElse(0), DoubleStream.of(rhoHat).max().orElse(1)));
    chart(
        "Mean activation of the units",
        new HistogramChart(
            Histogram.of(rhoHat, axis.high(), BINS),
            axis,
            "mean activation ρ̂",
            bin -> interval(axis.high() / BINS, bin),
            "units",
            rho),
        "Each of the %s units counts once.%s"
            .formatted(
                Numbers.grouped(rhoHat.length),
                asked == null
                    ? ""
                    : " The dashed line is ρ = %s, which the sparsity term asks for."
                        .formatted(Numbers.brief(asked))));
  }

  private void allActivations() {
    Histogram all = survey.activations();
    int last = ActivationSurvey.BINS - 1;
    chart(
        "All activations",
        new HistogramChart(
            all,
            Axis.upTo(1),
            "activation",
            bin -> interval(1.0 / ActivationSurvey.BINS, bin),
            "activations",
            OptionalDouble.empty()),
        "Every unit in every example. %s are below 0.1, %s from 0.9 on."
            .formatted(
                Numbers.percent(all.share(0) + all.share(1), 1),
                Numbers.percent(all.share(last - 1) + all.share(last), 1)));
  }

  private void unitsOn() {
    int h = report.network().shape().hidden();
    Histogram on = Histogram.ofWholeNumbers(survey.unitsOn(), MOST_BARS);
    int group = (int) on.width();
    int bars = on.counts().length;
    int every = Math.ceilDiv(bars, 10);
    List<Axis.Mark> marks = IntStream.range(0, bars)
        .filter(bin -> bin % every == 0)
        .mapToObj(bin -> new Axis.Mark(bin + 0.5, units(bin, group)))
        .toList();
    chart(
        "Units that are on in an example",
        new HistogramChart(
            on,
            new Axis(false, 0, bars, marks),
            "units on",
            bin -> units(bin, group),
            "examples",
            OptionalDouble.empty()),
        "A unit is on where its activation is above %s. On average %s of %s are, %s."
            .formatted(
                ActivationSurvey.ON,
                Numbers.fixed(survey.meanUnitsOn(), 1),
                Numbers.grouped(h),
                Numbers.percent(survey.meanUnitsOn() / h, 1)));
  }

  private static String interval(double width, int bin) {
    return Numbers.brief(bin * width) + " to " + Numbers.brief((bin + 1) * width);
  }

  private static String units(int bin, int group) {
    return group == 1 ? "" + bin : bin * group + "–" + ((bin + 1) * group - 1);
  }

  private void chart(String title, HistogramChart chart, String caption) {
    html.raw("<figure>").element("h3", title).raw("\n");
    chart.write(html);
    html.element("figcaption", caption).raw("</figure>\n");
  }
}
