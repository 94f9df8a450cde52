package fovea.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import fovea.data.ColumnNames;
import fovea.data.ExampleShape;
import fovea.data.Examples;
import fovea.data.InputException;
import fovea.data.PatchColour;
import fovea.data.PreprocessChoice;
import fovea.data.PreprocessMode;
import fovea.data.ReadOptions;
import fovea.data.Split;
import fovea.data.TableLayout;
import fovea.io.JsonFile;
import fovea.kernels.ActivationFunction;
import fovea.kernels.Samples;
import fovea.kernels.Team;
import fovea.model.Architecture;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.optimize.Adam;
import fovea.optimize.ConjugateGradient;
import fovea.optimize.GradientDescent;
import fovea.optimize.Lbfgs;
import fovea.optimize.Limits;
import fovea.optimize.Optimizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One training from settings to a folder, and the settings back from it. */
class TrainingRunTest {
  private static final RunCheckpoints.Interval EVERY = new RunCheckpoints.Interval(3, false);
  private static final RunConfig.Conduct CONDUCT = new RunConfig.Conduct(2, null, true);

  @TempDir
  private Path folder;

  private final List<String> warnings = new ArrayList<>();

  private static DataSettings data(double corrupt, OptionalDouble whitening) {
    return new DataSettings(
        Optional.of(Path.of("table.npy")),
        new ReadOptions(
            "x",
            7,
            5,
            1L << 60,
            new TableLayout(TableLayout.Names.NO, TableLayout.Names.YES, true),
            ColumnNames.NONE),
        new PreprocessChoice(PreprocessMode.AUTO, PatchColour.LUMINANCE, whitening),
        corrupt,
        false);
  }

  private static RunSettings settings(int iterations) {
    return new RunSettings(
        data(0.1, OptionalDouble.empty()),
        Optional.of(new ValidationSettings("0.25", 9)),
        Architecture.of(new NetworkShape(6, 4)),
        Hyperparameters.DEFAULT,
        Optional.empty(),
        Lbfgs.DEFAULT,
        new Limits(iterations, 0));
  }

  private static TrainingData given(RunSettings settings, int seed) {
    Samples samples = new Samples(seed);
    Examples training = new Examples("table", 40, new ExampleShape.Row(6), samples.pixels(40 * 6));
    Examples heldOut = new Examples("table", 9, new ExampleShape.Row(6), samples.pixels(9 * 6));
    return TrainingData.of(
        settings.data(),
        training,
        Optional.of(new Split(training, heldOut)),
        settings.network().decoder());
  }

  private static RunConfig config(RunSettings settings, TrainingData given) {
    RunConfig.Training training = RunConfig.Training.of(settings.optimizer(), settings.limits());
    return RunConfig.of(
        "1", List.of("train"), settings, given, training, CONDUCT, RunConfig.Machine.here(1));
  }

  private TrainingRun.Saved conduct(OpenRun open, RunSettings settings, int seed)
      throws IOException {
    TrainingData given = given(settings, seed);
    try (open;
        Team team = new Team(1)) {
      TrainingRun run = TrainingRun.start(
          open,
          settings.prepare(given, team),
          config(settings, given),
          given.fingerprints(),
          warnings::add);
      return run.save(run.train(EVERY, (metrics, theta) -> true));
    }
  }

  private RunFolder folder(String name) {
    return RunFolder.create(folder.resolve(name), false);
  }

  @Test
  void aRunThatGoesOnEndsAsOneThatWasNotBroken() throws IOException {
    TrainingRun.Saved whole = conduct(OpenRun.begin(folder("whole")), settings(12), 1);
    assertThat(whole.elsewhere()).isFalse();
    assertThat(whole.config().end().iterations()).isEqualTo(12);
    RunFolder run = folder("broken");
    conduct(OpenRun.begin(run), settings(5), 1);

    RunSettings its = RunConfig.read(run.config()).settings(run.config());
    assertThat(its).isEqualTo(settings(5));
    assertThatThrownBy(() -> conduct(OpenRun.resume(run), its, 2))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("made with another held-out data than this");
    conduct(OpenRun.resume(run), its.withLimits(new Limits(12, 0)), 1);
    assertThat(run.model()).hasSameBinaryContentAs(whole.folder().model());
    assertThat(RunConfig.read(run.config()).conduct()).isEqualTo(CONDUCT);
    assertThat(warnings).isEmpty();
  }

  @Test
  void settingsComeBackFromTheConfig() throws IOException {
    RunSettings some = settings(5);
    TrainingData given = given(some, 1);
    RunSettings others = new RunSettings(
        data(0, OptionalDouble.of(0.25)),
        Optional.empty(),
        new Architecture(
            new NetworkShape(6, 2), ActivationFunction.RELU, ActivationFunction.LINEAR, true),
        new Hyperparameters(0.25, 0.5, Hyperparameters.DEFAULT.rho()),
        Optional.of(Path.of("start.safetensors")),
        Lbfgs.DEFAULT,
        new Limits(5, 0));
    for (RunSettings settings : new RunSettings[] {some, others}) {
      Path file = folder.resolve("config.json");
      JsonFile.write(file, config(settings, given));
      assertThat(RunConfig.read(file).settings(file)).isEqualTo(settings);
    }
  }

