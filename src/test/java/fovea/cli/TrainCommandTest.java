package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import fovea.data.DataReader;
import fovea.data.Examples;
import fovea.data.PreprocessMode;
import fovea.data.Preprocessing;
import fovea.data.ReadOptions;
import fovea.diagnose.Float64Model;
import fovea.io.ModelFile;
import fovea.io.StoredModel;
import fovea.kernels.Samples;
import fovea.model.Autoencoder;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import fovea.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code train} and {@code evaluate}: the run folder, the plan and the ends that a run comes to. */
class TrainCommandTest {
  @TempDir
  private Path folder;

  private static List<NamedCsvRecord> metrics(Path run) throws IOException {
    try (CsvReader<NamedCsvRecord> csv =
        CsvReader.builder().ofNamedCsvRecord(run.resolve("metrics.csv"))) {
      return csv.stream().toList();
    }
  }

  private static JsonNode config(Path run) throws IOException {
    return JsonMapper.shared().readTree(Files.readString(run.resolve("config.json")));
  }

  private static double number(NamedCsvRecord row, String field) {
    return Double.parseDouble(row.getField(field));
  }

  @Test
  void trainWritesTheRunFolderAndEvaluateReadsIt() throws IOException {
    Path run = folder.resolve("run");
    FoveaJar.Ended ended =
        FoveaJar.here("train", "--patches", 1300, "--iterations", 12, "--hidden", 20, "--out", run);
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.out()).contains("12 iterations").contains(run.toString());
    assertThat(ended.err()).contains("iteration 0/12").contains("iteration 12/12");
    try (Stream<Path> files = Files.walk(run)) {
      assertThat(files.filter(Files::isRegularFile).map(run::relativize).map(Path::toString))
          .containsExactlyInAnyOrder(
              "model.safetensors",
              "metrics.csv",
              "config.json",
              ".lock",
              "checkpoint",
              "report.html",
              "figures/patches.png",
              "figures/reconstructions.png",
              "figures/features.png",
              "figures/cost.png");
    }
    for (String figure : new String[] {"patches", "reconstructions", "features", "cost"})
      assertThat(
              ImageIO.read(run.resolve("figures/" + figure + ".png").toFile()).getWidth())
          .isGreaterThan(300);

