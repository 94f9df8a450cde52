package fovea.run;

import fovea.data.InputException;
import fovea.data.Problems;
import fovea.io.AtomicFile;
import fovea.io.FloatBytes;
import fovea.io.JsonFile;
import fovea.model.Cost;
import fovea.optimize.OptimizerState;
import fovea.optimize.Step;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/**
 * Checkpoint files: the eight bytes {@code FOVEACP1}, eight bytes of header length, a JSON header, float32 vectors (theta, the best theta,
 * the optimiser's), float64 numbers (the best cost, the optimiser's, then {@value #COLUMNS} for each row of metrics), all little-endian,
 * and the CRC-32C of everything before it. The doubles are the bits that the run had.
 */
public final class CheckpointFile {
  private static final byte[] MAGIC = "FOVEACP1".getBytes(StandardCharsets.US_ASCII);
  private static final int CHECKSUM_BYTES = 4;

  /** Far above any real header: one name for each of the optimiser's vectors, and the settings. */
  private static final int MAX_HEADER = 1 << 20;

  /** Doubles in a row of metrics. */
  private static final int COLUMNS = 14;

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
      boolean heldOut,
      int bestIteration,
      List<String> vectors,
      List<String> numbers) {
    /** Bytes between the header and the checksum; no overflow, as names take at least a byte of the header each. */
    long bytes() {
      return 4L * parameters * (2 + vectors.size())
          + 8L * (1 + numbers.size())
          + 8L * COLUMNS * rows;
    }
  }

  /** Writes a checkpoint; nobody sees half of one. */
  public static void write(Path file, Content content) throws IOException {
    Checkpoint checkpoint = content.checkpoint;
    OptimizerState memory = checkpoint.memory();
    List<Metrics> rows = checkpoint.metrics();
    Header header = new Header(
        content.version,
        content.settings,
        checkpoint.theta().length,
        rows.size(),
        rows.getFirst().heldOut().isPresent(),
        checkpoint.best().iteration(),
        List.copyOf(memory.vectors().keySet()),
        List.copyOf(memory.numbers().keySet()));
    byte[] text = JsonFile.text(header).getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(file, out -> {
      CheckedOutputStream checked = new CheckedOutputStream(out, new CRC32C());
      checked.write(MAGIC);
      checked.write(littleEndian(new byte[8]).putLong(text.length).array());
      checked.write(text);
      write(checked, checkpoint.theta());
      write(checked, checkpoint.best().theta());
      for (float[] vector : memory.vectors().values()) write(checked, vector);
      write(checked, new double[] {checkpoint.best().cost()});
      for (double number : memory.numbers().values()) write(checked, new double[] {number});
      for (Metrics row : rows) write(checked, doubles(row));
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

  private static double[] doubles(Metrics row) {
    Step step = row.step();
    Cost cost = row.cost();
    return new double[] {
      step.iteration(),
      cost.reconstruction(),
      cost.weightDecay(),
      cost.sparsity(),
      step.gradientNorm(),
      step.stepLength(),
      step.evaluations(),
      row.seconds(),
      row.explainedVariance(),
      row.meanActivation(),
      row.deadUnits(),
      row.saturatedUnits(),
      row.heldOut().map(Metrics.HeldOut::cost).orElse(Double.NaN),
      row.heldOut().map(Metrics.HeldOut::explainedVariance).orElse(Double.NaN)
    };
  }

  private static Metrics metrics(double[] row, boolean heldOut) {
    Cost cost = new Cost(row[1], row[2], row[3]);
    Step step = new Step((int) row[0], cost.total(), row[4], row[5], (int) row[6]);
    return new Metrics(
        step,
        cost,
        row[7],
        row[8],
        row[9],
        (int) row[10],
        (int) row[11],
        heldOut ? Optional.of(new Metrics.HeldOut(row[12], row[13])) : Optional.empty());
  }

  /**
   * Reads a checkpoint. The checksum is held against the whole file first, and no size is believed before it is held against the file's.
   *
   * @throws InputException if the file cannot be read, or is not byte for byte what was written
   */
  public static Content read(Path file) {
    try {
      long size = Files.size(file);
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

  private static void requireChecksum(Path file, long size) throws IOException {
    if (size < MAGIC.length + 8 + CHECKSUM_BYTES)
      throw broken(file, "it has only %d bytes".formatted(size));
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

  private static Content read(Path file, long size, InputStream in) throws IOException {
    if (!Arrays.equals(bytes(in, MAGIC.length).array(), MAGIC))
      throw broken(file, "it does not begin as one");
    long length = bytes(in, 8).getLong();
    long behind = size - MAGIC.length - 8 - CHECKSUM_BYTES;
    if (length < 2 || length > Math.min(MAX_HEADER, behind))
      throw broken(file, "its header would be %d bytes long".formatted(length));
    String text = new String(bytes(in, (int) length).array(), StandardCharsets.UTF_8);
    Header header = JsonFile.parse(file, text, Header.class);
    if (header.parameters < 1 || header.rows < 1 || header.bytes() != behind - length)
      throw broken(
          file,
          "%d parameters, %d vectors and %d rows do not make its %d bytes"
              .formatted(header.parameters, header.vectors.size(), header.rows, size));
    float[] theta = floats(in, header.parameters);
    float[] best = floats(in, header.parameters);
    Map<String, float[]> vectors = new LinkedHashMap<>();
    for (String name : header.vectors) vectors.put(name, floats(in, header.parameters));
    double bestCost = doubles(in, 1)[0];
    Map<String, Double> numbers = new LinkedHashMap<>();
    for (String name : header.numbers) numbers.put(name, doubles(in, 1)[0]);
    List<Metrics> rows = new ArrayList<>();
    for (int i = 0; i < header.rows; i++) rows.add(metrics(doubles(in, COLUMNS), header.heldOut));
    Checkpoint checkpoint = new Checkpoint(
        theta,
        new OptimizerState(vectors, numbers),
        rows,
        new Checkpoint.Best(best, header.bestIteration, bestCost));
    return new Content(header.version, header.settings, checkpoint);
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
