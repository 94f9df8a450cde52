package fovea.report;

import fovea.train.Activations;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The part of the report about how active the hidden units are. */
record ActivationCharts(
    Html html, Activations activations, OptionalDouble rho, ActivationSurvey survey) {
  /** Bins of the histogram of ρ̂. */
  private static final int BINS = 20;

  /** Bars that can still be told apart on a phone. */
  private static final int MOST_BARS = 30;

  void write() {
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
                rho.isEmpty()
                    ? ""
                    : " The dashed line is ρ = %s, which the sparsity term asks for."
                        .formatted(Numbers.brief(rho.getAsDouble()))));
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
    int h = survey.units().length;
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