    try (Stream<Path> figures = Files.list(run.resolve("figures"))) {
      assertThat(figures.map(figure -> figure.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(RunFolder.FIGURES);
    }

    List<NamedCsvRecord> rows = metrics(run);
    assertThat(rows).hasSize(13);
    assertThat(rows.get(0).getHeader())
        .containsExactly(
            "iteration",
            "cost",
            "reconstruction",
            "weight_decay",
            "sparsity",
            "gradient_norm",
            "seconds",
            "step_length",
            "evaluations",
            "examples",
            "explained_variance",
            "mean_activation",
            "dead_units",
            "saturated_units",
            "held_out_cost",
            "held_out_explained_variance");
    for (int i = 0; i < 13; i++) {
      assertThat(number(rows.get(i), "iteration")).isEqualTo(i);
      assertThat(number(rows.get(i), "cost"))
          .isEqualTo(number(rows.get(i), "reconstruction")
              + number(rows.get(i), "weight_decay")
              + number(rows.get(i), "sparsity"));
      if (i > 0)
        assertThat(number(rows.get(i), "cost")).isLessThan(number(rows.get(i - 1), "cost"));
    }

    assertThat(rows.get(12).getField("held_out_cost")).isEmpty();

    JsonNode config = config(run);
    assertThat(config.at("/validation").isNull()).isTrue();
    assertThat(config.at("/result/kept_iteration").intValue()).isEqualTo(12);
    assertThat(config.at("/result/evaluations").doubleValue())
        .isEqualTo(number(rows.get(12), "evaluations"));
    assertThat(config.at("/network/hidden").intValue()).isEqualTo(20);
    assertThat(config.at("/data/patches").intValue()).isEqualTo(1300);
    assertThat(config.at("/result/cost").doubleValue()).isEqualTo(number(rows.get(12), "cost"));

    // On the training data again, the model has the cost that training ended with.
    Path photographs = Path.of("data/photos/train").toAbsolutePath();
    FoveaJar.Ended evaluation = FoveaJar.here(
        "evaluate", run.resolve("model.safetensors"), photographs, "--patches", 1300, "--json");
    assertThat(evaluation.exit()).as(evaluation.err()).isZero();
    JsonNode report = JsonMapper.shared().readTree(evaluation.out());
    assertThat(report.get("n").intValue()).isEqualTo(1300);
    for (String part : new String[] {
      "cost",
      "reconstruction",
      "weight_decay",
      "sparsity",
      "explained_variance",
      "mean_activation",
      "dead_units",
      "saturated_units"
    }) assertThat(report.get(part).doubleValue()).isEqualTo(number(rows.get(12), part));
    assertThat(report.get("mse").doubleValue())
        .isEqualTo(2 * report.get("reconstruction").doubleValue() / 256, offset(1e-15));
    assertThat(report.get("explained_variance").doubleValue()).isBetween(0.0, 1.0);
    assertThat(report.get("psnr_db").doubleValue()).isBetween(10.0, 40.0);
    assertThat(report.get("mean_activation").doubleValue()).isBetween(0.3, 0.7);
    assertThat(report.get("dead_units").intValue()).isZero();
    assertThat(report.get("saturated_units").intValue()).isZero();

    // Without data: the held-out photographs; other weights change the cost and nothing else.
    FoveaJar.Ended heldOut = FoveaJar.here(
        "evaluate",
        run.resolve("model.safetensors"),
        "--patches",
        1300,
        "--lambda",
        0,
        "--beta",
        0);
    assertThat(heldOut.exit()).as(heldOut.err()).isZero();
    assertThat(heldOut.out()).contains("held-out").contains("weight decay      0.000000");
  }

  @Test
  void gradientDescentFollowsDoubleFromTheSameStart() throws IOException {
    Examples patches = DataReader.trainPhotographs(
        ReadOptions.defaults().withPatches(500).withPatchSize(16).withSeed(3));
    float[] x = Preprocessing.fit(PreprocessMode.AUTO, patches).apply(patches);
    NetworkShape shape = new NetworkShape(256, 25);
    float[] theta = Parameters.random(shape, 2);
    Path data = FoveaJar.npy(folder.resolve("X.npy"), x, 500, 256);
    Path init = folder.resolve("m.safetensors");
    ModelFile.write(
        init,
        new StoredModel(new Autoencoder(shape, theta), Hyperparameters.DEFAULT, Optional.empty()));
    Path run = folder.resolve("run");
    FoveaJar.Ended ended = FoveaJar.here(
        "train",
        data,
        "--init",
        init,
        "--optimizer",
        "gd",
        "--learning-rate",
        0.5,
        "--iterations",
        60,
        "--out",
        run,
        "--quiet");
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.out()).isEmpty();
    assertThat(ended.errors()).isEmpty();

    List<NamedCsvRecord> rows = metrics(run);
    assertThat(rows).hasSize(61);
    double[] theta64 = Samples.toDouble(theta);
    double[] gradient = new double[theta64.length];
    Float64Model model = new Float64Model(shape, Hyperparameters.DEFAULT, Samples.toDouble(x));
    for (NamedCsvRecord row : rows) {
      double cost = model.valueAndGradient(theta64, gradient).total();
      assertThat(number(row, "cost")).isEqualTo(cost, offset(1e-4 * cost));
      for (int i = 0; i < theta64.length; i++) theta64[i] -= 0.5 * gradient[i];
    }
  }

