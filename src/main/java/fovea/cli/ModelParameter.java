package fovea.cli;

import fovea.data.InputException;
import fovea.io.StoredModel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** MODEL, the first parameter of the commands that use one. */
final class ModelParameter {
  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "A model file, such as runs/.../model.safetensors.")
  private @Nullable Path file;

  @Mixin
  private StatedLayers layers = new StatedLayers();

  Path file() {
    if (file == null) throw new InputException("MODEL is missing");
    return file;
  }

  StoredModel read() {
    return layers.read(file());
  }
}
