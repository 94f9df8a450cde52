package fovea.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.data.ExampleShape;
import fovea.data.ExampleSource;
import fovea.data.Examples;
import fovea.data.InputException;
import fovea.data.Preprocessing;
import fovea.kernels.ActivationFunction;
import fovea.kernels.Samples;
import fovea.kernels.Team;
import fovea.model.Architecture;
import fovea.model.Autoencoder;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is measured and written, against plain loops in double. */
class CalibrationTest {
  private static final int D = 5;
  private static final int H = 3;

  @TempDir
  private Path folder;

  private static final Architecture NETWORK = new Architecture(
      new NetworkShape(D, H), ActivationFunction.TANH, ActivationFunction.LINEAR, false);
  private static final float[] THETA = new Samples(91).signed(Parameters.count(NETWORK), 0.5);
  private static final Autoencoder AUTOENCODER = new Autoencoder(NETWORK, THETA);

  /** The squared errors, by the formulas of design.md in double. */
  private static double[][] squares(float[] x, int n) {
    int w1 = Parameters.w1(NETWORK.shape());
    int b1 = Parameters.b1(NETWORK.shape());
    int w2 = Parameters.w2(NETWORK);
    int b2 = Parameters.b2(NETWORK);
    double[][] squares = new double[n][D];
    for (int i = 0; i < n; i++) {
      double[] hidden = new double[H];
      for (int j = 0; j < H; j++) {
        double z = THETA[b1 + j];
        for (int k = 0; k < D; k++) z += (double) THETA[w1 + j * D + k] * x[i * D + k];
        hidden[j] = Math.tanh(z);
      }
      for (int k = 0; k < D; k++) {
        double o = THETA[b2 + k];
        for (int j = 0; j < H; j++) o += THETA[w2 + k * H + j] * hidden[j];
        squares[i][k] = (o - x[i * D + k]) * (o - x[i * D + k]);
      }
    }
    return squares;
  }

  private static IntFunction<RowStream.Step> errors(ExampleSource source) {
    return ModelSteps.errors(source, new Preprocessing.None(D), AUTOENCODER, true);
  }

  private static Calibration calibrate(float[] x, int n, double quantile) throws IOException {
    ExampleSource source =
        new ExampleSource.InMemory(new Examples("test", n, new ExampleShape.Row(D), x));
    try (Team team = new Team(2)) {
      return new Calibrator(source, errors(source), NETWORK, team, some -> {})
          .run("f".repeat(64), quantile);
    }
  }

  @Test
  void errorsAndScoresAreThoseOfPlainLoops() throws IOException {
    for (int n : new int[] {99, 101, 500}) {
      float[] x = new Samples(n).signed(n * D, 2);
      Calibration calibration = calibrate(x, n, 0.9);
      double[][] squares = squares(x, n);
      double[] columns = new double[D];
      for (double[] row : squares) for (int k = 0; k < D; k++) columns[k] += row[k] / n;
      double[] mse = new double[n];
      double[] standardised = new double[n];
      for (int i = 0; i < n; i++)
        for (int k = 0; k < D; k++) {
          mse[i] += squares[i][k] / D;
          standardised[i] += squares[i][k] / columns[k] / D;
        }
      Arrays.sort(mse);
      Arrays.sort(standardised);
      for (int k = 0; k < D; k++)
        assertThat(calibration.columnErrors().get(k)).isCloseTo(columns[k], within(1e-5));
      int rank = (int) Math.ceil((n + 1) * 0.9 - 1e-9);
      assertThat(calibration.mse().threshold()).isCloseTo((float) mse[rank - 1], within(1e-5f));
      assertThat(calibration.standardised().threshold())
          .isCloseTo((float) standardised[rank - 1], within(1e-4f));
      assertThat(calibration.mse().scores()).hasSize(n);
      for (int i = 0; i < n; i++) {
        assertThat(calibration.mse().scores().get(i)).isCloseTo((float) mse[i], within(1e-5f));
        assertThat(calibration.standardised().scores().get(i))
            .isCloseTo((float) standardised[i], within(1e-4f));
      }
    }
  }

