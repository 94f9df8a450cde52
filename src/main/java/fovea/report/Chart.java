package fovea.report;

import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/**
 * A chart before anybody paints it.
 *
 * @param counted what the lower axis counts
 * @param measured what the upright axis measures
 * @param across the lower axis
 * @param up the upright axis
 * @param series the curves; a later one lies on top of an earlier
 */
record Chart(String counted, String measured, Axis across, Axis up, List<Series> series) {
  Chart {
    series = List.copyOf(series);
  }

  /** A chart of all points for which such axes have a place. */
  static Chart of(
      String counted, String measured, Axis.Kind across, Axis.Kind up, List<Series> series) {
    List<Series> shown = series.stream().map(s -> s.on(across, up)).toList();
    double[] x =
        DoubleStream.of(values(series, Series::x)).filter(across::holds).toArray();
    return new Chart(counted, measured, across.over(x), up.over(values(shown, Series::y)), shown);
  }

  private static double[] values(List<Series> series, Function<Series, double[]> values) {
    return series.stream()
        .flatMapToDouble(s -> DoubleStream.of(values.apply(s)))
        .toArray();
  }
}
