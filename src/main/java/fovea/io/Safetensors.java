package fovea.io;

import fovea.data.InputException;
import fovea.data.Problems;
import fovea.data.SafetensorsFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The tensors of a safetensors file, in memory: see {@link SafetensorsFile} for the format. Reads F32, F64, F16 and
 * BF16, as float32, and passes over tensors of other types; writes F32.
 *
 * @param metadata the header's {@code __metadata__}
 */
record Safetensors(Map<String, Tensor> tensors, Map<String, String> metadata) {
  private static final String METADATA = "__metadata__";

  /** A tensor's values, row-major. */
  record Tensor(int[] shape, float[] values) {
    @Override
    public String toString() {
      return Arrays.toString(shape);
    }
  }

  /** Writes the tensors in the order of the map; the same content gives the same bytes. */
  void write(Path file) throws IOException {
    AtomicFile.write(file, this::write);
  }

  /** {@link #write(Path)} to a stream, which is not closed. */
  void write(OutputStream out) throws IOException {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    tensors.forEach((name, tensor) ->
        shapes.put(name, Arrays.stream(tensor.shape).asLongStream().toArray()));
    byte[] header = header(shapes, metadata);
    out.write(header);
    for (Tensor tensor : tensors.values())
      FloatBytes.write(out, tensor.values, 0, tensor.values.length);
  }

  /**
   * What stands before the values: the length of the header, and the header.
   *
   * @param shapes of F32 tensors, in the order of their values
   */
  static byte[] header(Map<String, long[]> shapes, Map<String, String> metadata) {
    Map<String, Object> header = new LinkedHashMap<>();
    if (!metadata.isEmpty()) header.put(METADATA, new TreeMap<>(metadata));
    long at = 0;
    for (Map.Entry<String, long[]> e : shapes.entrySet()) {
      long next = Float.BYTES;
      for (long size : e.getValue()) next *= size;
      next += at;
      Map<String, Object> tensor = new LinkedHashMap<>();
      tensor.put("dtype", "F32");
      tensor.put("shape", e.getValue());
      tensor.put("data_offsets", new long[] {at, next});
      header.put(e.getKey(), tensor);
      at = next;
    }
    byte[] json = JsonText.compact(header).getBytes(StandardCharsets.UTF_8);
    // Spaces up to a multiple of eight, so that the values are aligned in a mapped file.
    int length = (json.length + 7) / 8 * 8;
    byte[] bytes = new byte[Long.BYTES + length];
    Arrays.fill(bytes, (byte) ' ');
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(length).put(json);
    return bytes;
  }

  /**
   * Reads all tensors of floating-point numbers.
   *
   * @throws InputException if the file is not complete and well-formed
   */
  static Safetensors read(Path file) {
    try (SafetensorsFile in = new SafetensorsFile(file)) {
      return read(in, file.toString());
    } catch (NoSuchFileException e) {
      throw new InputException(file + ": there is no such file", e);
    } catch (IOException e) {
      if (Files.isDirectory(file))
        throw new InputException(file + ": is a folder, not a model file", e);
      throw new InputException(file + ": cannot be read: " + Problems.text(e), e);
    }
  }

  /** {@link #read(Path)} of what is left of a stream, under the name {@code source} in messages. */
  static Safetensors read(InputStream in, String source) throws IOException {
    try (SafetensorsFile file = new SafetensorsFile(source, in.readAllBytes())) {
      return read(file, source);
    }
  }

  private static Safetensors read(SafetensorsFile in, String source) throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, long[]> e : in.floatShapes().entrySet()) {
      float[] values = in.floats(e.getKey());
      tensors.put(e.getKey(), new Tensor(shape(source, e.getKey(), e.getValue()), values));
    }
    return new Safetensors(tensors, in.metadata());
  }

  /** An axis of a tensor without values may have any length. */
  private static int[] shape(String source, String name, long[] shape) {
    for (long length : shape)
      if (length > Integer.MAX_VALUE)
        throw new InputException("%s: not a complete safetensors file: tensor %s has shape %s"
            .formatted(source, name, Arrays.toString(shape)));
    return Arrays.stream(shape).mapToInt(Math::toIntExact).toArray();
  }
}
