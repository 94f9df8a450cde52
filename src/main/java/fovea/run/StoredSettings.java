package fovea.run;

import fovea.data.ColumnNames;
import fovea.data.InputException;
import fovea.data.MissingValues;
import fovea.data.PatchColour;
import fovea.data.PreprocessChoice;
import fovea.data.PreprocessMode;
import fovea.data.ReadOptions;
import fovea.data.TableLayout;
import fovea.data.TableScale;
import fovea.kernels.ActivationFunction;
import fovea.model.Architecture;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.optimize.Limits;
import fovea.optimize.Optimizer;
import fovea.optimize.OptimizerKind;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes settings of what config.json holds: the way back from {@link RunConfig#of}. */
final class StoredSettings {
  private StoredSettings() {}

  /**
   * The settings of a run.
   *
   * @throws InputException naming the file, if it holds a value that none of them may have
   */
  static RunSettings of(Path file, RunConfig config) {
    try {
      RunConfig.Network network = config.network();
      return new RunSettings(
          data(config.data()),
          Optional.ofNullable(config.validation())
              .map(v -> new ValidationSettings(v.value(), v.patience())),
          new Architecture(
              new NetworkShape(network.inputs(), network.hidden()),
              choice(ActivationFunction.class, "encoder", network.encoder()),
              choice(ActivationFunction.class, "decoder", network.decoder()),
              network.tied()),
          new Hyperparameters(
              network.lambda(),
              network.beta(),
              Objects.requireNonNullElse(network.rho(), Hyperparameters.DEFAULT.rho())),
          Optional.ofNullable(network.init()).map(Path::of),
          optimizer(config.training().values()),
          limits(config.training().values()));
    } catch (InputException e) {
      throw new InputException("%s: %s".formatted(file, e.getMessage()), e);
    } catch (IllegalArgumentException e) {
      throw new InputException("%s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static DataSettings data(RunConfig.Data data) {
    MissingValues missing = choice(MissingValues.class, "missing", data.missing());
    boolean whitened = switch (data.whiten()) {
      case RunConfig.ZCA -> true;
      case RunConfig.NO_WHITENING -> false;
      default -> throw unknown("whiten", data.whiten(), "none, zca");
    };
    return new DataSettings(
        Optional.ofNullable(data.path()).map(Path::of),
        new ReadOptions(
            data.dataset(),
            data.patches(),
            data.patchSize(),
            data.seed(),
            new TableLayout(
                choice(TableLayout.Names.class, "header", data.header()),
                choice(TableLayout.Names.class, "index_column", data.indexColumn()),
                data.transpose(),
                missing == MissingValues.MEAN),
            new ColumnNames(data.columns())),
        new PreprocessChoice(
            choice(PreprocessMode.class, "preprocess", data.preprocess()),
            choice(PatchColour.class, "colour", data.colour()),
            whitened
                ? OptionalDouble.of(given("data.epsilon", data.epsilon()))
                : OptionalDouble.empty(),
            choice(TableScale.class, "scale", data.scale()),
            missing),
        data.corrupt(),
        data.stream());
  }

  private static Optimizer optimizer(Map<String, Object> training) {
    OptimizerKind kind = choice(
        OptimizerKind.class,
        RunConfig.Training.OPTIMIZER,
        given(training, RunConfig.Training.OPTIMIZER, text -> text));
    Optimizer optimizer = kind.optimizer(training);
    for (String setting : optimizer.settings().keySet()) given(training, setting, text -> text);
    return optimizer;
  }

  private static Limits limits(Map<String, Object> training) {
    return new Limits(
        given(training, RunConfig.Training.ITERATIONS, Integer::valueOf),
        given(training, RunConfig.Training.TOLERANCE, Double::valueOf),
        given(training, RunConfig.Training.RELATIVE_DECREASE, Double::valueOf),
        training.containsKey(RunConfig.Training.SECONDS)
            ? given(training, RunConfig.Training.SECONDS, Double::valueOf)
            : Double.POSITIVE_INFINITY);
  }

  private static <T> T given(String key, @Nullable T value) {
    if (value == null) throw new InputException(key + " is null; it must have a value");
    return value;
  }

  private static <T> T given(Map<String, Object> training, String key, Function<String, T> read) {
    Object value = training.get(key);
    if (value == null) throw new InputException("training.%s is missing".formatted(key));
    try {
      return read.apply(value.toString());
    } catch (NumberFormatException e) {
      throw new InputException("training.%s is '%s', not a number".formatted(key, value), e);
    }
  }

  private static <E extends Enum<E>> E choice(Class<E> type, String key, String text) {
    for (E choice : type.getEnumConstants()) if (Words.lower(choice).equals(text)) return choice;
    throw unknown(
        key,
        text,
        Arrays.stream(type.getEnumConstants()).map(Words::lower).collect(Collectors.joining(", ")));
  }

  private static InputException unknown(String key, String text, String known) {
    return new InputException("%s is '%s', not one of %s".formatted(key, text, known));
  }
}
