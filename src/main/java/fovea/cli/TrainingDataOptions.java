package fovea.cli;

import fovea.data.DataReader;
import fovea.io.StoredModel;
import fovea.run.DataSettings;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** DATA to train on, and the options that say what to do with it first. */
@OptionGroup.Of(OptionGroup.DATA)
final class TrainingDataOptions {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "DATA",
      description = {
        "A folder of images, an image, " + DataReader.KINDS + ";",
        "the photographs of Fovea if left out."
      })
  private @Nullable Path data;

  @Mixin
  private DataOptions options = new DataOptions();

  Optional<Path> data() {
    return Optional.ofNullable(data);
  }

  long seed() {
    return options.seed();
  }

  DataSettings settings(double corrupt, boolean stream, Optional<StoredModel> model) {
    return options.settings(data(), corrupt, stream, model);
  }
}
