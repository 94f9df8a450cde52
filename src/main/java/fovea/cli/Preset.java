package fovea.cli;

import fovea.model.Hyperparameters;
import fovea.sweep.Setting;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Named hyperparameters; what the user gives besides replaces its part of them. */
enum Preset {
  /** Every unit is on half of the time: smooth blobs and gratings, mixed. */
  SEED(Hyperparameters.DEFAULT),

  /** Sparse activations: localised, oriented edges (docs/experiment.md). */
  EDGES(Hyperparameters.DEFAULT.withSparsity(0.5, 0.05));

  @SuppressWarnings("ImmutableEnumChecker") // a record of numbers
  private final Hyperparameters hyperparameters;

  Preset(Hyperparameters hyperparameters) {
    this.hyperparameters = hyperparameters;
  }

  Hyperparameters hyperparameters() {
    return hyperparameters;
  }

  /** All of them, as the help tells: "seed: lambda 5e-4, beta 0.2, rho 0.5; …". */
  static String all() {
    return Arrays.stream(values())
        .map(preset -> "%s: lambda %s, beta %s, rho %s"
            .formatted(
                preset,
                Setting.text(preset.hyperparameters.lambda()),
                Setting.text(preset.hyperparameters.beta()),
                Setting.text(preset.hyperparameters.rho())))
        .collect(Collectors.joining("; "));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
