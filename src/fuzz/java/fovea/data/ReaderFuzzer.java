package fovea.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What Jazzer runs: a reader is given any bytes at all, and must read them or refuse them in one line. */
public final class ReaderFuzzer {
  static final List<String> IMAGES = List.of("png", "jpg", "gif", "bmp", "tif", "webp");

  /** Readers by the ending of the file they are given. */
  static final Map<String, DataFormat> READERS = new TreeMap<>(Map.of(
      "npy", new NpyFormat(),
      "npz", new NpzFormat(),
      "h5", new Hdf5Format(),
      "mat", new MatFormat(),
      "safetensors", new SafetensorsFormat(),
      "idx", new IdxFormat(),
      "gz", new GzipFormat(),
      "bin", new CifarFormat(),
      "csv", new CsvFormat()));

  static {
    for (String image : IMAGES) READERS.put(image, new ImageFormat());
  }

  private static final ReadOptions OPTIONS =
      ReadOptions.defaults().withPatches(10).withPatchSize(4);

  private static DataFormat reader = new NpyFormat();
  private static Path file = Path.of("unset");

  private ReaderFuzzer() {}

  /** Jazzer calls this once, with the ending. */
  public static void fuzzerInitialize(String[] arguments) throws IOException {
    DataFormat chosen = READERS.get(arguments[0]);
    if (chosen == null)
      throw new IllegalArgumentException("no reader of " + arguments[0] + " files");
    reader = chosen;
    file = Files.createTempFile("fuzz", "." + arguments[0]);
    file.toFile().deleteOnExit();
  }

  /** Jazzer calls this with one input after the other; whatever it throws is a finding. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      Examples examples = DataReader.read(reader, file, OPTIONS);
      FiniteValues.require(
          examples.source(), examples.values(), examples.shape().size());
    } catch (InputException e) {
      String message = String.valueOf(e.getMessage());
      if (message.lines().count() != 1
          || message.length() > 600
          || !message.contains(String.valueOf(file.getFileName())))
        throw new AssertionError("not one line that names the file: " + message, e);
    }
  }
}
