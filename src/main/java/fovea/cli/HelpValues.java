package fovea.cli;

import fovea.model.Architecture;
import fovea.model.Hyperparameters;
import fovea.optimize.Limits;
import fovea.optimize.OptimizerKind;
import fovea.sweep.Setting;
import java.util.Arrays;
import java.util.ListResourceBundle;
import java.util.stream.Collectors;

/**
 * The defaults and choices in help texts, as in {@code ${bundle:usual.lambda}}, taken from the classes that define
 * them.
 */
public final class HelpValues extends ListResourceBundle {
  @Override
  protected Object[][] getContents() {
    Hyperparameters usual = Hyperparameters.DEFAULT;
    return new Object[][] {
      {"all.encoders", Architecture.encoders()},
      {"usual.preset", Preset.SEED.toString()},
      {"all.presets", Preset.all()},
      {"usual.lambda", Setting.text(usual.lambda())},
      {"usual.beta", Setting.text(usual.beta())},
      {"usual.rho", Setting.text(usual.rho())},
      {"usual.tolerance", Setting.text(Limits.TOLERANCE)},
      {"usual.optimizer", OptimizerKind.USUAL.toString()},
      {
        "usual.optimizers",
        Arrays.stream(OptimizerKind.values())
            .map(kind -> kind + ": " + kind.title())
            .collect(Collectors.joining("; "))
      },
      {
        "usual.relative-decrease",
        OptimizerOptions.perKind(kind -> Setting.text(kind.relativeDecrease()))
      },
      {"usual.iterations", OptimizerOptions.perKind(kind -> Integer.toString(kind.iterations()))},
      {"usual.patience", OptimizerOptions.perKind(kind -> Integer.toString(kind.patience()))}
    };
  }
}