  /** Noise, which is learnt by heart: the held-out cost rises again. */
  @Test
  void validationKeepsTheBestModel() throws IOException {
    float[] noise = new Samples(71).pixels(16 * 12);
    Path data = FoveaJar.npy(folder.resolve("noise.npy"), noise, 16, 12);
    Path run = folder.resolve("run");
    FoveaJar.Ended ended = FoveaJar.here(
        "train",
        data,
        "--validation",
        0.5,
        "--patience",
        9,
        "--hidden",
        10,
        "--lambda",
        0,
        "--beta",
        0,
        "--out",
        run);
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.err()).contains("8 held-out examples").contains("held-out ");
    List<NamedCsvRecord> rows = metrics(run);
    int best = 0;
    for (int i = 0; i < rows.size(); i++)
      if (number(rows.get(i), "held_out_cost") < number(rows.get(best), "held_out_cost")) best = i;
    assertThat(best).isPositive();
    assertThat(rows).hasSize(best + 9 + 1);
    JsonNode config = config(run);
    assertThat(config.at("/data/examples").intValue()).isEqualTo(8);
    assertThat(config.at("/validation/value").asString()).isEqualTo("0.5");
    assertThat(config.at("/validation/examples").intValue()).isEqualTo(8);
    assertThat(config.at("/validation/patience").intValue()).isEqualTo(9);
    assertThat(config.at("/result/outcome").asString()).contains("held-out cost no longer falls");
    assertThat(config.at("/result/kept_iteration").intValue()).isEqualTo(best);
    assertThat(config.at("/result/iterations").intValue()).isEqualTo(best + 9);
    assertThat(config.at("/result/cost").doubleValue()).isEqualTo(number(rows.get(best), "cost"));
    assertThat(config.at("/result/held_out_cost").doubleValue())
        .isEqualTo(number(rows.get(best), "held_out_cost"));
    assertThat(ended.out()).contains("kept: iteration %d,".formatted(best));

