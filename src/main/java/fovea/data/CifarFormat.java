package fovea.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The binary version of CIFAR-10: records of one byte of label, 0 to 9, which is passed over, and 3×32×32 bytes of
 * pixels, red, green, blue, row by row (A. Krizhevsky, "The CIFAR-10 dataset", "Binary version"). A folder stands for
 * its training batches, {@code data_batch_*.bin}, in the order of their names.
 */
final class CifarFormat implements DataFormat {
  private static final int SIDE = 32;
  private static final int PIXELS = 3 * SIDE * SIDE;
  private static final int RECORD = 1 + PIXELS;
  private static final int LARGEST_LABEL = 9;
  private static final Pattern TRAINING = Pattern.compile("data_batch_\\d+\\.bin");
  private static final Pattern USUAL = Pattern.compile("(data|test)_batch.*\\.bin");

  @Override
  public String name() {
    return "CIFAR-10 file";
  }

  @Override
  public List<String> extensions() {
    return List.of("bin");
  }

  /** There is no signature: a file is known by its usual name, or by its ending, length and first label. */
  @Override
  public boolean recognises(Path path, byte[] start) {
    if (Files.isDirectory(path)) return !batches(path).isEmpty();
    if (!DataReader.extension(path).equals("bin") || start.length == 0) return false;
    return named(path, USUAL)
        || (size(path) % RECORD == 0 && start[0] >= 0 && start[0] <= LARGEST_LABEL);
  }

  @Override
  public Examples read(Path path, ReadOptions options) {
    List<Path> files = Files.isDirectory(path) ? batches(path) : List.of(path);
    long count = 0;
    for (Path file : files) count += records(file);
    String source = Files.isDirectory(path)
        ? "%s (%d CIFAR-10 files)".formatted(path, files.size())
        : path.toString();
    float[] values = Allocation.floats(source, count, PIXELS);
    int at = 0;
    for (Path file : files) at = read(file, values, at);
    return new Examples(source, (int) count, new ExampleShape.Patch(3, SIDE), values);
  }

  private static int read(Path path, float[] values, int at) {
    try (MappedFile file = new MappedFile(path)) {
      InputStream in = file.stream();
      byte[] record = new byte[RECORD];
      int to = at;
      for (long r = 0; r < file.size() / RECORD; r++) {
        int read = in.readNBytes(record, 0, RECORD);
        if (read < RECORD || record[0] < 0 || record[0] > LARGEST_LABEL)
          throw new InputException(
              "%s: record %d (counted from 0) has label %d, not 0 to %d: it is damaged, or not CIFAR-10"
                  .formatted(path, r, record[0] & 0xFF, LARGEST_LABEL));
        for (int p = 0; p < PIXELS; p++) values[to++] = (float) ((record[1 + p] & 0xFF) / 255.0);
      }
      return to;
    } catch (IOException e) {
      throw Problems.unreadable(path, e);
    }
  }

  private static long records(Path file) {
    long size = size(file);
    if (size == 0 || size % RECORD != 0)
      throw new InputException(
          "%s: %d bytes are not a whole number of CIFAR-10 records of %d bytes: copy or download it again"
              .formatted(file, size, RECORD));
    return size / RECORD;
  }

  private static List<Path> batches(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> named(file, TRAINING)).sorted().toList();
    } catch (IOException e) {
      throw Problems.unreadable(folder, e);
    }
  }

  private static boolean named(Path file, Pattern pattern) {
    Path name = file.getFileName();
    return name != null && pattern.matcher(name.toString()).matches();
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw Problems.unreadable(file, e);
    }
  }
}
