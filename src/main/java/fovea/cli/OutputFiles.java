package fovea.cli;

import fovea.data.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Refuses files that cannot or should not be written before anything is computed. */
final class OutputFiles {
  private OutputFiles() {}

  /**
   * @param option that named the file, such as --out
   * @param inputs what is read, which must not be overwritten
   */
  static void require(String option, Path out, boolean overwrite, Path... inputs)
      throws IOException {
    Path folder = out.toAbsolutePath().getParent();
    if (Files.isDirectory(out) || folder == null || !Files.isDirectory(folder))
      throw new InputException("%s %s: cannot be written there; give a file in a folder that exists"
          .formatted(option, out));
    if (!Files.exists(out)) return;
    for (Path input : inputs)
      if (Files.exists(input) && Files.isSameFile(out, input))
        throw new InputException(
            "%s %s: is what is read; give another name".formatted(option, out));
    if (!overwrite)
      throw new InputException(
          "%s %s: is there already; give another name, or add --overwrite".formatted(option, out));
  }

  /** Tells what a file that was written holds. Stdout is for results that are read on the spot. */
  static void tell(Path out, String content) {
    System.err.printf("wrote %s: %s%n", out, content);
  }

  /** The same of a picture, which is a PNG file. */
  static void requirePng(String option, Path out, boolean overwrite, Path... inputs)
      throws IOException {
    if (!out.toString().toLowerCase(Locale.ROOT).endsWith(".png"))
      throw new InputException(
          "%s %s: is to be a PNG file; give a name that ends in .png".formatted(option, out));
    require(option, out, overwrite, inputs);
  }
}
