package fovea.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.data.ExampleShape;
import fovea.data.Examples;
import fovea.data.InputException;
import fovea.data.PreprocessChoice;
import fovea.data.PreprocessMode;
import fovea.data.ReadOptions;
import fovea.data.Split;
import fovea.features.FeatureStability;
import fovea.io.ModelFile;
import fovea.io.StoredModel;
import fovea.kernels.ActivationFunction;
import fovea.kernels.Samples;
import fovea.model.Architecture;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.optimize.GradientDescent;
import fovea.optimize.Lbfgs;
import fovea.optimize.Limits;
import fovea.optimize.Optimizer;
import fovea.run.DataSettings;
import fovea.run.OpenRun;
import fovea.run.RunConfig;
import fovea.run.RunFolder;
import fovea.run.RunSettings;
import fovea.run.TrainingData;
import fovea.run.ValidationSettings;
import fovea.train.Metrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SweepTest {
  private static final DataSettings SETTINGS = new DataSettings(
      Optional.of(Path.of("noise.npy")),
      ReadOptions.defaults(),
      PreprocessChoice.of(PreprocessMode.NONE),
      0,
      false);
  private static final TrainingData DATA = data(71);
  private static final Architecture NETWORK = Architecture.of(new NetworkShape(12, 1));
  private static final SweepConfig CONFIG = config(DATA, 30);
  private static final Sweep SWEEP = sweep(NETWORK, Lbfgs.DEFAULT, new Limits(30, 0));
  private static final SweepPlan PLAN = SweepPlan.full(
      new SweepGrid(List.of(3, 5), List.of(0.0, 1e-3), List.of(0.1), List.of(0.5)), 1, 2);

  @TempDir
  private Path folder;

  private static TrainingData data(int seed) {
    Samples samples = new Samples(seed);
    Examples training =
        new Examples("noise", 40, new ExampleShape.Row(12), samples.pixels(40 * 12));
    return TrainingData.of(
        SETTINGS,
        training,
        Optional.of(new Split(
            training,
            new Examples("other noise", 30, new ExampleShape.Row(12), samples.pixels(30 * 12)))),
        ActivationFunction.SIGMOID);
  }

  private static SweepConfig config(TrainingData data, int iterations) {
    return SweepConfig.of(
        "1", data, NETWORK, RunConfig.Training.of(Lbfgs.DEFAULT, new Limits(iterations, 0)));
  }

  private static Sweep sweep(Architecture network, Optimizer optimizer, Limits limits) {
    RunSettings settings = new RunSettings(
        SETTINGS,
        Optional.of(new ValidationSettings("0.1", 1)),
        network,
        Hyperparameters.DEFAULT,
        Optional.empty(),
        optimizer,
        limits);
    return new Sweep(DATA, settings, "1", List.of("sweep", "--seeds", "2"));
  }

  /** Counts, and remembers what ran. */
  private static class Listener implements SweepListener {
    final List<Setting> started = Collections.synchronizedList(new ArrayList<>());
    final List<Integer> threads = Collections.synchronizedList(new ArrayList<>());
    final AtomicInteger iterations = new AtomicInteger();
    final AtomicInteger finished = new AtomicInteger();

    @Override
    public void started(Setting setting, int threads) {
      started.add(setting);
      this.threads.add(threads);
    }

    @Override
    public void moved(Setting setting, Metrics metrics) {
      iterations.incrementAndGet();
    }

    @Override
    public void finished(SweepResult result) {
      finished.incrementAndGet();
    }

    @Override
    public void undrawn(IOException problem) {
      throw new AssertionError(problem);
    }
  }

  private String run(
      String name, SweepPlan plan, int threads, BooleanSupplier stop, Listener listener)
      throws Exception {
    try (SweepFolder to = SweepFolder.open(folder.resolve(name), CONFIG, false)) {
      List<SweepResult> results = SWEEP.run(plan, to, threads, stop, listener);
      assertThat(SweepReport.write(to, CONFIG, plan, table(to, results))).isEmpty();
      return Files.readString(to.table());
    }
  }

  private static SweepTable table(SweepFolder folder, List<SweepResult> results) {
    return SweepTable.of(results, SweepStability.of(folder, results));
  }

  private String run(String name, int threads) throws Exception {
    return run(name, PLAN, threads, () -> false, new Listener());
  }

  @Test
  void threadsChangeNothing() throws Exception {
    String one = run("one", 1);
    assertThat(one.lines()).hasSize(9);
    assertThat(run("three", 3)).isEqualTo(one);
    Listener listener = new Listener();
    assertThat(run("twenty", PLAN, 20, () -> false, listener)).isEqualTo(one);
    assertThat(listener.threads).hasSize(8);
    assertThat(listener.threads.stream().mapToInt(i -> i).sum()).isEqualTo(20);
    assertThat(Collections.max(listener.threads)).isEqualTo(3);
  }

  @Test
  void everyRunHasAReportAndWhatItTakesToWriteItAgain() throws Exception {
    run("reports", 2);
    String page = Files.readString(folder.resolve("reports/index.html"));
    for (Setting setting : PLAN.runs()) {
      RunFolder run = new RunFolder(folder.resolve("reports/runs").resolve(setting.name()));
      assertThat(Files.readString(run.report()))
          .contains("<h1>" + setting.name() + "</h1>")
          .contains("sweep --seeds 2");
      RunConfig config = RunConfig.read(run.config());
      assertThat(config.network().hidden()).isEqualTo(setting.hidden());
      assertThat(config.network().lambda()).isEqualTo(setting.lambda());
      assertThat(config.end().iterations()).isBetween(1, 30);
      assertThat(config.validation()).isNotNull();
      assertThat(page).contains("href=\"runs/%s/report.html\"".formatted(setting.name()));
    }
    assertThatThrownBy(() -> OpenRun.resume(new RunFolder(
            folder.resolve("reports/runs").resolve(PLAN.runs().get(1).name()))))
        .hasMessageContaining("has ended");
  }

  @Test
  void largestNetworksComeFirst() throws Exception {
    Listener listener = new Listener();
    run("one", PLAN, 1, () -> false, listener);
    assertThat(listener.started.stream().map(Setting::hidden))
        .containsExactly(5, 5, 5, 5, 3, 3, 3, 3);
    assertThat(listener.threads).containsOnly(1);
  }

  /** While a run is going on, and between two. */
  @Test
  void aFolderThatIsMovedIsNotMadeAgain() throws Exception {
    for (boolean between : new boolean[] {false, true}) {
      Path moved = folder.resolve("moved " + between);
      Listener listener = new Listener() {
        @Override
        public void moved(Setting setting, Metrics metrics) {
          super.moved(setting, metrics);
          if (!between && iterations.get() == 3) move();
        }

        @Override
        public void finished(SweepResult result) {
          super.finished(result);
          if (between && finished.get() == 1) move();
        }

        private void move() {
          try {
            Files.move(folder.resolve("here"), moved);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      };
      assertThatThrownBy(() -> run("here", PLAN, 1, () -> false, listener))
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining(folder.resolve("here").toString());
      assertThat(folder.resolve("here")).doesNotExist();
      assertThat(moved.resolve("sweep.json")).exists();
      assertThat(listener.finished.get()).isEqualTo(between ? 1 : 0);
    }
  }

  @Test
  void aStoppedSweepGoesOnWhereItWas() throws Exception {
    String whole = run("whole", 1);
    Listener first = new Listener();
    // In the middle of the fourth run.
    String part = run("cut", PLAN, 1, () -> first.iterations.get() > 100, first);
    int done = first.finished.get();
    assertThat(done).isBetween(1, 7);
    assertThat(part.lines()).hasSize(1 + done);
    try (var runs = Files.list(folder.resolve("cut/runs"))) {
      assertThat(runs).as("the run in hand leaves nothing").hasSize(done);
    }
    Listener second = new Listener();
    assertThat(run("cut", PLAN, 2, () -> false, second)).isEqualTo(whole);
    assertThat(second.finished.get()).isEqualTo(8 - done);
    assertThat(second.started).doesNotContainAnyElementsOf(first.started.subList(0, done));
    for (Setting setting : PLAN.runs()) {
      Path model = Path.of("runs", setting.name(), "model.safetensors");
      assertThat(folder.resolve("cut").resolve(model))
          .hasSameBinaryContentAs(folder.resolve("whole").resolve(model));
    }
    Listener third = new Listener();
    assertThat(run("cut", PLAN, 1, () -> false, third)).isEqualTo(whole);
    assertThat(third.started).isEmpty();
  }

  @Test
  void aRunWithoutItsResultIsDoneAgain() throws Exception {
    String whole = run("cut", 1);
    Path run = folder.resolve("cut/runs").resolve(PLAN.runs().get(3).name());
    Files.delete(run.resolve("result.json"));
    Files.writeString(run.resolve("model.safetensors"), "half a mo");
    Path part = Files.writeString(run.resolve(".fovea-0123456789abcdef.part"), "iterat");
    Listener listener = new Listener();
    assertThat(run("cut", PLAN, 1, () -> false, listener)).isEqualTo(whole);
    assertThat(listener.started).containsExactly(PLAN.runs().get(3));
    assertThat(ModelFile.read(run.resolve("model.safetensors")).hyperparameters())
        .isEqualTo(PLAN.runs().get(3).hyperparameters());
    assertThat(part).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "{\"setting\": 3}", "{\"sett"})
  void aRunWithADamagedResultIsDoneAgain(String damaged) throws Exception {
    String whole = run("cut", 1);
    Path runs = folder.resolve("cut/runs");
    Files.writeString(runs.resolve(PLAN.runs().get(3).name() + "/result.json"), damaged);
    Files.write(runs.resolve(PLAN.runs().get(0).name() + "/model.safetensors"), new byte[0]);
    Files.delete(runs.resolve(PLAN.runs().get(1).name() + "/model.safetensors"));
    Listener listener = new Listener();
    assertThat(run("cut", PLAN, 1, () -> false, listener)).isEqualTo(whole);
    assertThat(listener.started)
        .containsExactlyInAnyOrder(
            PLAN.runs().get(0), PLAN.runs().get(1), PLAN.runs().get(3));
  }

  @Test
  void anotherGridTakesOverWhatBelongsToIt() throws Exception {
    SweepPlan larger = SweepPlan.full(
        new SweepGrid(List.of(2, 5), List.of(0.0, 1e-3), List.of(0.1), List.of(0.5)), 1, 2);
    String alone = run("alone", larger, 1, () -> false, new Listener());
    run("both", 1);
    Listener listener = new Listener();
    assertThat(run("both", larger, 1, () -> false, listener)).isEqualTo(alone);
    assertThat(listener.started).hasSize(4).allMatch(setting -> setting.hidden() == 2);
  }

  @Test
  void otherDataOrSettingsAreRefusedUnlessOverwritten() throws Exception {
    run("taken", 1);
    Path taken = folder.resolve("taken");
    assertThatThrownBy(() -> SweepFolder.open(taken, config(data(72), 30), false))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("holds a sweep with other training data");
    assertThatThrownBy(() -> SweepFolder.open(taken, config(DATA, 31), false))
        .hasMessageContaining("iterations 30, not 31");
    try (SweepFolder to = SweepFolder.open(taken, config(DATA, 31), true)) {
      for (Setting setting : PLAN.runs()) assertThat(to.result(setting)).isEmpty();
      try (var files = Files.walk(taken)) {
        assertThat(files.filter(Files::isRegularFile).map(f -> f.getFileName().toString()))
            .containsExactlyInAnyOrder("sweep.json", ".lock");
      }
    }
    assertThatThrownBy(() -> SweepFolder.open(taken, CONFIG, false))
        .hasMessageContaining("iterations 31, not 30");
  }

  @Test
  void otherLayersAreThoseOfEveryRun() throws Exception {
    Architecture layers = new Architecture(
        new NetworkShape(12, 1), ActivationFunction.TANH, ActivationFunction.LINEAR, true);
    SweepConfig config = SweepConfig.of("1", DATA, layers, CONFIG.training());
    Sweep sweep = sweep(layers, Lbfgs.DEFAULT, new Limits(30, 0));
    Path path = folder.resolve("other");
    try (SweepFolder to = SweepFolder.open(path, config, false)) {
      List<SweepResult> results = sweep.run(PLAN, to, 2, () -> false, new Listener());
      assertThat(results).hasSize(8).allMatch(result -> result.measures().isPresent());
      for (Setting setting : PLAN.runs()) {
        Architecture network = ModelFile.read(to.run(setting).resolve("model.safetensors"))
            .network()
            .architecture();
        assertThat(network).isEqualTo(layers.withHidden(setting.hidden()));
      }
    }
    assertThatThrownBy(() -> SweepFolder.open(path, CONFIG, false))
        .hasMessageContaining("encoder tanh, not sigmoid");
  }

  @Test
  void foldersThatCannotServeAreRefused() throws Exception {
    Files.writeString(folder.resolve("letter.txt"), "Dear");
    assertThatThrownBy(() -> SweepFolder.open(folder, CONFIG, true))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("is not empty and holds no sweep");
    assertThatThrownBy(() -> SweepFolder.open(folder.resolve("letter.txt"), CONFIG, false))
        .hasMessageContaining("is a file");
    Path used = folder.resolve("used");
    try (SweepFolder first = SweepFolder.open(used, CONFIG, false)) {
      assertThat(first.path()).isEqualTo(used);
      assertThatThrownBy(() -> SweepFolder.open(used, CONFIG, false))
          .hasMessageContaining("is at work in this folder");
    }
    run("used", 1);
    Path result = used.resolve("runs").resolve(PLAN.runs().getFirst().name() + "/result.json");
    Files.writeString(result, Files.readString(result).replace("\"seed\" : 1", "\"seed\" : 9"));
    assertThatThrownBy(() -> run("used", 1)).hasMessageContaining("delete it");
    Files.writeString(used.resolve("sweep.json"), "");
    assertThatThrownBy(() -> SweepFolder.open(used, CONFIG, false))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("sweep.json: is empty; name another folder with --out")
        .hasMessageContaining("--overwrite");
  }

  @Test
  void aFailureEndsTheSweepAndKeepsWhatIsDone() throws Exception {
    String whole = run("whole", 1);
    Listener failing = new Listener() {
      @Override
      public void started(Setting setting, int threads) {
        if (setting.hidden() == 3) throw new IllegalStateException("on purpose");
      }
    };
    assertThatThrownBy(() -> run("broken", PLAN, 2, () -> false, failing)).hasMessage("on purpose");
    assertThat(failing.finished.get()).isGreaterThan(0);
    assertThat(run("broken", PLAN, 2, () -> false, new Listener())).isEqualTo(whole);
  }

  @Test
  void theFeaturesOfARunAreComparedWithThoseOfTheOtherSeeds() throws Exception {
    SweepPlan three = SweepPlan.full(
        new SweepGrid(List.of(3, 5), List.of(0.0), List.of(0.1), List.of(0.5)), 1, 3);
    List<String> table =
        run("three", three, 2, () -> false, new Listener()).lines().toList();
    List<String> head = List.of(table.getFirst().split(","));
    List<StoredModel> models = three.runs().stream()
        .map(run -> ModelFile.read(
            folder.resolve("three/runs").resolve(run.name()).resolve("model.safetensors")))
        .toList();
    for (int i = 0; i < 6; i++) {
      int first = i < 3 ? 0 : 3;
      List<float[]> others = new ArrayList<>();
      for (int j = first; j < first + 3; j++) if (j != i) others.add(w1(models.get(j)));
      FeatureStability expected = FeatureStability.of(w1(models.get(i)), others, 12, false, 1);
      List<String> row = List.of(table.get(i + 1).split(","));
      assertThat(row.getFirst()).isEqualTo(three.runs().get(i).name());
      assertThat(row.get(head.indexOf("stability"))).isEqualTo("" + expected.mean());
      assertThat(row.get(head.indexOf("stability_baseline")))
          .isEqualTo("" + expected.baselineMean());
      assertThat(row.get(head.indexOf("stable_units"))).isEqualTo("" + expected.stableUnits());
      String mean = String.format(Locale.ROOT, "%.3f", expected.mean());
      assertThat(Files.readString(folder.resolve("three/index.html")))
          .contains("<td>%s</td>".formatted(mean))
          .contains("stability %s, baseline".formatted(mean));
    }
  }

  private static float[] w1(StoredModel model) {
    NetworkShape shape = model.network().shape();
    return Arrays.copyOf(model.network().theta(), shape.hidden() * shape.inputs());
  }

  @Test
  void aRunWithoutAFellowHasNoStability() throws Exception {
    SweepPlan single = SweepPlan.full(
        new SweepGrid(List.of(3, 5), List.of(0.0), List.of(0.1), List.of(0.5)), 1, 1);
    String table = run("single", single, 2, () -> false, new Listener());
    assertThat(table.lines().skip(1)).hasSize(2).allMatch(row -> row.matches(".*,,,,[12],[12]"));
    assertThat(folder.resolve("single/index.html")).content().doesNotContain("tability");
  }

  /** Its result is there, so that nobody has read it before the models are compared. */
  @Test
  void aDamagedModelIsNamed() throws Exception {
    run("damaged", 1);
    Path model = folder.resolve(
        "damaged/runs/%s/model.safetensors".formatted(PLAN.runs().getFirst().name()));
    Files.writeString(model, "half a mo");
    assertThatThrownBy(() -> run("damaged", 1))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(model + ": ")
        .hasMessageEndingWith("; delete it, and the same command does this run again");
    Files.delete(model);
    assertThat(run("damaged", 1)).isEqualTo(run("whole", 1));
  }

  @Test
  void divergenceIsAResultThatComesLast() throws Exception {
    Sweep wild = sweep(NETWORK, new GradientDescent(0.5, 0, false), new Limits(50, 0));
    SweepPlan plan = SweepPlan.full(
        new SweepGrid(List.of(3), List.of(1e9, 0.0), List.of(0.0), List.of(0.5)), 1, 1);
    try (SweepFolder to = SweepFolder.open(folder.resolve("wild"), CONFIG, false)) {
      List<SweepResult> results = wild.run(plan, to, 2, () -> false, new Listener());
      assertThat(results)
          .extracting(SweepResult::outcome)
          .containsExactly("diverged", "iterations");
      assertThat(results.getFirst().measures()).isEmpty();
      assertThat(to.result(plan.runs().getFirst())).contains(results.getFirst());
      assertThat(to.result(plan.runs().getLast())).contains(results.getLast());
      SweepTable table = table(to, results);
      assertThat(table.rows()).extracting(SweepTable.Row::varianceRank).containsExactly(2, 1);
      SweepReport.write(to, CONFIG, plan, table);
      assertThat(Files.readString(to.page())).contains("diverged");
      assertThat(Files.readAllLines(to.table()).get(1))
          .matches("h3_l1e9_b0_r0.5_s1,3,1e9,0,0.5,1,diverged,\\d+,\\d+,{17},2,2");
    }
  }
}
