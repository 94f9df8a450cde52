package fovea.cli;

import fovea.model.Architecture;
import fovea.model.Hyperparameters;
import fovea.optimize.Limits;
import fovea.optimize.OptimizerKind;
import fovea.sweep.Setting;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.ResourceBundle;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The defaults and choices in help texts, as in {@code ${bundle:usual.lambda}}, taken from the classes that define
 * them. Each is made when a text is printed: every command asks for the keys, few need a value.
 */
public final class HelpValues extends ResourceBundle {
  private static final List<String> KEYS = List.of(
      "all.encoders",
      "all.presets",
      "usual.preset",
      "usual.lambda",
      "usual.beta",
      "usual.rho",
      "usual.tolerance",
      "usual.optimizer",
      "usual.optimizers",
      "usual.relative-decrease",
      "usual.iterations",
      "usual.patience");

  @Override
  public Enumeration<String> getKeys() {
    return Collections.enumeration(KEYS);
  }

  @Override
  protected @Nullable Object handleGetObject(String key) {
    return switch (key) {
      case "all.encoders" -> Architecture.encoders();
      case "all.presets" -> Preset.all();
      case "usual.preset" -> Preset.SEED.toString();
      case "usual.lambda" -> Setting.text(Hyperparameters.DEFAULT.lambda());
      case "usual.beta" -> Setting.text(Hyperparameters.DEFAULT.beta());
      case "usual.rho" -> Setting.text(Hyperparameters.DEFAULT.rho());
      case "usual.tolerance" -> Setting.text(Limits.TOLERANCE);
      case "usual.optimizer" -> OptimizerKind.USUAL.toString();
      case "usual.optimizers" ->
        Arrays.stream(OptimizerKind.values())
            .map(kind -> kind + ": " + kind.title())
            .collect(Collectors.joining("; "));
      case "usual.relative-decrease" ->
        OptimizerOptions.perKind(kind -> Setting.text(kind.relativeDecrease()));
      case "usual.iterations" ->
        OptimizerOptions.perKind(kind -> Integer.toString(kind.iterations()));
      case "usual.patience" -> OptimizerOptions.perKind(kind -> Integer.toString(kind.patience()));
      default -> null;
    };
  }
}
