package fovea.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Archives of arrays saved by NumPy's {@code savez} and {@code savez_compressed}: a ZIP file with one {@code .npy} file
 * for each array (numpy.savez in the NumPy documentation). The array is inflated as it is read, after its size has been
 * held against that of the file.
 */
final class NpzFormat implements DataFormat {
  private static final String ENDING = ".npy";

  /** What an array of the columns' names is called. */
  private static final List<String> NAMES = List.of("columns", "feature_names");

  @Override
  public String name() {
    return "NPZ archive";
  }

  @Override
  public List<String> extensions() {
    return List.of("npz");
  }

  /** A ZIP file begins with its first entry, or with the end of its list if it has none. */
  @Override
  public boolean recognises(Path path, byte[] start) {
    return start.length >= 4
        && start[0] == 'P'
        && start[1] == 'K'
        && ((start[2] == 3 && start[3] == 4) || (start[2] == 5 && start[3] == 6));
  }

  @Override
  public Examples read(Path path, ReadOptions options) {
    try (ZipFile zip = new ZipFile(path.toFile())) {
      Map<String, ZipEntry> arrays = new TreeMap<>();
      zip.stream()
          .filter(entry -> entry.getName().endsWith(ENDING))
          .forEach(entry -> arrays.put(arrayName(entry), entry));
      if (arrays.isEmpty()) throw new InputException("%s: %s".formatted(path, withoutArrays(zip)));
      List<String> names = takeNames(path, zip, arrays, options);
      Map.Entry<String, ZipEntry> chosen = ArrayChoice.choose(path, "array", arrays, options);
      String source = path + ", array " + ArrayChoice.shown(chosen.getKey());
      Examples examples = read(source, zip, chosen.getValue(), Files.size(path));
      return names.isEmpty() || !(examples.shape() instanceof ExampleShape.Row row)
          ? examples
          : examples.withColumns(ColumnNames.of(source, names, row.columns()));
    } catch (InputException e) {
      throw e;
    } catch (ZipException | IllegalArgumentException e) {
      throw new InputException(
          "%s: cannot be read as a ZIP archive (%s): copy or save it again"
              .formatted(path, Problems.text(e)),
          e);
    } catch (IOException e) {
      throw Problems.unreadable(path, e);
    }
  }

  /** The names of columns, if an array that is called so holds texts; it is none of those to choose from then. */
  private static List<String> takeNames(
      Path path, ZipFile zip, Map<String, ZipEntry> arrays, ReadOptions options)
      throws IOException {
    for (String name : NAMES) {
      ZipEntry entry = arrays.get(name);
      if (entry == null || name.equals(options.dataset()) || arrays.size() == 1) continue;
      String source = path + ", array " + name;
      CRC32 checksum = new CRC32();
      try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), checksum)) {
        Lengths.requirePossible(
            source, entry.getSize(), Math.min(entry.getCompressedSize(), Files.size(path)));
        Optional<List<String>> texts = NpyTexts.read(source, in, entry.getSize());
        if (texts.isEmpty()) continue;
        requireChecksum(source, entry, checksum);
        arrays.remove(name);
        return texts.get();
      } catch (InputException e) {
        Notes.add(e.getMessage() + "; until then its column names are not used");
      }
    }
    return List.of();
  }

  /** What an archive is that holds no arrays, and the cure. */
  private static String withoutArrays(ZipFile zip) {
    if (zip.stream().anyMatch(entry -> entry.getName().endsWith("data.pkl")))
      return "a file of PyTorch, which only PyTorch can read: load it there and save a tensor with "
          + "numpy.save, or all with safetensors.torch.save_file";
    if (zip.getEntry("xl/workbook.xml") != null) return "an Excel workbook: save its sheet as CSV";
    return "a ZIP archive without .npy arrays: unpack it and give what was in it, or give a .npz file";
  }

  private static Examples read(String source, ZipFile zip, ZipEntry entry, long fileSize)
      throws IOException {
    long size = entry.getSize();
    Lengths.requirePossible(source, size, Math.min(entry.getCompressedSize(), fileSize));
    // ZipFile itself does not look at checksums.
    CRC32 checksum = new CRC32();
    try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), checksum)) {
      Examples examples = NpyFormat.read(source, in, size);
      Lengths.requireEnd(source, in);
      requireChecksum(source, entry, checksum);
      return examples;
    } catch (EOFException e) {
      throw Lengths.cutShort(source, e);
    }
  }

  private static void requireChecksum(String source, ZipEntry entry, CRC32 checksum) {
    if (checksum.getValue() != entry.getCrc())
      throw new InputException(source + ": its checksum is wrong: copy or save it again");
  }

  private static String arrayName(ZipEntry entry) {
    String name = entry.getName();
    return name.substring(0, name.length() - ENDING.length());
  }
}