  /** Of 100 scores and another all ranks of the other are equally likely; 0.07 · 100 is 7, not 8. */
  @Test
  void theRankOfTheThresholdIsThatOfConformalPrediction() {
    assertThat(Calibration.rank("t", 99, 0.99)).isEqualTo(99);
    assertThat(Calibration.rank("t", 99, 0.07)).isEqualTo(7);
    assertThat(Calibration.rank("t", 100, 0.5)).isEqualTo(51);
    assertThat(Calibration.rank("t", 1, 0.5)).isEqualTo(1);
    assertThat(Calibration.rank("t", 1000, 1e-9)).isEqualTo(1);
    assertThatThrownBy(() -> Calibration.rank("t", 98, 0.99))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("needs 99 examples or more, and these are 98");
    for (double q : new double[] {0, 1, -0.5, 1.5, Double.NaN, Double.POSITIVE_INFINITY})
      assertThatThrownBy(() -> Calibration.rank("t", 1000, q))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("--quantile must lie between 0 and 1");
  }

  /**
   * Of 2,000 calibrations on 199 scores each and one score more, that one is above the threshold with probability 0.1:
   * 200 times, give or take 13.4. Six deviations are allowed.
   */
  @Test
  void asManyFalseAlarmsAsTheQuantilePromises() {
    int rounds = 2000;
    int n = 199;
    float[] draws = new Samples(93).pixels(rounds * (n + 1));
    int alarms = 0;
    for (int r = 0; r < rounds; r++) {
      float[] scores = Arrays.copyOfRange(draws, r * (n + 1), r * (n + 1) + n);
      if (ScoreDistribution.of(scores, Calibration.rank("t", n, 0.9))
          .isAnomaly(draws[r * (n + 1) + n])) alarms++;
    }
    assertThat(alarms).isBetween(120, 280);
  }

  @Test
  void percentilesAreThePartOfTheScoresThatDoNotExceed() {
    for (int n : new int[] {1, 2, 7, 1000, 1001, 1002, 5003, 20_000}) {
      float[] scores = new Samples(n).pixels(n);
      ScoreDistribution distribution = ScoreDistribution.of(scores.clone(), n);
      assertThat(distribution.scores()).hasSize(Math.min(n, 1001)).isSorted();
      assertThat(distribution.fault(n)).isEmpty();
      // A quantile more or less, and the straight line between two.
      double exact = n <= 1001 ? 1e-3 : 0.11;
      for (int i = 0; i < n; i += Math.max(1, n / 97)) {
        int below = 0;
        for (float other : scores) if (other <= scores[i]) below++;
        assertThat((double) distribution.percentile(scores[i], n))
            .isCloseTo(100.0 * below / n, within(exact));
      }
      assertThat(distribution.percentile(0, n)).isZero();
      assertThat(distribution.percentile(Float.POSITIVE_INFINITY, n)).isEqualTo(100);
    }
  }

  @Test
  void equalScoresAndErrorsOfZero() throws IOException {
    float[] zeros = new float[300];
    ScoreDistribution flat = ScoreDistribution.of(zeros, 299);
    assertThat(flat.isAnomaly(0)).isFalse();
    assertThat(flat.isAnomaly(1e-9f)).isTrue();
    assertThat(flat.percentile(0, 300)).isEqualTo(100);
    assertThat(flat.isAnomaly(Float.NaN)).isTrue();
    assertThat(flat.percentile(Float.NaN, 300)).isEqualTo(100);
    assertThat(Calibration.weights(java.util.List.of(0.0, 0.0))).containsExactly(1, 1);
    // The floor is 1e-4 of the mean, which is 0.5.
    assertThat(Calibration.weights(java.util.List.of(1.0, 0.0)))
        .containsExactly(1, 1 / (1e-4 * 0.5));
    float[] large = new Samples(94).signed(200 * D, 1);
    large[77 * D] = 1e30f;
    assertThatThrownBy(() -> calibrate(large, 200, 0.9))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("the error of example 77 is Infinity");
  }