  /** Whatever stands in the place of a value: the file is used, or refused in one line. */
  @Test
  void anyValueMayBeWrong() throws IOException {
    Path file = folder.resolve("config.json");
    RunSettings settings = settings(5);
    RunConfig whole = config(settings, given(settings, 1));
    JsonFile.write(file, whole.ended(new RunConfig.Result("iterations", 5, 6, 5, 1, 0.5, 0.25, 2)));
    String text = Files.readString(file);
    List<String> values = List.of(
        "null",
        "[]",
        "[null]",
        "{}",
        "{\"a\": null}",
        "\"\"",
        "\"a\\u0000b\"",
        "-1",
        "2000000001",
        "99999999999999999999",
        "1e999",
        "0.5",
        "true");
    Matcher value = Pattern.compile("(?<= : )(\"[^\"]*\"|[-\\w.]+|\\[[^]]*\\])").matcher(text);
    int tried = 0;
    while (value.find())
      for (String wrong : values) {
        Files.writeString(
            file, text.substring(0, value.start()) + wrong + text.substring(value.end()));
        Throwable thrown = catchThrowable(() -> RunConfig.read(file).settings(file));
        if (thrown != null)
          assertThat(thrown)
              .as("%s for %s", wrong, value.group())
              .isInstanceOf(InputException.class)
              .hasMessageStartingWith(file.toString());
        tried++;
      }
    assertThat(tried).isGreaterThan(500);
  }

  @Test
  void aFolderThatIsMovedEndsTheRunAndIsNotMadeAgain() throws IOException {
    RunFolder run = folder("run");
    RunSettings settings = settings(12);
    TrainingData given = given(settings, 1);
    Path moved = folder.resolve("moved");
    try (OpenRun open = OpenRun.begin(run);
        Team team = new Team(1)) {
      TrainingRun training = TrainingRun.start(
          open,
          settings.prepare(given, team),
          config(settings, given),
          given.fingerprints(),
          warnings::add);
      assertThatThrownBy(() -> training.train(EVERY, (metrics, theta) -> {
            if (metrics.step().iteration() == 5) move(run.path(), moved);
            assertThat(metrics.step().iteration()).isLessThan(6);
            return true;
          }))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining(
              run.path() + ": the folder has been moved while it was in use; go on with");
    }
    assertThat(run.path()).doesNotExist();
    assertThat(warnings).isEmpty();
    // From iteration 3, to the same end.
    conduct(OpenRun.resume(new RunFolder(moved)), settings, 1);
    conduct(OpenRun.begin(folder("whole")), settings, 1);
    assertThat(moved.resolve("model.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("whole").resolve("model.safetensors"));
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void optimisersAndLimitsComeBackFromTheConfig() throws IOException {
    RunSettings some = settings(5);
    Path file = folder.resolve("config.json");
    for (Optimizer optimizer : new Optimizer[] {
      new Lbfgs(3, Lbfgs.Preconditioner.NONE),
      new ConjugateGradient(),
      new Adam(0.25, 0.5, 0.75, 1e-3),
      new GradientDescent(1, 0.5, true)
    }) {
      RunSettings settings = new RunSettings(
          some.data(),
          some.validation(),
          some.network(),
          some.hyperparameters(),
          some.init(),
          optimizer,
          new Limits(5, 0.5, 0.25, 60));
      JsonFile.write(file, config(settings, given(settings, 1)));
      assertThat(RunConfig.read(file).settings(file)).isEqualTo(settings);
    }
    String text = Files.readString(file);
    refused(file, text.replace("\"gd\"", "\"sgd\""), "optimizer is 'sgd', not one of lbfgs, cg");
    refused(
        file, text.replace("\"iterations\" : 5", "\"iterations\" : 5.5"), "training.iterations");
    refused(
        file, text.replace("\"learning_rate\"", "\"rate\""), "training.learning_rate is missing");
    refused(file, text.replace("\"momentum\" : 0.5", "\"momentum\" : 1"), "momentum must be");
  }

  private static void refused(Path file, String text, String why) throws IOException {
    Files.writeString(file, text);
    assertThatThrownBy(() -> RunConfig.read(file).settings(file))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(why);
  }

  /** Every null is either one that Fovea writes itself, or refused with the name of its key. */
  @Test
  void noNullIsTakenForASetting() throws IOException {
    Path file = folder.resolve("config.json");
    JsonFile.write(file, config(settings(5), given(settings(5), 1)));
    JsonNode whole = JsonMapper.shared().readTree(Files.readString(file));
    int refused = 0;
    for (String section : whole.propertyNames()) {
      List<String> keys = new ArrayList<>(whole.path(section).propertyNames());
      keys.add("");
      for (String key : keys) {
        ObjectNode tree = (ObjectNode) whole.deepCopy();
        if (key.isEmpty()) tree.putNull(section);
        else ((ObjectNode) tree.path(section)).putNull(key);
        Files.writeString(file, tree.toString());
        try {
          RunConfig.read(file).settings(file);
        } catch (InputException e) {
          refused++;
          assertThat(e).as("%s.%s", section, key).hasMessageContaining("config.json: ");
          if (!section.equals("format"))
            assertThat(e).hasMessageContaining(key.isEmpty() ? section : key);
        }
      }
    }
    assertThat(refused).isGreaterThan(30);
  }
}
