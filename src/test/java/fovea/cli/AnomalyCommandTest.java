package fovea.cli;

import static fovea.cli.FoveaJar.done;
import static org.assertj.core.api.Assertions.assertThat;

import fovea.data.DataReader;
import fovea.data.ReadOptions;
import fovea.io.JsonFile;
import fovea.kernels.Samples;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code anomaly} with a calibration, and where patches are. */
class AnomalyCommandTest {
  private static final int D = 6;

  @TempDir
  private Path folder;

  private static void refused(String why, Object... arguments) {
    FoveaJar.here(arguments).isRefusal(why);
  }

  private static float[] values(Path file) {
    return DataReader.read(file, ReadOptions.defaults()).values();
  }

  /** A table as text, with a headline. */
  private Path csv(String name, float[] x) throws IOException {
    StringBuilder text = new StringBuilder("a,b,c,d,e,f\n");
    for (int i = 0; i < x.length; i++) text.append(x[i]).append(i % D == D - 1 ? '\n' : ',');
    return Files.writeString(folder.resolve(name), text);
  }

  private Path run(Path table, Object... more) {
    Path run = folder.resolve("run");
    Object[] train = {"train", table, "--decoder", "linear", "--hidden", 3, "--iterations", 20};
    Object[] where = {"--quiet", "--overwrite", "--out", run};
    Object[] all = Arrays.copyOf(train, train.length + where.length + more.length);
    System.arraycopy(where, 0, all, train.length, where.length);
    System.arraycopy(more, 0, all, train.length + where.length, more.length);
    done(all);
    return run;
  }

  /** From a CSV file to a threshold in three commands. */
  @Test
  void trainCalibrateAndScore() throws IOException {
    Path table = csv("table.csv", new Samples(1).pixels(500 * D));
    Path run = run(table, "--validation", 0.3);
    float[] later = new Samples(2).pixels(300 * D);
    later[17 * D + 4] = 30;
    Path data = csv("later.csv", later);
    String before = done("anomaly", run, data).out();
    assertThat(before).doesNotContain("anomal").doesNotContain("percentile");

    FoveaJar.Ended ended = done("anomaly", run, "--calibrate", "held-out", "--quantile", 0.95);
    Path file = run.resolve("calibration.json");
    assertThat(ended.errors())
        .containsExactly("wrote %s: the errors of 150 examples".formatted(file));
    JsonNode calibration = JsonFile.read(file);
    float threshold = calibration.path("mse").path("threshold").floatValue();
    assertThat(ended.out())
        .contains("150 examples from " + table)
        .contains("mean squared error  " + threshold);

    Path out = folder.resolve("scores.csv");
    ended = done("anomaly", run, data, "--out", out, "--top", 2);
    assertThat(ended.errors()).containsExactly("wrote %s: 300 x 3 values".formatted(out));
    assertThat(Files.readString(out)).startsWith("score,percentile,is_anomaly\n");
    Path plain = folder.resolve("plain.npy");
    done("anomaly", run, data, "--calibration", "none", "--out", plain);
    float[] scores = values(plain);
    float[] rows = values(out);
    int anomalies = 0;
    for (int i = 0; i < 300; i++) {
      assertThat(rows[3 * i]).isEqualTo(scores[i]);
      assertThat(rows[3 * i + 2]).isEqualTo(scores[i] > threshold ? 1 : 0);
      int below = 0;
      for (JsonNode score : calibration.path("mse").path("scores"))
        if (score.floatValue() <= scores[i]) below++;
      assertThat(rows[3 * i + 1]).isEqualTo((float) (100.0 * below / 150));
      if (scores[i] > threshold) anomalies++;
    }
    assertThat(ended.out())
        .contains(
            ("%d anomalies: mean squared error above %s, quantile 0.95 of 150 calibration examples; "
                    + "ordinary examples would give 15 at most")
                .formatted(anomalies, threshold));
    assertThat(ended.out().lines().toList().get(5))
        .matches(" +17 .* 100\\.0  yes      e \\d+ %, [a-f] \\d+ %, [a-f] \\d+ %");

    JsonNode json = json(done("anomaly", run, data, "--json", "--top", 1).out());
    assertThat(json.path("anomalies").asInt()).isEqualTo(anomalies);
    JsonNode worst = json.path("worst").path(0);
    assertThat(worst.path("is_anomaly").asBoolean()).isTrue();
    assertThat(worst.path("percentile").asDouble()).isEqualTo(100);
    assertThat(worst.path("columns").path(0).path("column").asString()).isEqualTo("e");
    assertThat(worst.path("columns").path(0).path("share").asDouble()).isBetween(0.8, 1.0);
    assertThat(worst.path("columns")).hasSize(3);
    assertThat(done("anomaly", run, data, "--calibration", "none").out()).isEqualTo(before);
  }

