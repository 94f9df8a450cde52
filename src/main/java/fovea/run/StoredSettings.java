package fovea.run;

import fovea.data.InputException;
import fovea.data.PatchColour;
import fovea.data.PreprocessChoice;
import fovea.data.PreprocessMode;
import fovea.data.ReadOptions;
import fovea.kernels.ActivationFunction;
import fovea.model.Architecture;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.optimize.Adam;
import fovea.optimize.ConjugateGradient;
import fovea.optimize.GradientDescent;
import fovea.optimize.Lbfgs;
import fovea.optimize.Limits;
import fovea.optimize.Optimizer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
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
          optimizer(config.training()),
          limits(config.training()));
    } catch (InputException e) {
      throw new InputException("%s: %s".formatted(file, e.getMessage()), e);
    } catch (IllegalArgumentException e) {
      throw new InputException("%s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static DataSettings data(RunConfig.Data data) {
    boolean whitened = switch (data.whiten()) {
      case RunConfig.ZCA -> true;
      case RunConfig.NO_WHITENING -> false;
      default -> throw unknown("whiten", data.whiten(), "none, zca");
    };
    return new DataSettings(
        Optional.ofNullable(data.path()).map(Path::of),
        new ReadOptions(data.dataset(), data.patches(), data.patchSize(), data.seed()),
        new PreprocessChoice(
            choice(PreprocessMode.class, "preprocess", data.preprocess()),
            choice(PatchColour.class, "colour", data.colour()),
            whitened
                ? OptionalDouble.of(given("data.epsilon", data.epsilon()))
                : OptionalDouble.empty()),
        data.corrupt(),
        data.stream());
  }

  private static Optimizer optimizer(RunConfig.Training training) {
    return switch (training.optimizer()) {
      case "lbfgs" -> new Lbfgs(given("training.history", training.history()), Lbfgs.Preconditioner.KRONECKER);
      case "cg" -> new ConjugateGradient();
      case "adam" ->
        new Adam(
            given("training.learning_rate", training.learningRate()),
            given("training.beta1", training.beta1()),
            given("training.beta2", training.beta2()),
            given("training.epsilon", training.epsilon()));
      case "gd" ->
        new GradientDescent(
            given("training.learning_rate", training.learningRate()),
            given("training.momentum", training.momentum()),
            given("training.nesterov", training.nesterov()));
      default -> throw unknown("optimizer", training.optimizer(), "lbfgs, cg, adam, gd");
    };
  }

  private static Limits limits(RunConfig.Training training) {
    return new Limits(
        training.iterations(),
        training.tolerance(),
        training.relativeDecrease(),
        Objects.requireNonNullElse(training.maxSeconds(), Double.POSITIVE_INFINITY));
  }

  private static <T> T given(String key, @Nullable T value) {
    if (value == null) throw new InputException(key + " is null; it must have a value");
    return value;
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
