package fovea.run;

import fovea.data.InputException;
import fovea.data.Problems;
import fovea.data.RegularFile;
import fovea.io.AtomicFile;
import fovea.io.FloatBytes;
import fovea.io.JsonFile;
import fovea.optimize.OptimizerState;
import fovea.train.Checkpoint;
import fovea.train.Metrics;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/**
 * Checkpoint files, in format 2: the eight bytes {@code FOVEACP2}, eight bytes of header length, a JSON header, float32
 * vectors (theta, the best theta, the optimiser's), float64 numbers (the best cost, the optimiser's, then those of each
 * row of metrics), all little-endian, and the CRC-32C of everything before it. The doubles are the bits that the run
 * had. The header names the columns of the rows: a column that is added to them later is missing in older files, which
 * are read all the same. Any other change is another format.
 */
public final class CheckpointFile {
  private static final byte[] MAGIC = "FOVEACP".getBytes(StandardCharsets.US_ASCII);

  /** The digit behind them. */
  private static final int FORMAT = 2;

  private static final int PREFIX = MAGIC.length + 1;
  private static final int CHECKSUM_BYTES = 4;

  /** Far above any real header: one name for each of the optimiser's vectors, and the settings. */
  private static final int MAX_HEADER = 1 << 20;

  private CheckpointFile() {}

  /**
   * What a file holds.
   *
   * @param version of the Fovea that wrote it
   * @param settings that the run's answer depends on, by name
   */
  public record Content(String version, Map<String, String> settings, Checkpoint checkpoint) {}

  private record Header(
      String version,
      Map<String, String> settings,
      int parameters,
      int rows,
      int bestIteration,
      List<String> columns,
      List<String> vectors,
      List<String> numbers) {
    /** Refuses what is null, which JSON may hold anywhere. */
    private Header {
      Objects.requireNonNull(version);
      settings = Map.copyOf(settings);
      columns = List.copyOf(columns);
      vectors = List.copyOf(vectors);
      numbers = List.copyOf(numbers);
    }

    /** Bytes between the header and the checksum; no overflow, as names take at least a byte of the header each. */
    long bytes() {
      return 4L * parameters * (2 + vectors.size())
          + 8L * (1 + numbers.size())
          + 8L * columns.size() * rows;
    }
  }

  /** Writes a checkpoint; nobody sees half of one. */
  public static void write(Path file, Content content) throws IOException {
    Checkpoint checkpoint = content.checkpoint;
    OptimizerState memory = checkpoint.memory();
    List<Metrics> rows = checkpoint.metrics();
    List<MetricsColumn> columns = Arrays.stream(MetricsColumn.values())
        .filter(column -> rows.stream().anyMatch(column::isIn))
        .toList();
    Header header = new Header(
        content.version,
        content.settings,
        checkpoint.theta().length,
        rows.size(),
        checkpoint.best().iteration(),
        columns.stream().map(MetricsColumn::title).toList(),
        List.copyOf(memory.vectors().keySet()),
        List.copyOf(memory.numbers().keySet()));
    byte[] text = JsonFile.text(header).getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(file, out -> {
      CheckedOutputStream checked = new CheckedOutputStream(out, new CRC32C());
      checked.write(MAGIC);
      checked.write('0' + FORMAT);
      checked.write(littleEndian(new byte[8]).putLong(text.length).array());
      checked.write(text);
      write(checked, checkpoint.theta());
      write(checked, checkpoint.best().theta());
      for (float[] vector : memory.vectors().values()) write(checked, vector);
      write(checked, new double[] {checkpoint.best().cost()});
      for (double number : memory.numbers().values()) write(checked, new double[] {number});
      for (Metrics row : rows)
        write(checked, columns.stream().mapToDouble(c -> c.number(row)).toArray());
      out.write(littleEndian(new byte[CHECKSUM_BYTES])
          .putInt((int) checked.getChecksum().getValue())
          .array());
    });
  }

  private static void write(OutputStream out, float[] values) throws IOException {
    FloatBytes.write(out, values, 0, values.length);
  }

  private static void write(OutputStream out, double[] values) throws IOException {
    byte[] block = new byte[8 * values.length];
    littleEndian(block).asDoubleBuffer().put(values);
    out.write(block);
  }

