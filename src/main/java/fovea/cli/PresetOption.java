package fovea.cli;

import fovea.model.Hyperparameters;
import picocli.CommandLine.Option;

/** The option that names hyperparameters. */
@OptionGroup.Of(OptionGroup.SPARSITY)
public final class PresetOption {
  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description =
          "Hyperparameters by name (default: ${bundle:usual.preset}): ${bundle:all.presets}. "
              + "--lambda, --beta and --rho replace theirs.")
  private Preset preset = Preset.SEED;

  Hyperparameters hyperparameters() {
    return preset.hyperparameters();
  }
}
