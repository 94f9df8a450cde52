package fovea.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** One quantity of many runs against their iterations, on a page. */
public final class RunsChart {
  private static final List<Tone> TONES = List.of(Tone.values());

  /** More runs than this cannot be told apart by colour. */
  public static final int MOST_COLOURED = TONES.size();

  /** Points of a curve in the background, which shows where most runs go and no more. */
  private static final int MOST_FAINT_POINTS = 100;

  /**
   * A run.
   *
   * @param name for the legend
   * @param iterations ascending
   * @param values above 0, as many
   */
  @SuppressWarnings("ArrayRecordComponent") // never copied, never compared
  public record Curve(String name, double[] iterations, double[] values) {
    private Series in(Tone tone) {
      return new Series(name, tone, Series.Line.THIN, iterations, values);
    }

    private Series faint() {
      int points = Math.min(iterations.length, MOST_FAINT_POINTS);
      int last = iterations.length - 1;
      int[] kept = IntStream.range(0, points)
          .map(i -> (int) ((long) i * last / Math.max(1, points - 1)))
          .toArray();
      return new Series(
          "",
          Tone.INK,
          Series.Line.FAINT,
          IntStream.of(kept).mapToDouble(i -> iterations[i]).toArray(),
          IntStream.of(kept).mapToDouble(i -> values[i]).toArray());
    }
  }

  private RunsChart() {}

  /**
   * Writes the legend and the chart. Each run has a colour, or where there are more than {@link #MOST_COLOURED} the
   * first ones have; the others lie grey behind them.
   *
   * @param measured what the upright axis measures
   * @param runs at least one
   */
  public static void write(Html html, String measured, List<Curve> runs) {
    int coloured = Math.min(MOST_COLOURED, runs.size());
    List<Series> series = new ArrayList<>();
    for (Curve run : runs.subList(coloured, runs.size())) series.add(run.faint());
    int behind = series.size();
    // The first run on top.
    for (int i = coloured - 1; i >= 0; i--) series.add(runs.get(i).in(TONES.get(i)));
    Chart chart = Chart.of("iteration", measured, Axis.Kind.COUNT, Axis.Kind.LOG, series);
    SvgPlot.legend(html, chart.series().subList(behind, series.size()).reversed());
    SvgPlot.open(html, SvgPlot.plot(chart));
    html.raw("</svg>\n");
  }
}