  /**
   * Reads a checkpoint. The sizes in its header are held against the file's first, then the checksum against the whole
   * file.
   *
   * @throws InputException if the file cannot be read, or is not byte for byte what was written
   */
  public static Content read(Path file) {
    RegularFile.require(file);
    try {
      long size = Files.size(file);
      requireFormat(file);
      requireSize(file, size);
      requireChecksum(file, size);
      try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
        return read(file, size, in);
      }
    } catch (NoSuchFileException e) {
      throw new InputException(file + ": there is no such file", e);
    } catch (IOException e) {
      throw Problems.unreadable(file, e);
    } catch (InputException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw broken(file, String.valueOf(e.getMessage()));
    }
  }

  /** Other formats may have their checksums elsewhere, so this comes first. */
  private static void requireFormat(Path file) throws IOException {
    byte[] start;
    try (InputStream in = Files.newInputStream(file)) {
      start = in.readNBytes(PREFIX);
    }
    if (start.length < PREFIX || !Arrays.equals(Arrays.copyOf(start, MAGIC.length), MAGIC))
      throw broken(file, "it does not begin as one");
    int format = Character.digit(start[MAGIC.length], 10);
    if (format < 0) throw broken(file, "it does not begin as one");
    if (format != FORMAT)
      throw new InputException(
          "%s: made by %s Fovea, in format %d of checkpoints; this one reads format %d"
              .formatted(file, format < FORMAT ? "an earlier" : "a later", format, FORMAT));
  }

  /** A file may have any length without taking any room: it is held against the header before it is gone through. */
  private static void requireSize(Path file, long size) throws IOException {
    if (size < PREFIX + 8 + CHECKSUM_BYTES)
      throw broken(file, "it has only %d bytes".formatted(size));
    try (InputStream in = Files.newInputStream(file)) {
      header(file, size, in);
    }
  }

  private static void requireChecksum(Path file, long size) throws IOException {
    CRC32C checksum = new CRC32C();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] block = new byte[1 << 16];
      for (long left = size - CHECKSUM_BYTES; left > 0; ) {
        int count = in.readNBytes(block, 0, (int) Math.min(block.length, left));
        if (count == 0) throw broken(file, "it ends too early");
        checksum.update(block, 0, count);
        left -= count;
      }
      if ((int) checksum.getValue() != bytes(in, CHECKSUM_BYTES).getInt())
        throw broken(file, "its checksum is wrong");
    }
  }

  private static Header header(Path file, long size, InputStream in) throws IOException {
    in.skipNBytes(PREFIX);
    long length = bytes(in, 8).getLong();
    long behind = size - PREFIX - 8 - CHECKSUM_BYTES;
    if (length < 2 || length > Math.min(MAX_HEADER, behind))
      throw broken(file, "its header would be %d bytes long".formatted(length));
    String text = new String(bytes(in, (int) length).array(), StandardCharsets.UTF_8);
    Header header = JsonFile.parse(file, text, Header.class);
    if (header.parameters < 1 || header.rows < 1 || header.bytes() != behind - length)
      throw broken(
          file,
          "%d parameters, %d vectors and %d rows do not make its %d bytes"
              .formatted(header.parameters, header.vectors.size(), header.rows, size));
    return header;
  }

  private static Content read(Path file, long size, InputStream in) throws IOException {
    Header header = header(file, size, in);
    for (MetricsColumn column : MetricsColumn.NEEDED)
      if (!header.columns.contains(column.title()))
        throw broken(file, "its metrics have no column " + column.title());
    float[] theta = floats(in, header.parameters);
    float[] best = floats(in, header.parameters);
    Map<String, float[]> vectors = new LinkedHashMap<>();
    for (String name : header.vectors) vectors.put(name, floats(in, header.parameters));
    double bestCost = doubles(in, 1)[0];
    Map<String, Double> numbers = new LinkedHashMap<>();
    for (String name : header.numbers) numbers.put(name, doubles(in, 1)[0]);
    List<Metrics> rows = new ArrayList<>();
    for (int i = 0; i < header.rows; i++)
      rows.add(row(header.columns, doubles(in, header.columns.size())));
    Checkpoint checkpoint = new Checkpoint(
        theta,
        new OptimizerState(vectors, numbers),
        rows,
        new Checkpoint.Best(best, header.bestIteration, bestCost));
    return new Content(header.version, header.settings, checkpoint);
  }

  /** Unknown columns come from a later Fovea and are left out. */
  private static Metrics row(List<String> titles, double[] numbers) {
    Map<MetricsColumn, Double> values = new EnumMap<>(MetricsColumn.class);
    for (MetricsColumn column : MetricsColumn.values()) {
      int at = titles.indexOf(column.title());
      if (at >= 0) values.put(column, numbers[at]);
    }
    return MetricsColumn.row(values);
  }

  private static float[] floats(InputStream in, int count) throws IOException {
    float[] values = new float[count];
    FloatBytes.read(in, values);
    return values;
  }

  private static double[] doubles(InputStream in, int count) throws IOException {
    double[] values = new double[count];
    bytes(in, 8 * count).asDoubleBuffer().get(values);
    return values;
  }

  private static ByteBuffer bytes(InputStream in, int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) throw new IOException("the file ends too early");
    return littleEndian(bytes);
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static InputException broken(Path file, String what) {
    return new InputException("%s: not a whole checkpoint: %s".formatted(file, what));
  }
}