  private JsonNode json(String text) throws IOException {
    return JsonFile.read(Files.writeString(folder.resolve("told.json"), text));
  }

  /** By the errors of the calibration's columns, computed here of what --per-value writes. */
  @Test
  void standardisedScoresDivideByTheErrorsOfTheColumns() throws IOException {
    int n = 407;
    Path model = FoveaJar.model(
        folder.resolve("m.safetensors"), new NetworkShape(D, 4), 1, Hyperparameters.DEFAULT);
    float[] usual = new Samples(3).pixels(n * D);
    for (int i = 0; i < n; i++) usual[i * D + 2] *= 20;
    Path before = FoveaJar.npy(folder.resolve("usual.npy"), usual, n, D);
    Path data = FoveaJar.npy(folder.resolve("x.npy"), new Samples(4).pixels(50 * D), 50, D);
    Path file = folder.resolve("c.json");
    refused("--score standardised divides by", "anomaly", model, data, "--score", "standardised");
    refused("is not in a run folder; say with --out", "anomaly", model, "--calibrate", before);
    done("anomaly", model, "--calibrate", before, "--out", file, "--quantile", 0.5);

    Path squares = folder.resolve("squares.npy");
    done("anomaly", model, before, "--per-value", squares, "--quiet");
    double[] columns = new double[D];
    float[] each = values(squares);
    for (int i = 0; i < n * D; i++) columns[i % D] += (double) each[i] / n;
    Path scores = folder.resolve("scores.npy");
    Path own = folder.resolve("own.npy");
    FoveaJar.Ended ended = done(
        "anomaly",
        model,
        data,
        "--calibration",
        file,
        "--score",
        "standardised",
        "--out",
        scores,
        "--per-value",
        own);
    assertThat(ended.out()).contains("standardised error above");
    float[] rows = values(scores);
    float[] errors = values(own);
    for (int i = 0; i < 50; i++) {
      double sum = 0;
      for (int k = 0; k < D; k++) sum += errors[i * D + k] / columns[k];
      assertThat((double) rows[3 * i])
          .isCloseTo(sum / D, org.assertj.core.api.Assertions.withinPercentage(1e-4));
    }
  }

  /**
   * Of rows like those of the calibration 5 % are above the threshold: 250 of 5,000, give or take 15 of their own and
   * 24 of the 2,000 that it was set by. Six deviations are allowed.
   */
  @Test
  void rowsOfTheSameKindGiveAsManyAlarmsAsPromised() throws IOException {
    Path model = FoveaJar.model(
        folder.resolve("m.safetensors"), new NetworkShape(D, 4), 1, Hyperparameters.DEFAULT);
    Path usual =
        FoveaJar.npy(folder.resolve("usual.npy"), new Samples(6).pixels(2000 * D), 2000, D);
    Path later =
        FoveaJar.npy(folder.resolve("later.npy"), new Samples(7).pixels(5000 * D), 5000, D);
    Path file = folder.resolve("c.json");
    done("anomaly", model, "--calibrate", usual, "--out", file, "--quantile", 0.95);
    for (String score : new String[] {"mse", "standardised"}) {
      JsonNode told =
          json(done("anomaly", model, later, "--calibration", file, "--score", score, "--json")
              .out());
      assertThat(told.path("anomalies").asInt()).as(score).isBetween(80, 420);
    }
  }

