package fovea.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The {@code .npy} files of a folder as one array: their examples in the order of the files' names, compared as
 * strings.
 */
final class NpyParts implements ExampleSource {
  private final String source;
  private final List<NpyStream> parts;

  /** Number of the first example of each part, and of all together at last. */
  private final long[] starts;

  private NpyParts(String source, List<NpyStream> parts) {
    this.source = source;
    this.parts = parts;
    starts = new long[parts.size() + 1];
    for (int p = 0; p < parts.size(); p++)
      starts[p + 1] = starts[p] + parts.get(p).count();
  }

  /** The parts in a folder; none if the path is something else or holds no {@code .npy} file. */
  static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) return List.of();
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> DataReader.extension(file).equals("npy"))
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .filter(Files::isRegularFile)
          .sorted((a, b) -> a.getFileName().toString().compareTo(b.getFileName().toString()))
          .toList();
    } catch (IOException e) {
      throw Problems.unreadable(folder, e);
    }
  }

  /**
   * Opens the parts in a folder; empty if there is none.
   *
   * @param missing whether values of rows may be missing, NaN
   * @throws InputException if one is damaged, in Fortran order or of another shape than the first
   */
  static Optional<ExampleSource> open(Path folder, boolean missing) {
    List<Path> files = files(folder);
    if (files.isEmpty()) return Optional.empty();
    List<NpyStream> parts = new ArrayList<>();
    try {
      for (Path file : files) {
        parts.add(NpyStream.open(file, missing)
            .orElseThrow(() -> new InputException(file
                + ": is no array of examples in C order, as the parts of a folder must be: "
                + "save it again with numpy.ascontiguousarray")));
        ExampleShape shape = parts.getLast().shape();
        if (!shape.equals(parts.getFirst().shape()))
          throw new InputException("%s: its examples are of %s, those of %s of %s"
              .formatted(file, shape, files.getFirst(), parts.getFirst().shape()));
      }
      return Optional.of(new NpyParts(folder.toString(), parts));
    } catch (InputException e) {
      parts.forEach(NpyStream::close);
      throw e;
    }
  }

  @Override
  public String source() {
    return "%s (%d parts)".formatted(source, parts.size());
  }

  @Override
  public long count() {
    return starts[parts.size()];
  }

  @Override
  public ExampleShape shape() {
    return parts.getFirst().shape();
  }

  @Override
  public Reader reader() {
    return over(parts.stream().map(NpyStream::reader).toList());
  }

  @Override
  public Reader again() {
    return over(parts.stream().map(NpyStream::again).toList());
  }

  private Reader over(List<Reader> readers) {
    int size = shape().size();
    return (first, count, values) -> {
      int part = Arrays.binarySearch(starts, first);
      if (part < 0) part = -part - 2;
      for (int done = 0; done < count; part++) {
        long from = first + done;
        int n = (int) Math.min(count - done, starts[part + 1] - from);
        if (done == 0) {
          readers.get(part).read(from - starts[part], n, values);
        } else {
          // Across the border of two parts, which is rare.
          float[] rest = new float[n * size];
          readers.get(part).read(from - starts[part], n, rest);
          System.arraycopy(rest, 0, values, done * size, n * size);
        }
        done += n;
      }
    };
  }

  @Override
  public void close() {
    parts.forEach(NpyStream::close);
  }
}
