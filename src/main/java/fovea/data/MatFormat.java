package fovea.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * Files that MATLAB saves by default or with {@code -v6} or {@code -v7}: a header of 128 bytes, then variables, each an
 * element of its own and mostly compressed (The MathWorks, "MAT-File Format", chapter 1, "Level 5 MAT-Files"). Those of
 * {@code -v7.3} are HDF5 files, for {@link Hdf5Format}.
 */
final class MatFormat implements DataFormat {
  private static final int HEADER = 128;
  private static final int VERSION = 0x0100;
  private static final byte[] TEXT = "MATLAB 5.0 MAT-file".getBytes(StandardCharsets.US_ASCII);
  private static final int BUFFER = 1 << 16;

  /**
   * Where an element lies, without its tag.
   *
   * @param header what the variable says of itself
   */
  private record Variable(boolean compressed, long from, long length, MatVariable header) {}

  @Override
  public String name() {
    return "MATLAB file";
  }

  @Override
  public List<String> extensions() {
    return List.of("mat");
  }

  @Override
  public boolean recognises(Path path, byte[] start) {
    if (start.length < HEADER) return startsWith(start, TEXT);
    return startsWith(start, TEXT) || version(start, order(start)) == VERSION;
  }

  private static boolean startsWith(byte[] start, byte[] text) {
    return start.length >= text.length
        && Arrays.equals(start, 0, text.length, text, 0, text.length);
  }

  /** The letters MI, as a number of 16 bits, read IM where the order is little-endian. */
  private static ByteOrder order(byte[] header) {
    return header[126] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
  }

  /** The version, or -1 if the byte order is not stated. */
  private static int version(byte[] header, ByteOrder order) {
    boolean little = order == ByteOrder.LITTLE_ENDIAN;
    if (header[126] != (little ? 'I' : 'M') || header[127] != (little ? 'M' : 'I')) return -1;
    int first = header[124] & 0xFF;
    int second = header[125] & 0xFF;
    return little ? second << 8 | first : first << 8 | second;
  }

  @Override
  public Examples read(Path path, ReadOptions options) {
    try (MappedFile file = new MappedFile(path)) {
      byte[] header = file.stream().readNBytes(HEADER);
      if (header.length < HEADER) throw Lengths.cutShort(path.toString(), new EOFException());
      ByteOrder order = order(header);
      if (version(header, order) != VERSION)
        throw new InputException(
            path + ": damaged MATLAB header: no version 5 or no byte order: save it again");
      Map<String, Variable> variables = variables(path, file, order);
      Map.Entry<String, Variable> chosen =
          ArrayChoice.choose(path, "numeric variable", variables, options);
      String source = path + ", variable " + ArrayChoice.shown(chosen.getKey());
      return read(source, file, order, chosen.getValue(), options);
    } catch (EOFException e) {
      throw Lengths.cutShort(path.toString(), e);
    } catch (ZipException e) {
      throw new InputException(
          "%s: damaged MATLAB file (%s): copy or save it again".formatted(path, Problems.text(e)),
          e);
    } catch (IOException e) {
      throw Problems.unreadable(path, e);
    }
  }

  /** The variables that are arrays of numbers. */
  private static Map<String, Variable> variables(Path path, MappedFile file, ByteOrder order)
      throws IOException {
    Map<String, Variable> variables = new TreeMap<>();
    for (long at = HEADER; at < file.size(); ) {
      MatElements elements =
          new MatElements(path.toString(), file.stream(at, file.size() - at), order);
      MatElements.Tag tag = elements.tag();
      // Nothing but zeros, of which a file may have any number without taking any room.
      if (tag.type() == 0) throw elements.damaged("an element of no type");
      long from = at + MatElements.TAG;
      if (tag.bytes() > file.size() - from)
        throw Lengths.cutShort(path.toString(), new EOFException());
      boolean compressed = tag.type() == MatElements.COMPRESSED;
      if (compressed || tag.type() == MatElements.MATRIX) {
        try (InputStream in = open(file, compressed, from, tag.bytes())) {
          MatElements inside = new MatElements(path.toString(), in, order);
          if (compressed) {
            MatElements.Tag matrix = inside.tag();
            if (matrix.type() != MatElements.MATRIX) throw inside.damaged("no array is compressed");
            Lengths.requirePossible(path.toString(), matrix.bytes(), tag.bytes());
          }
          MatVariable header = MatVariable.read(inside);
          if (header.isNumeric() && !header.name().isEmpty())
            variables.put(header.name(), new Variable(compressed, from, tag.bytes(), header));
        }
      }
      // Compressed elements are not padded.
      at = from + tag.bytes() + (compressed ? 0 : MatElements.padding(tag.bytes()));
    }
    return variables;
  }

  private static InputStream open(MappedFile file, boolean compressed, long from, long length) {
    InputStream in = file.stream(from, length);
    return compressed ? new InflaterInputStream(in, new Inflater(), BUFFER) : in;
  }

  private static Examples read(
      String source, MappedFile file, ByteOrder order, Variable variable, ReadOptions options)
      throws IOException {
    try (InputStream in = open(file, variable.compressed, variable.from, variable.length)) {
      MatElements elements = new MatElements(source, in, order);
      if (variable.compressed) elements.tag();
      MatVariable header = MatVariable.read(elements);
      MatElements.Tag numbers = elements.tag();
      long most =
          variable.compressed ? Lengths.MOST_COMPRESSED * (variable.length + 1) : variable.length;
      NpyType type = header.requireNumbers(source, numbers, most);
      ExampleSink sink = MatlabArray.sink(source, header.dims(), options);
      StoredArray.readNumbers(in, type, order, header.divisor(), header.count(), sink);
      if (variable.compressed) {
        elements.pad(numbers);
        Lengths.requireEnd(source, in);
      }
      return sink.finish();
    }
  }
}