    // All examples together cost what both halves cost on average: it is the best model that is
    // saved.
    FoveaJar.Ended evaluation =
        FoveaJar.here("evaluate", run.resolve("model.safetensors"), data, "--json");
    double mean = (number(rows.get(best), "cost") + number(rows.get(best), "held_out_cost")) / 2;
    assertThat(JsonMapper.shared().readTree(evaluation.out()).get("cost").doubleValue())
        .isEqualTo(mean, offset(1e-6));
  }

  @Test
  void heldOutPhotographsAreThoseThatEvaluateTakes() throws IOException {
    Path run = folder.resolve("run");
    FoveaJar.Ended ended = FoveaJar.here(
        "train",
        "--patches",
        600,
        "--hidden",
        9,
        "--iterations",
        40,
        "--optimizer",
        "adam",
        "--validation",
        "heldout",
        "--out",
        run,
        "--quiet");
    assertThat(ended.exit()).as(ended.err()).isZero();
    JsonNode config = config(run);
    assertThat(config.at("/training/optimizer").asString()).isEqualTo("adam");
    assertThat(config.at("/training/learning_rate").doubleValue()).isEqualTo(0.01);
    assertThat(config.at("/training/beta2").doubleValue()).isEqualTo(0.999);
    assertThat(config.at("/training/history").isMissingNode()).as("L-BFGS's").isTrue();
    FoveaJar.Ended evaluation =
        FoveaJar.here("evaluate", run.resolve("model.safetensors"), "--patches", 600, "--json");
    JsonNode report = JsonMapper.shared().readTree(evaluation.out());
    assertThat(report.get("cost").doubleValue())
        .isEqualTo(config.at("/result/held_out_cost").doubleValue());
    assertThat(report.get("explained_variance").doubleValue())
        .isEqualTo(config.at("/result/held_out_explained_variance").doubleValue());
  }

  @Test
  void aRunThatDivergesKeepsWhatWasFinite() throws IOException {
    Path run = folder.resolve("run");
    FoveaJar.Ended ended = FoveaJar.here(
        "train",
        "--patches",
        200,
        "--hidden",
        9,
        "--optimizer",
        "gd",
        "--learning-rate",
        1e5,
        "--out",
        run,
        "--quiet");
    assertThat(ended.exit()).as(ended.err()).isEqualTo(1);
    assertThat(ended.errors()).hasSize(1);
    assertThat(ended.errors().get(0))
        .contains("diverged at iteration")
        .contains("last finite cost")
        .contains("--learning-rate 0.5");
    for (float t : ModelFile.read(run.resolve("model.safetensors")).network().theta())
      assertThat(t).isFinite();
    assertThat(metrics(run)).isNotEmpty();
    assertThat(run.resolve("figures/features.png")).exists();
  }

  @Test
  void aModelThatHasLearntNothingIsTold() {
    Object[] settings = {
      "train", "--patches", 500, "--patch-size", 8, "--hidden", 5, "--lambda", 1, "--threads", 1
    };
    Object[] ended = Arrays.copyOf(settings, settings.length + 2);
    ended[settings.length] = "--out";
    ended[settings.length + 1] = folder.resolve("nothing");
    assertThat(FoveaJar.done(ended).errors())
        .filteredOn(line -> line.contains("explains"))
        .singleElement()
        .asString()
        .contains("hardly more than the means of the values do")
        .contains("smaller --lambda");
    Object[] broken = Arrays.copyOf(ended, ended.length + 3);
    broken[ended.length] = "--overwrite";
    broken[ended.length + 1] = "--iterations";
    broken[ended.length + 2] = 2;
    assertThat(FoveaJar.done(broken).err()).doesNotContain("explains");
  }

  @Test
  void aTablesModelIsNotEvaluatedOnPhotographs() throws IOException {
    Path table = FoveaJar.npy(folder.resolve("rows.npy"), new Samples(5).pixels(200), 40, 5);
    Path run = folder.resolve("table");
    FoveaJar.done("train", table, "--scale", "minmax", "--hidden", 2, "--out", run, "--quiet");
    FoveaJar.here("evaluate", run).isRefusal("give a table");
  }

  @Test
  void aPlanTellsMemoryWorkAndTimeAndWritesNothing() {
    FoveaJar.Ended plan = FoveaJar.here(
        "train",
        "--dry-run",
        "--quiet",
        "--patches",
        2000,
        "--validation",
        0.1,
        "--out",
        folder.resolve("run"));
    assertThat(plan.exit()).as(plan.err()).isZero();
    assertThat(plan.errors()).isEmpty();
    assertThat(plan.out())
        .contains("256-64-256, 33,088 parameters")
        .containsPattern("memory +\\d+ MiB, Java may use ")
        .containsPattern("work +2\\.9\\de\\+08 .*about 316 evaluations in 300 iterations")
        .containsPattern("time +about [\\d.]+ (ms|seconds|minutes)");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void aFolderThatVanishesIsMadeAgain() throws Exception {
    Path run = folder.resolve("run");
    CompletableFuture<FoveaJar.Ended> training = CompletableFuture.supplyAsync(() -> FoveaJar.here(
        "train",
        "--patches",
        300,
        "--hidden",
        9,
        "--optimizer",
        "gd",
        "--learning-rate",
        0.001,
        "--tolerance",
        0,
        "--max-seconds",
        1,
        "--iterations",
        100_000_000,
        "--checkpoint-every",
        0,
        "--quiet",
        "--out",
        run));
    while (!Files.exists(run.resolve("config.json")) && !training.isDone())
      LockSupport.parkNanos(2_000_000);
    assertThat(training).isNotDone();
    try (Stream<Path> files = Files.walk(run)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
    }
    FoveaJar.Ended ended = training.get(1, TimeUnit.MINUTES);
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.errors()).isEmpty();
    assertThat(
            ModelFile.read(run.resolve("model.safetensors")).network().shape().hidden())
        .isEqualTo(9);
    assertThat(run.resolve("config.json")).exists();
  }

  @Test
  void helpVersionAndCompletionArePrinted() {
    assertThat(FoveaJar.here("help", "train").out()).contains("--lambda").contains("--optimizer");
    // The jar knows its number: LauncherIT.
    assertThat(FoveaJar.here("--version").out()).startsWith("fovea development\nJava 25");
    assertThat(FoveaJar.here("generate-completion").out())
        .contains("complete")
        .contains("evaluate");
    FoveaJar.Ended bare = FoveaJar.here();
    assertThat(bare.exit()).isZero();
    assertThat(bare.out()).contains("Start here");
  }
}