  @Test
  void aFileComesBackAndAnotherModelOrDamageIsRefused() throws IOException {
    Path model = folder.resolve("model.safetensors");
    ModelFile.write(model, new StoredModel(AUTOENCODER, Hyperparameters.DEFAULT, Optional.empty()));
    float[] x = new Samples(95).signed(1500 * D, 2);
    ExampleSource source =
        new ExampleSource.InMemory(new Examples("test", 1500, new ExampleShape.Row(D), x));
    Calibration calibration;
    try (Team team = new Team(1)) {
      calibration = new Calibrator(source, errors(source), NETWORK, team, some -> {})
          .run(Fingerprint.ofFile(model), 0.99);
    }
    Path file = folder.resolve("calibration.json");
    calibration.write(file);
    assertThat(Calibration.read(file, model, NETWORK)).isEqualTo(calibration);
    assertThat(calibration.mse().scores()).hasSize(1001);

    Path other = folder.resolve("other.safetensors");
    ModelFile.write(
        other, new StoredModel(AUTOENCODER, new Hyperparameters(1, 1, 0.5), Optional.empty()));
    assertThatThrownBy(() -> Calibration.read(file, other, NETWORK))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("is the calibration of another model than " + other);

    String text = Files.readString(file);
    String threshold = "\"threshold\" : " + calibration.mse().threshold();
    String[][] damages = {
      {"\"format\" : 1", "\"format\" : 2", "is no calibration of format 1"},
      {"\"format\" : 1", "\"format\" : \"x\"", "is no calibration of format 1"},
      {"\"examples\" : 1500", "\"examples\" : 0", "0 examples"},
      {"\"examples\" : 1500", "\"examples\" : 99", "1,001 scores, where 99"},
      {"\"examples\" : 1500", "\"examples\" : 99999999999", "look at examples"},
      {"\"quantile\" : 0.99", "\"quantile\" : 1.5", "the quantile 1.5"},
      {"\"quantile\" : 0.99", "\"quantile\" : \"NaN\"", "the quantile NaN"},
      {threshold, "\"threshold\" : 1e99", "the threshold Infinity"},
      {threshold, "\"threshold\" : -1", "the threshold -1.0"},
      {threshold, "\"threshold\" : null", "calibration.json"},
      {"\"column_errors\" : [ ", "\"column_errors\" : [ -1, ", "the column error -1.0"},
      {"\"column_errors\" : [ ", "\"column_errors\" : [ 1, ", "errors of 6 columns, the model has 5"
      },
      {"\"column_errors\" : [ ", "\"column_errors\" : [ null, ", "calibration.json"},
      {"\"scores\" : [ ", "\"scores\" : [ 9, ", "1,002 scores"},
      {"\"scores\" : [ 0", "\"scores\" : [ 90", "scores that do not ascend"},
      {"\"network\"", "\"net\"", "calibration.json"},
      {"{", "[", "calibration.json"},
    };
    for (String[] damage : damages) {
      assertThat(text).contains(damage[0]);
      Files.writeString(file, text.replace(damage[0], damage[1]));
      assertThatThrownBy(() -> Calibration.read(file, model, NETWORK))
          .as(damage[1])
          .isInstanceOf(InputException.class)
          .hasMessageContaining(damage[2])
          .hasMessageNotContaining("\n");
    }
  }

  /** A column's error is the mean over the examples that have a value in it. */
  @Test
  void valuesThatWereNotThereDoNotCount() throws IOException {
    float[] rows = new float[300];
    double expected = 0;
    for (int i = 0; i < 150; i++) {
      rows[2 * i] = i % 3 == 0 ? Float.NaN : i;
      rows[2 * i + 1] = 4;
      if (i % 3 != 0) expected += i / 100.0;
    }
    ExampleSource source =
        new ExampleSource.InMemory(new Examples("test", 150, new ExampleShape.Row(2), rows));
    IntFunction<RowStream.Step> errors = capacity -> (values, n, out, at) -> {
      for (int i = 0; i < n; i++) {
        out[at + 3 * i] = values[2 * i + 1];
        System.arraycopy(values, 2 * i, out, at + 3 * i + 1, 2);
      }
    };
    Architecture two = new Architecture(
        new NetworkShape(2, 1), ActivationFunction.TANH, ActivationFunction.LINEAR, false);
    try (Team team = new Team(1)) {
      Calibration calibration = new Calibrator(source, errors, two, team, some -> {}).run("", 0.9);
      assertThat(calibration.columnErrors().get(0)).isCloseTo(expected, within(1e-9));
      assertThat(calibration.columnErrors().get(1)).isEqualTo(4);
      // The lowest score is that of the second example: a hundredth of column 0's mean, and 1.
      assertThat(calibration.standardised().scores().getFirst())
          .isCloseTo((float) ((1 / expected + 1) / 2), within(1e-6f));
    }
  }
}
