package fovea.cli;

import fovea.data.InputException;
import fovea.io.StoredModel;
import fovea.run.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** MODEL, the first parameter of the commands that use one. */
final class ModelParameter {
  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "A model: a run folder that 'train' wrote, or a model.safetensors.")
  private @Nullable Path given;

  @Mixin
  private StatedLayers layers = new StatedLayers();

  /** The model's file. */
  Path file() {
    if (given == null) throw new InputException("MODEL is missing");
    return file(given);
  }

  StoredModel read() {
    return layers.read(file());
  }

  /**
   * The file of a model that is given by itself or by its run folder.
   *
   * @throws InputException if it is a folder without a model
   */
  static Path file(Path given) {
    if (!Files.isDirectory(given)) return given;
    Path file = new RunFolder(given).model();
    if (!Files.exists(file))
      throw new InputException(
          "%s: holds no model.safetensors; give the folder of a run that has ended, or a model's file"
              .formatted(given));
    return file;
  }
}
