package fovea.data;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Brings the columns of a table to one scale, each by itself:
 *
 * <pre>
 *   x′ = m + (x − c)/u
 * </pre>
 *
 * <table>
 *   <caption>Centre c and unit u of a column</caption>
 *   <tr><th></th><th>c</th><th>u</th><th>u, clipped</th></tr>
 *   <tr><td>minmax</td><td>(least + largest)/2</td><td>(largest − least)/0.8</td><td>the same</td></tr>
 *   <tr><td>standard</td><td>mean</td><td>standard deviation s</td><td>3s/0.4</td></tr>
 *   <tr><td>robust</td><td>median</td><td>distance s of the quartiles</td><td>3s/0.4</td></tr>
 * </table>
 *
 * <p>For a sigmoid, which only gives 0 to 1, m is 0.5 and c ± 3s become 0.1 and 0.9, as in {@link PatchPreprocessing};
 * what lies beyond follows the same line to 0 and 1, and is clipped there. A linear decoder reaches everything, so
 * nothing is clipped and m is 0, with minmax 0.5. Where the quartiles are equal and the column is not constant, s is
 * the standard deviation.
 *
 * <p>A constant column has u = 0. Its own value becomes m, and any other value becomes what the clip leaves of the
 * largest there is ({@link #limit}), with a linear decoder too: such a value is not known to be near or far.
 *
 * <p>Values that are missing, NaN, are taken for the mean of those that their column has in training, if that was asked
 * for.
 *
 * <p>All arithmetic is double, in the order written in the code; c and u are rounded to float once, and so is x′.
 *
 * @param scale what c and u are; with {@link TableScale#NONE} 0 and 1
 * @param clipped whether x′ is kept in [0, 1]
 * @param centre c, D values
 * @param unit u, D values, at least 0
 * @param means what missing values are taken for, D values; none where they are refused
 */
@SuppressWarnings("ArrayRecordComponent") // never changed; equals is by value
public record TablePreprocessing(
    TableScale scale, boolean clipped, float[] centre, float[] unit, float[] means)
    implements Preprocessing, Serializable {
  /** Of [0, 1], what the usual values get. */
  private static final double USUAL = 0.8;

  /** Units s on either side of c that are usual. */
  private static final double REACH = 3;

  /**
   * Checks what a model file may hold.
   *
   * @throws InputException if the arrays are not of one length, or a unit is negative or not finite
   */
  public TablePreprocessing {
    if (centre.length < 1
        || unit.length != centre.length
        || (means.length > 0 && means.length != centre.length))
      throw new InputException("scaling of %d columns with %d units by %s makes no sense"
          .formatted(centre.length, unit.length, scale.name().toLowerCase(Locale.ROOT)));
    for (int k = 0; k < centre.length; k++)
      if (!Float.isFinite(centre[k]) || !(unit[k] >= 0 && unit[k] <= Float.MAX_VALUE))
        throw new InputException(
            "scaling of column %d around %s by %s makes no sense".formatted(k, centre[k], unit[k]));
    for (float mean : means)
      if (!Float.isFinite(mean))
        throw new InputException("a mean of " + mean + " for missing values makes no sense");
  }

  /**
   * Measures the columns, and tells how many of their values are missing.
   *
   * @param clipped whether a sigmoid is to reach what they become
   * @throws InputException if {@code robust} is asked for of examples on the disk, whose columns would have to be read
   *     one by one, if the values are so large that their differences are no floats, or a column has no values
   */
  static TablePreprocessing fit(
      TableScale scale, MissingValues missing, boolean clipped, ExampleSource source) {
    if (scale == TableScale.ROBUST && !(source instanceof ExampleSource.InMemory))
      throw new InputException(
          ("%s: --scale robust sorts the columns, and these examples stay on the disk: "
                  + "take --scale standard, or give Java more memory (FOVEA_OPTS=-Xmx16g)")
              .formatted(source.source()));
    ColumnMoments moments = ColumnMoments.of(source);
    moments.missing().note(source.source(), source.columns());
    Float32Steps.note(source.source(), source.columns(), moments);
    Optional<ExampleSource> sorted = Optional.of(source).filter(s -> scale == TableScale.ROBUST);
    return of(scale, missing, clipped, source.source(), source.columns(), moments, sorted);
  }

  /**
   * The scaling of columns that have been measured, by several machines perhaps.
   *
   * @param scale not {@code robust}
   * @param clipped whether a sigmoid is to reach what they become
   * @param source of the examples, for messages
   * @throws InputException if the values are so large that their differences are no floats
   */
  public static TablePreprocessing of(
      TableScale scale, boolean clipped, String source, ColumnMoments moments) {
    if (scale == TableScale.ROBUST)
      throw new IllegalArgumentException("moments do not tell of quartiles");
    return of(
        scale, MissingValues.REFUSE, clipped, source, ColumnNames.NONE, moments, Optional.empty());
  }

  /** @param sorted the examples, for {@code robust} */
  private static TablePreprocessing of(
      TableScale scale,
      MissingValues missing,
      boolean clipped,
      String source,
      ColumnNames names,
      ColumnMoments moments,
      Optional<ExampleSource> sorted) {
    int d = moments.columns();
    float[] means = new float[missing == MissingValues.MEAN ? d : 0];
    float[] centre = new float[d];
    float[] unit = new float[d];
    double usual = clipped ? 2 * REACH / USUAL : 1;
    for (int k = 0; k < d; k++) {
      double least = moments.least(k);
      double largest = moments.largest(k);
      String called = "%s: %s".formatted(source, names.called(d, k));
      if (moments.isEmpty(k))
        throw new InputException(called + " has no value at all: leave it out");
      requireFinite(largest - least, called, least, largest);
      if (means.length > 0) means[k] = (float) (least == largest ? least : moments.mean(k));
      if (scale == TableScale.NONE) {
        unit[k] = 1;
        continue;
      }
      centre[k] = (float) least;
      if (least == largest) continue;
      if (scale == TableScale.MINMAX) {
        centre[k] = (float) ((least + largest) / 2);
        unit[k] = (float) ((largest - least) / USUAL);
      } else {
        int column = k;
        Optional<Quartiles> its = sorted.map(held -> Quartiles.of(column(held, column)));
        double distance = its.map(q -> q.third() - q.first()).orElse(0.0);
        centre[k] = (float) (its.isPresent() ? its.get().median() : moments.mean(k));
        unit[k] = (float) (usual * (distance > 0 ? distance : moments.deviation(k)));
      }
      requireFinite(unit[k], called, least, largest);
    }
    return new TablePreprocessing(scale, clipped && scale != TableScale.NONE, centre, unit, means);
  }

  private static void requireFinite(
      double difference, String column, double least, double largest) {
    if (!Double.isFinite(difference))
      throw new InputException(
          "%s has values from %s to %s, too far apart for a float: leave it out"
              .formatted(column, least, largest));
  }

  private static float[] column(ExampleSource source, int k) {
    int d = source.shape().size();
    float[] values = ((ExampleSource.InMemory) source).examples().values();
    float[] column = new float[values.length / d];
    int n = 0;
    for (int i = k; i < values.length; i += d) if (!Float.isNaN(values[i])) column[n++] = values[i];
    return Arrays.copyOf(column, n);
  }

  /** m: what the centre of a column becomes. */
  public double middle() {
    return clipped || scale == TableScale.MINMAX ? 0.5 : 0;
  }

  /** Whether missing values are taken for a mean. */
  public boolean imputes() {
    return means.length > 0;
  }

  /** How far from m the clip lies: what of a sigmoid's range is on either side of m, in the units of x′. */
  public double limit() {
    return middle() == 0 ? REACH / USUAL : 0.5;
  }

  @Override
  public int outputSize() {
    return centre.length;
  }

  @Override
  public Optional<TablePreprocessing> table() {
    return Optional.of(this);
  }

  @Override
  public float[] apply(Examples examples) {
    float[] out = Allocation.floats(examples.source(), examples.count(), outputSize());
    apply(examples.source(), examples.shape(), examples.values(), examples.count(), out);
    return out;
  }

  @Override
  public void apply(String source, ExampleShape shape, float[] raw, int count, float[] out) {
    None.requireSize(source, shape, centre.length);
    double middle = middle();
    double clip = clipped ? limit() : Double.POSITIVE_INFINITY;
    for (int i = 0; i < count; i++)
      for (int k = 0; k < centre.length; k++) {
        int at = i * centre.length + k;
        float x = imputes() && Float.isNaN(raw[at]) ? means[k] : raw[at];
        out[at] = (float) (middle + Math.clamp(away(x, k), -clip, clip));
      }
  }

  /** (x − c)/u, not clipped. */
  private double away(float x, int k) {
    double difference = (double) x - centre[k];
    return unit[k] == 0 ? Math.signum(difference) * limit() : difference / unit[k];
  }

  /** c + (x′ − m)·u: the value of a constant column exactly. */
  @Override
  public float[] ownUnits(float[] y, int n) {
    float[] x = new float[y.length];
    for (int i = 0; i < y.length; i++) {
      int k = i % centre.length;
      x[i] = (float) (centre[k] + (y[i] - middle()) * unit[k]);
    }
    return x;
  }

  /** Tells how many values of examples are missing that nothing was fitted to. */
  void noteMissing(String name, Examples examples) {
    MissingCount missing = new MissingCount(centre.length);
    missing.add(examples.values(), examples.count());
    missing.note(name, examples.columns());
  }

  /** Values that {@link #ownUnits} does not give back: clipped ones, and others than a constant column's own. */
  long clipped(Examples examples) {
    float[] raw = examples.values();
    long count = 0;
    for (int i = 0; i < examples.count() * centre.length; i++) {
      int k = i % centre.length;
      if (Float.isNaN(raw[i])) continue;
      if (unit[k] == 0 ? raw[i] != centre[k] : clipped && Math.abs(away(raw[i], k)) > limit())
        count++;
    }
    return count;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TablePreprocessing its
        && scale == its.scale
        && clipped == its.clipped
        && Arrays.equals(centre, its.centre)
        && Arrays.equals(unit, its.unit)
        && Arrays.equals(means, its.means);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(centre);
  }
}
