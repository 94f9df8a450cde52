package fovea.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads examples from a folder of images, an image, or a file of any of the formats below. The contents of a file
 * decide what it is, not its name, as far as the format allows. The same file and options give the same values on every
 * machine.
 */
public final class DataReader {
  /** How many bytes of a file are looked at to see what it is. The user block of an HDF5 file may be longer. */
  static final int START = 4096;

  static final List<DataFormat> FORMATS = List.of(
      new NpyFolderFormat(),
      new CifarFormat(),
      new ImageFormat(),
      new NpyFormat(),
      new NpzFormat(),
      new Hdf5Format(),
      new MatFormat(),
      new SafetensorsFormat(),
      new IdxFormat(),
      new GzipFormat(),
      new CsvFormat());

  /** What can be read besides images, for help texts and messages. */
  public static final String KINDS =
      ".npy, .npz, HDF5, MATLAB .mat, .safetensors, IDX, CIFAR-10 or CSV";

  private DataReader() {}

  /**
   * Reads a file or a folder.
   *
   * @throws InputException if it does not exist, is of no known kind, is damaged, has a shape that is not a list of
   *     examples, is too large for memory, holds a value that is not finite, or has other columns than are asked for
   */
  public static Examples read(Path path, ReadOptions options) {
    if (!Files.exists(path)) throw new InputException(path + ": no such file or folder");
    byte[] start = start(path);
    for (DataFormat format : FORMATS) {
      if (!format.recognises(path, start)) continue;
      Examples examples = read(format, path, options);
      return options
          .columns()
          .arrange(options.table().transpose() ? TableLayout.transposed(examples) : examples);
    }
    if (start.length == 0) throw new InputException(path + ": the file is empty");
    ForeignKind.of(start).ifPresent(kind -> {
      throw new InputException("%s: %s: %s".formatted(path, kind.label, kind.cure));
    });
    promised(path).ifPresent(format -> {
      throw new InputException(
          "%s: its contents are not those of %s %s, although its name says so: save it again"
              .formatted(
                  path, "HINi".indexOf(format.name().charAt(0)) >= 0 ? "an" : "a", format.name()));
    });
    throw new InputException(
        "%s: not a kind of data known here: give images, %s; a table with a header has a name that ends in .csv"
            .formatted(path, KINDS));
  }

  /** The format that the ending of the name promises. */
  static Optional<DataFormat> promised(Path path) {
    String extension = extension(path);
    return FORMATS.stream()
        .filter(format -> format.extensions().contains(extension))
        .findFirst();
  }

  /** Sizes are checked before anything is made of them; this is for what other work has left of the memory. */
  static Examples read(DataFormat format, Path path, ReadOptions options) {
    try {
      Examples examples = format.read(path, options);
      FiniteValues.require(
          examples.source(),
          0,
          examples.values(),
          examples.shape(),
          options.table().missing());
      return examples;
    } catch (OutOfMemoryError e) {
      throw new InputException(
          path
              + ": does not fit in the memory that Java may use: use fewer examples or a larger -Xmx",
          e);
    }
  }

  /** Patches of the photographs that come with Fovea for training. */
  public static Examples trainPhotographs(ReadOptions options) {
    return BuiltInPhotographs.sample("train", "the built-in training photographs", options);
  }

  /** Patches of the photographs that come with Fovea for evaluation; none of them is among those for training. */
  public static Examples heldoutPhotographs(ReadOptions options) {
    return BuiltInPhotographs.sample("heldout", "the built-in held-out photographs", options);
  }

  /** The ending of the name, lower case without the dot; empty if it has none. */
  static String extension(Path path) {
    Path file = path.getFileName();
    String name = file == null ? "" : file.toString();
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  /** The first bytes of a file, at most {@link #START}; none of a folder. */
  static byte[] start(Path path) {
    if (Files.isDirectory(path)) return new byte[0];
    RegularFile.require(path);
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(START);
    } catch (IOException e) {
      throw Problems.unreadable(path, e);
    }
  }
}
