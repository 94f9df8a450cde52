package fovea.io;

import fovea.data.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;

/**
 * The folder that a training run writes: model.safetensors, metrics.csv, config.json and figures/.
 *
 * @param path exists, with its folder figures/, and can be written to
 */
public record RunFolder(Path path) {
  private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyy-MM-dd_HH-mm-ss");

  /** A new folder runs/date_time below the working directory. */
  public static RunFolder create() {
    Path base =
        Path.of("runs", LocalDateTime.now(java.time.ZoneId.systemDefault()).format(NAME));
    Path path = base;
    for (int i = 2; Files.exists(path); i++)
      path = base.resolveSibling(base.getFileName() + "-" + i);
    return create(path, false);
  }

  /**
   * The given folder, made if it is not there.
   *
   * @param overwrite whether it may hold an earlier run, whose files are then replaced
   * @throws InputException if it holds a run that must not be replaced, or cannot be written to
   */
  public static RunFolder create(Path path, boolean overwrite) {
    RunFolder run = new RunFolder(path);
    if (Files.exists(path) && !Files.isDirectory(path))
      throw new InputException("--out %s: is a file, not a folder; name another".formatted(path));
    if (!overwrite && Files.exists(run.model()))
      throw new InputException(
          "--out %s: holds a run already; name another folder, or add --overwrite".formatted(path));
    try {
      Files.createDirectories(run.figures());
      Path probe = path.resolve(".fovea.part");
      Files.write(probe, new byte[1]);
      Files.delete(probe);
    } catch (IOException e) {
      throw new InputException(
          "--out %s: cannot be written to (%s); name another folder"
              .formatted(path, Problems.text(e)),
          e);
    }
    return run;
  }

  public Path model() {
    return path.resolve("model.safetensors");
  }

  public Path metrics() {
    return path.resolve("metrics.csv");
  }

  public Path config() {
    return path.resolve("config.json");
  }

  public Path figures() {
    return path.resolve("figures");
  }
}