  /** Read piece by piece or at once, with one thread or two: the same bytes. */
  @Test
  void streamedDataGiveTheSameCalibrationAndScores() throws IOException {
    int n = 3001;
    Path model = FoveaJar.model(
        folder.resolve("m.safetensors"), new NetworkShape(D, 4), 1, Hyperparameters.DEFAULT);
    float[] x = new Samples(5).pixels(n * D);
    Path streamed = FoveaJar.npy(folder.resolve("x.npy"), x, n, D);
    Path one = folder.resolve("one.json");
    Path two = folder.resolve("two.json");
    done("anomaly", model, "--calibrate", streamed, "--out", one, "--threads", 1, "--quiet");
    done("anomaly", model, "--calibrate", csv("x.csv", x), "--out", two, "--threads", 2, "--quiet");
    assertThat(Files.readString(two).replace("x.csv", "x.npy")).isEqualTo(Files.readString(one));
    Path a = folder.resolve("a.npy");
    Path b = folder.resolve("b.npy");
    done("anomaly", model, streamed, "--calibration", one, "--out", a, "--threads", 1);
    done(
        "anomaly",
        model,
        folder.resolve("x.csv"),
        "--calibration",
        one,
        "--out",
        b,
        "--threads",
        2);
    assertThat(a).hasSameBinaryContentAs(b);
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() throws IOException {
    Path table = csv("table.csv", new Samples(1).pixels(300 * D));
    Path run = run(table);
    refused("the run held no examples out", "anomaly", run, "--calibrate", "held-out");
    refused("DATA is missing", "anomaly", run);
    refused("is not looked at with --calibrate", "anomaly", run, table, "--calibrate", table);
    refused("--quantile goes with --calibrate", "anomaly", run, table, "--quantile", 0.5);
    refused("between 0 and 1, not 1.0", "anomaly", run, "--calibrate", table, "--quantile", 1);
    refused("needs 999 examples", "anomaly", run, "--calibrate", table, "--quantile", 0.999);
    refused("ends in .json", "anomaly", run, "--calibrate", table, "--out", "c.csv");
    refused("ends in .json", "anomaly", run, "--calibrate", table, "--out", "-");
    refused("--score is chosen", "anomaly", run, "--calibrate", table, "--score", "standardised");
    refused(
        "--training-data goes with",
        "anomaly",
        run,
        "--calibrate",
        table,
        "--training-data",
        table);
    refused(
        "--per-value does not go", "anomaly", run, "--calibrate", table, "--per-value", "a.npy");
    refused("leave one out", "anomaly", run, "--calibrate", table, "--calibration", "c.json");
    refused("goes to stdout", "anomaly", run, table, "--out", "-");
    assertThat(run.resolve("calibration.json")).doesNotExist();

    done("anomaly", run, "--calibrate", table, "--quiet");
    refused("add --overwrite", "anomaly", run, "--calibrate", table);
    done("anomaly", run, "--calibrate", table, "--overwrite", "--quiet");
    Path file = run.resolve("calibration.json");
    String whole = Files.readString(file);
    for (String damaged : new String[] {"", "{", "[]", "null", whole.substring(0, 2000)}) {
      Files.writeString(file, damaged);
      refused(file.toString(), "anomaly", run, table);
    }
    refused("nowhere.json", "anomaly", run, table, "--calibration", folder.resolve("nowhere.json"));
    Files.writeString(file, whole);
    // A later training of the run takes the calibration along.
    done("train", "--resume", run, "--iterations", 25, "--quiet");
    refused("is the calibration of another model", "anomaly", run, table);
    run(table);
    assertThat(run.resolve("calibration.json")).doesNotExist();
    Path image = Files.createDirectory(folder.resolve("images"));
    ImageIO.write(
        new BufferedImage(20, 20, BufferedImage.TYPE_INT_RGB),
        "png",
        image.resolve("a.png").toFile());
    refused("the model takes 6 values an example", "anomaly", run, image);
  }

  @Test
  void heldOutExamplesOfDataThatMovedOrChanged() throws IOException {
    float[] x = new Samples(1).pixels(400 * D);
    Path table = csv("table.csv", x);
    Path run = run(table, "--validation", 0.5);
    done("anomaly", run, "--calibrate", "held-out", "--quiet");
    Path moved = Files.move(table, folder.resolve("moved.csv"));
    refused(
        "name their new place with --training-data",
        "anomaly",
        run,
        "--calibrate",
        "held-out",
        "--overwrite");
    String first = Files.readString(run.resolve("calibration.json"));
    done("anomaly", run, "--calibrate", "held-out", "--training-data", moved, "--overwrite");
    assertThat(Files.readString(run.resolve("calibration.json")).replace("moved.csv", "table.csv"))
        .isEqualTo(first);
    csv("table.csv", Arrays.copyOf(x, 390 * D));
    refused(
        "and the run had 200, so others are held out now",
        "anomaly",
        run,
        "--calibrate",
        "held-out",
        "--overwrite");
    assertThat(
            done("anomaly", run, "--calibrate", moved, "--overwrite", "--json").out())
        .contains("\"n\" : 400");
  }

  /** A picture of one colour but for a corner: the patch with the largest error is where it is said to be. */
  @Test
  void patchesAreNamedByFileAndPosition() throws IOException {
    Path images = Files.createDirectory(folder.resolve("images"));
    for (int i = 0; i < 3; i++) {
      BufferedImage image = new BufferedImage(40 + i, 30, BufferedImage.TYPE_INT_RGB);
      for (int y = 0; y < 30; y++)
        for (int x = 0; x < 40 + i; x++) image.setRGB(x, y, (y * 5) << 16 | (x * 3) << 8 | i * 40);
      ImageIO.write(image, "png", images.resolve(i + ".png").toFile());
    }
    Path run = folder.resolve("run");
    Object[] patches = {"--patch-size", 6, "--patches", 200, "--quiet"};
    done(with(
        new Object[] {"train", images, "--iterations", 3, "--hidden", 4, "--out", run}, patches));
    Object[] anomaly = with(new Object[] {"anomaly", run, images, "--top", 200}, patches);
    JsonNode told = json(done(with(anomaly, "--json")).out());
    float[] all = DataReader.read(
            images, ReadOptions.defaults().withPatches(200).withPatchSize(6))
        .values();
    assertThat(told.path("worst")).hasSize(200);
    for (JsonNode entry : told.path("worst")) {
      BufferedImage image = ImageIO.read(Path.of(entry.path("image").asString()).toFile());
      int first = entry.path("example").asInt() * 3 * 36;
      for (int y = 0; y < 6; y++)
        for (int x = 0; x < 6; x++) {
          int rgb = image.getRGB(entry.path("x").asInt() + x, entry.path("y").asInt() + y);
          assertThat(all[first + y * 6 + x]).isEqualTo((float) ((rgb >> 16 & 255) / 255.0));
          assertThat(all[first + 36 + y * 6 + x]).isEqualTo((float) ((rgb >> 8 & 255) / 255.0));
        }
    }
    JsonNode worst = told.path("worst").path(0);
    assertThat(done(anomaly).out().lines().toList().get(4))
        .endsWith("%s at x %d, y %d"
            .formatted(
                worst.path("image").asString(),
                worst.path("x").asInt(),
                worst.path("y").asInt()));
  }

  private static Object[] with(Object[] some, Object... more) {
    Object[] all = Arrays.copyOf(some, some.length + more.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    return all;
  }
}
