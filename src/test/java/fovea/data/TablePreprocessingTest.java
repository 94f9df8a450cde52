package fovea.data;

import static fovea.data.TestFiles.assertOneLine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import fovea.data.ExampleShape.Patch;
import fovea.data.ExampleShape.Row;
import fovea.kernels.Samples;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Isolated("listens to notes, which all threads share")
class TablePreprocessingTest {
  private static final PreprocessChoice USUAL = PreprocessChoice.of(PreprocessMode.AUTO);

  private static final float[] NO_MEANS = {};

  private static Examples rows(int d, float... values) {
    return new Examples("rows", values.length / d, new Row(d), values);
  }

  /** Columns far from each other in place and size. */
  private static Examples table(int n, int d, long seed) {
    float[] values = new Samples(seed).signed(n * d, 1);
    for (int i = 0; i < values.length; i++)
      values[i] = (float) (values[i] * Math.pow(10, i % d % 5 - 2) + 30 * (i % d % 3));
    return rows(d, values);
  }

  private static Preprocessing fit(TableScale scale, boolean sigmoid, Examples examples) {
    return Preprocessing.fit(USUAL.withScale(scale), examples, sigmoid);
  }

  @Test
  void aColumnByHand() {
    Examples column = rows(1, 2, 4, 4, 4, 5, 5, 7, 9); // mean 5, deviation 2, quartiles 4, 4.5, 5.5
    assertThat(fit(TableScale.STANDARD, false, column).apply(column))
        .containsExactly(-1.5f, -0.5f, -0.5f, -0.5f, 0, 0, 1, 2);
    assertThat(fit(TableScale.ROBUST, false, column).apply(column))
        .usingComparatorWithPrecision(1e-6f)
        .containsExactly(-5 / 3f, -1 / 3f, -1 / 3f, -1 / 3f, 1 / 3f, 1 / 3f, 5 / 3f, 3);
    for (boolean sigmoid : new boolean[] {false, true})
      assertThat(fit(TableScale.MINMAX, sigmoid, column).apply(rows(1, 2, 9, 5.5f)))
          .usingComparatorWithPrecision(1e-6f)
          .containsExactly(0.1f, 0.9f, 0.5f);
    assertThat(fit(TableScale.STANDARD, true, column).apply(rows(1, -1, 5, 11, 12.5f, 20, -99)))
        .usingComparatorWithPrecision(1e-6f)
        .containsExactly(0.1f, 0.5f, 0.9f, 1, 1, 0);
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void everyValueIsThatOfDoublePrecisionAndComesBack(TableScale scale) {
    for (int d : new int[] {1, 3, 17})
      for (int n : new int[] {2, 5, 101})
        for (boolean sigmoid : new boolean[] {false, true}) {
          Examples x = table(n, d, 7 * n + d);
          TablePreprocessing fitted = (TablePreprocessing) fit(scale, sigmoid, x);
          float[] seen = fitted.apply(x);
          float[] back = fitted.ownUnits(seen, n);
          for (int k = 0; k < d; k++) {
            double[] column = new double[n];
            for (int i = 0; i < n; i++) column[i] = x.values()[i * d + k];
            double[] expected = expected(scale, sigmoid, column);
            double spread = Arrays.stream(column).max().orElseThrow()
                - Arrays.stream(column).min().orElseThrow();
            for (int i = 0; i < n; i++) {
              double e = expected[i];
              double found = seen[i * d + k];
              // The centre is a float, as the values are.
              double rounding = Math.ulp((float) column[0]) / fitted.unit()[k];
              assertThat(found)
                  .as("%s %d %d", scale, n, d)
                  .isCloseTo(e, within(1e-6 * (1 + Math.abs(e)) + rounding));
              if (sigmoid) assertThat(found).isBetween(0.0, 1.0);
              if (!sigmoid || (e > 0 && e < 1))
                assertThat((double) back[i * d + k])
                    .isCloseTo(column[i], within(1e-6 * (spread + Math.abs(column[i]))));
            }
          }
        }
  }

  private static double[] expected(TableScale scale, boolean sigmoid, double[] column) {
    int n = column.length;
    double[] sorted = column.clone();
    Arrays.sort(sorted);
    double mean = Arrays.stream(column).average().orElseThrow();
    double variance = Arrays.stream(column).map(v -> (v - mean) * (v - mean)).sum() / n;
    return Arrays.stream(column)
        .map(v -> switch (scale) {
          case MINMAX -> 0.1 + 0.8 * (v - sorted[0]) / (sorted[n - 1] - sorted[0]);
          case STANDARD -> usual((v - mean) / Math.sqrt(variance), sigmoid);
          case ROBUST ->
            usual(
                (v - quantile(sorted, 0.5)) / (quantile(sorted, 0.75) - quantile(sorted, 0.25)),
                sigmoid);
          case NONE -> throw new AssertionError();
        })
        .toArray();
  }

  private static double usual(double z, boolean sigmoid) {
    return sigmoid ? Math.clamp(0.5 + 0.4 * z / 3, 0, 1) : z;
  }

  private static double quantile(double[] sorted, double q) {
    double place = q * (sorted.length - 1);
    int above = (int) Math.ceil(place);
    int below = (int) Math.floor(place);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  /** Whatever a network gives back, a constant column gets its own value. */
  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void aConstantColumnIsInTheMiddleAndComesBackExactly(TableScale scale) {
    Examples x = rows(2, 0.1f, 1, 0.1f, 2, 0.1f, 4);
    for (boolean sigmoid : new boolean[] {false, true}) {
      TablePreprocessing fitted = (TablePreprocessing) fit(scale, sigmoid, x);
      float middle = sigmoid || scale == TableScale.MINMAX ? 0.5f : 0;
      float limit = middle == 0 ? 3.75f : 0.5f;
      assertThat(fitted.apply(x)[2]).isEqualTo(middle);
      assertThat(fitted.ownUnits(new float[] {-3, middle, 7, middle}, 2)[0]).isEqualTo(0.1f);
      assertThat(fitted.ownUnits(new float[] {-3, middle, 7, middle}, 2)[2]).isEqualTo(0.1f);
      float[] others = fitted.apply(rows(2, 0.2f, 1, -1e30f, 1));
      assertThat(others[0]).isEqualTo(middle + limit);
      assertThat(others[2]).isEqualTo(middle - limit);
    }
    Examples one = rows(3, 5, 6, 7);
    assertThat(fit(scale, false, one).ownUnits(fit(scale, false, one).apply(one), 1))
        .containsExactly(5, 6, 7);
  }

  /** Seven of eight values are alike, so the quartiles are equal. */
  @Test
  void aColumnWithoutDistanceBetweenItsQuartilesGoesByItsDeviation() {
    Examples x = rows(1, 0, 0, 0, 0, 0, 0, 0, 8);
    TablePreprocessing robust = (TablePreprocessing) fit(TableScale.ROBUST, false, x);
    assertThat(robust.centre()).containsExactly(0);
    assertThat(robust.unit()).containsExactly((float) Math.sqrt(7));
  }

  @Test
  void whatIsClippedIsCounted() {
    Examples training = rows(2, 0, 7, 1, 7, 2, 7);
    Examples later = rows(2, 1, 7, 2.25f, 8, 3, 7, -3, 6);
    List<String> notes = new ArrayList<>();
    Notes.to(notes::add);
    try {
      fit(TableScale.MINMAX, true, training).noteChanges("rows", training);
      fit(TableScale.MINMAX, true, training).noteChanges("rows", later);
      fit(TableScale.STANDARD, false, training).noteChanges("rows", later);
      new Preprocessing.None(2).noteChanges("rows", later);
    } finally {
      Notes.to(note -> {});
    }
    assertThat(notes)
        .containsExactly(
            "rows: 4 of 8 values lie beyond the scale of the training data and are clipped",
            "rows: 2 of 8 values lie beyond the scale of the training data and are clipped");
  }

  @Test
  void onTheDiskItIsTheSame(@TempDir Path folder) throws Exception {
    Examples x = table(2500, 3, 5);
    String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2500, 3)}";
    ByteBuffer bytes = ByteBuffer.allocate(128 + 30_000).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 0x93).put("NUMPY\1\0".getBytes(StandardCharsets.ISO_8859_1));
    bytes
        .putShort((short) 118)
        .put((header + " ".repeat(117 - header.length()) + "\n")
            .getBytes(StandardCharsets.ISO_8859_1));
    bytes.asFloatBuffer().put(x.values());
    Path file = Files.write(folder.resolve("x.npy"), bytes.array());
    try (ExampleSource source =
        ExampleSource.onDisk(file, ReadOptions.defaults()).orElseThrow()) {
      for (TableScale scale : new TableScale[] {TableScale.STANDARD, TableScale.MINMAX}) {
        Preprocessing fitted = Preprocessing.fit(USUAL.withScale(scale), source, true);
        assertThat(fitted).isEqualTo(fit(scale, true, x));
        float[] out = new float[30];
        fitted.apply("x", x.shape(), x.values(), 10, out);
        assertThat(out).isEqualTo(Arrays.copyOf(fitted.apply(x), 30));
      }
      assertOneLine(catchThrowable(
              () -> Preprocessing.fit(USUAL.withScale(TableScale.ROBUST), source, true)))
          .contains("--scale standard");
    }
  }

  @Test
  void whatCannotBeScaledIsRefused() {
    Examples patches = new Examples("x", 2, new Patch(1, 2), new float[8]);
    assertOneLine(catchThrowable(() -> fit(TableScale.STANDARD, true, patches)))
        .contains("--scale is for tables");
    Examples far = rows(1, Float.MAX_VALUE, -Float.MAX_VALUE);
    assertOneLine(catchThrowable(() -> fit(TableScale.MINMAX, true, far))).contains("column 1");
    Examples four = rows(4, 1, 2, 3, 4);
    assertOneLine(catchThrowable(
            () -> fit(TableScale.STANDARD, true, rows(2, 1, 2, 3, 5)).apply(four)))
        .contains("expected 2 values");
    assertOneLine(catchThrowable(() -> new TablePreprocessing(
            TableScale.STANDARD, true, new float[] {0, 0}, new float[] {1, -1}, NO_MEANS)))
        .contains("column 1");
    assertOneLine(catchThrowable(() -> new TablePreprocessing(
        TableScale.STANDARD, true, new float[] {0, 0}, new float[] {1}, NO_MEANS)));
  }

  @Test
  void whatAModelWasTrainedWithIsChosen() {
    Examples x = table(20, 3, 1);
    Preprocessing standard = fit(TableScale.STANDARD, false, x);
    assertThat(Preprocessing.choose(USUAL, Optional.of(standard), x)).isSameAs(standard);
    PreprocessChoice same = USUAL.withScale(TableScale.STANDARD);
    assertThat(Preprocessing.choose(same, Optional.of(standard), x)).isSameAs(standard);
    PreprocessChoice other = USUAL.withScale(TableScale.ROBUST);
    assertOneLine(catchThrowable(() -> Preprocessing.choose(other, Optional.of(standard), x)))
        .contains("--scale standard");
    assertOneLine(catchThrowable(
            () -> Preprocessing.choose(same, Optional.of(new Preprocessing.None(3)), x)))
        .contains("--scale none");
    assertOneLine(catchThrowable(() -> Preprocessing.choose(same, Optional.empty(), x)))
        .contains("does not say");
  }

  @Test
  void missingValuesAreTheMeansOfTheOthers() {
    float none = Float.NaN;
    Examples x = rows(3, 1, none, 7, none, 4, 7, 3, 8, none, 8, none, 7);
    List<String> notes = new ArrayList<>();
    Notes.to(notes::add);
    try {
      for (TableScale scale : TableScale.values()) {
        PreprocessChoice choice = USUAL.withScale(scale).withMissing(MissingValues.MEAN);
        for (boolean sigmoid : new boolean[] {false, true}) {
          TablePreprocessing fitted = (TablePreprocessing) Preprocessing.fit(choice, x, sigmoid);
          assertThat(fitted.means()).containsExactly(4, 6, 7);
          assertThat(fitted.apply(rows(3, none, none, none)))
              .isEqualTo(fitted.apply(rows(3, 4, 6, 7)));
          float[] column = {1, 3, 8}; // what is there of the first decides its scale
          if (scale == TableScale.NONE) continue;
          TablePreprocessing alone = (TablePreprocessing) fit(scale, sigmoid, rows(1, column));
          assertThat(fitted.centre()[0]).isEqualTo(alone.centre()[0]);
          assertThat(fitted.unit()[0]).isEqualTo(alone.unit()[0]);
        }
      }
      assertThat(notes)
          .hasSize(8)
          .containsOnly("rows: 4 missing values are taken for the means of their columns: "
              + "1 in column 1, 2 in column 2, 1 in column 3");
      notes.clear();
      Examples empty = rows(2, 1, 2, none, none, 3, none, none, none);
      Preprocessing.fit(USUAL.withMissing(MissingValues.MEAN), empty, false)
          .noteChanges("later", empty);
      assertThat(notes)
          .containsExactly(
              "rows: 5 missing values are taken for the means of their columns: 2 in column 1, 3 in column 2"
                  + "; 2 rows have no value at all: their error is 0",
              "later: 5 missing values are taken for the means of their columns: 2 in column 1, 3 in column 2"
                  + "; 2 rows have no value at all: their error is 0");
      Preprocessing asTheyAre = Preprocessing.fit(USUAL.withMissing(MissingValues.MEAN), x, true);
      assertThat(asTheyAre.apply(x)).containsExactly(1, 6, 7, 4, 4, 7, 3, 8, 7, 8, 6, 7);
    } finally {
      Notes.to(note -> {});
    }
    PreprocessChoice mean = USUAL.withMissing(MissingValues.MEAN);
    assertOneLine(catchThrowable(() -> Preprocessing.fit(mean, rows(2, 1, none, 2, none))))
        .contains("column 2", "no value at all");
    assertOneLine(catchThrowable(
            () -> Preprocessing.choose(mean, Optional.of(new Preprocessing.None(3)), x)))
        .contains("--missing refuse");
    assertOneLine(catchThrowable(() -> new PreprocessChoice(
            PreprocessMode.AUTO,
            PatchColour.LUMINANCE,
            OptionalDouble.of(0.1),
            TableScale.NONE,
            MissingValues.MEAN)))
        .contains("--whiten zca");
  }

  /** Whitened scaled columns come back through both. */
  @Test
  void scaledColumnsCanBeWhitened() {
    Examples x = table(200, 4, 3);
    Whitening both = Whitening.fit(fit(TableScale.STANDARD, false, x), Whitening.EPSILON, x);
    float[] back = both.ownUnits(both.apply(x), 200);
    for (int i = 0; i < back.length; i++)
      assertThat(back[i]).isCloseTo(x.values()[i], within(2e-5f * (1 + Math.abs(back[i]))));
  }
}
