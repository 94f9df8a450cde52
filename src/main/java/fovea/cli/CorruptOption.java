package fovea.cli;

import picocli.CommandLine.Option;

/** {@code --corrupt}. */
@OptionGroup.Of(OptionGroup.DATA)
final class CorruptOption {
  @Option(
      names = "--corrupt",
      paramLabel = "P",
      defaultValue = "0",
      description = {
        "Denoising: each value of the input is hidden with this probability, and the whole example is to come out.",
        "Hidden values are mid-grey in preprocessed patches and 0 elsewhere (default: ${DEFAULT-VALUE})."
      })
  private double probability;

  double probability() {
    return probability;
  }
}
