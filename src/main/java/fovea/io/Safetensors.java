package fovea.io;

import fovea.data.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The safetensors format: eight bytes of header length (little-endian), a JSON header with each tensor's type, shape and place, then
 * the raw values (github.com/huggingface/safetensors, README, "Format"). Reads F32, F64, F16 and BF16, as float32, and passes over
 * tensors of other types; writes F32.
 *
 * @param metadata the header's {@code __metadata__}
 */
record Safetensors(Map<String, Tensor> tensors, Map<String, String> metadata) {
  private static final int LENGTH_BYTES = 8;

  /** The format's own limit for the header. */
  private static final long MAX_HEADER = 100_000_000;

  /** Values that are converted at a time. */
  private static final int BLOCK = 1 << 16;

  private static final String METADATA = "__metadata__";

  private static final JsonMapper JSON = JsonMapper.builder()
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .build();

  /** A tensor's values, row-major. */
  record Tensor(int[] shape, float[] values) {
    @Override
    public String toString() {
      return Arrays.toString(shape);
    }
  }

  /** Where the header says that a tensor lies, in bytes behind the header. */
  private record Entry(Type type, int[] shape, long from, long to) {}

  private enum Type {
    F16(2),
    BF16(2),
    F32(4),
    F64(8);

    private final int bytes;

    Type(int bytes) {
      this.bytes = bytes;
    }

    static Optional<Type> named(String name) {
      return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
    }

    float next(ByteBuffer in) {
      return switch (this) {
        case F16 -> Float.float16ToFloat(in.getShort());
        case BF16 -> Float.intBitsToFloat(in.getShort() << 16);
        case F32 -> in.getFloat();
        case F64 -> (float) in.getDouble();
      };
    }
  }

  /** Writes the tensors in the order of the map; the same content gives the same bytes. */
  void write(Path file) throws IOException {
    ObjectNode header = JSON.createObjectNode();
    ObjectNode meta = header.putObject(METADATA);
    new TreeMap<>(metadata).forEach(meta::put);
    long at = 0;
    for (Map.Entry<String, Tensor> e : tensors.entrySet()) {
      ObjectNode node = header.putObject(e.getKey());
      node.put("dtype", "F32");
      ArrayNode shape = node.putArray("shape");
      for (int size : e.getValue().shape) shape.add(size);
      long next = at + 4L * e.getValue().values.length;
      node.putArray("data_offsets").add(at).add(next);
      at = next;
    }
    String json = JSON.writeValueAsString(header);
    int length = json.getBytes(StandardCharsets.UTF_8).length;
    // Spaces up to a multiple of eight, so that the values are aligned in a mapped file.
    byte[] bytes = (json + " ".repeat((8 - length % 8) % 8)).getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(file, out -> {
      WritableByteChannel channel = Channels.newChannel(out);
      channel.write(buffer(LENGTH_BYTES).putLong(bytes.length).flip());
      channel.write(ByteBuffer.wrap(bytes));
      for (Tensor tensor : tensors.values()) {
        for (int from = 0; from < tensor.values.length; from += BLOCK) {
          int count = Math.min(BLOCK, tensor.values.length - from);
          ByteBuffer block = buffer(4 * count);
          block.asFloatBuffer().put(tensor.values, from, count);
          channel.write(block);
        }
      }
    });
  }

  /**
   * Reads all tensors. No size is believed before it has been held against the length of the file.
   *
   * @throws InputException if the file is not complete and well-formed
   */
  static Safetensors read(Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      if (size < LENGTH_BYTES) throw broken(file, "it has only " + size + " bytes");
      long headerLength = readFully(channel, LENGTH_BYTES).getLong();
      if (headerLength < 2 || headerLength > Math.min(MAX_HEADER, size - LENGTH_BYTES))
        throw broken(
            file,
            "its header would be %d bytes long, the file has %d".formatted(headerLength, size));
      byte[] header = readFully(channel, (int) headerLength).array();
      long dataLength = size - LENGTH_BYTES - headerLength;
      JsonNode root = JSON.readTree(header);
      if (!root.isObject()) throw broken(file, "its header is not a JSON object");

      Map<String, String> metadata = new LinkedHashMap<>();
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> field : root.properties()) {
        if (field.getKey().equals(METADATA)) {
          for (Map.Entry<String, JsonNode> m : field.getValue().properties())
            metadata.put(m.getKey(), m.getValue().asString(""));
          continue;
        }
        Optional<Type> type = Type.named(field.getValue().path("dtype").asString(""));
        if (type.isPresent()) {
          Entry entry = entry(file, field.getKey(), field.getValue(), type.get(), dataLength);
          channel.position(LENGTH_BYTES + headerLength + entry.from);
          tensors.put(field.getKey(), tensor(channel, entry));
        }
      }
      return new Safetensors(tensors, metadata);
    } catch (JacksonException e) {
      throw broken(file, "its header is not valid JSON");
    } catch (NoSuchFileException e) {
      throw new InputException(file + ": there is no such file", e);
    } catch (IOException e) {
      if (Files.isDirectory(file))
        throw new InputException(file + ": is a folder, not a model file", e);
      throw new InputException(file + ": cannot be read: " + Problems.text(e), e);
    }
  }

  private static Entry entry(Path file, String name, JsonNode node, Type type, long dataLength) {
    JsonNode dims = node.path("shape");
    JsonNode offsets = node.path("data_offsets");
    if (!dims.isArray() || !offsets.isArray() || offsets.size() != 2)
      throw broken(file, "tensor " + name + " has no shape or no data_offsets");
    int[] shape = new int[dims.size()];
    long count = 1;
    for (int i = 0; i < shape.length; i++) {
      if (!dims.get(i).isIntegralNumber()
          || !dims.get(i).canConvertToInt()
          || dims.get(i).intValue() < 0)
        throw broken(file, "tensor " + name + " has shape " + dims);
      shape[i] = dims.get(i).intValue();
      count *= shape[i];
      if (count > Integer.MAX_VALUE - 8)
        throw broken(file, "tensor " + name + " has shape " + dims + ", too large for one array");
    }
    if (!offsets.get(0).canConvertToLong() || !offsets.get(1).canConvertToLong())
      throw broken(file, "tensor " + name + " has data_offsets " + offsets);
    long from = offsets.get(0).longValue();
    long to = offsets.get(1).longValue();
    if (from < 0 || to < from || to > dataLength)
      throw broken(
          file,
          "tensor %s lies at bytes %d to %d, the file has %d behind its header"
              .formatted(name, from, to, dataLength));
    if (to - from != count * type.bytes)
      throw broken(
          file,
          "tensor %s of shape %s needs %d bytes and has %d"
              .formatted(name, dims, count * type.bytes, to - from));
    return new Entry(type, shape, from, to);
  }

  private static Tensor tensor(FileChannel channel, Entry entry) throws IOException {
    float[] values = new float[Math.toIntExact((entry.to - entry.from) / entry.type.bytes)];
    for (int at = 0; at < values.length; at += BLOCK) {
      int length = Math.min(BLOCK, values.length - at);
      ByteBuffer block = readFully(channel, length * entry.type.bytes);
      for (int i = 0; i < length; i++) values[at + i] = entry.type.next(block);
    }
    return new Tensor(entry.shape, values);
  }

  private static ByteBuffer readFully(FileChannel channel, int length) throws IOException {
    ByteBuffer buffer = buffer(length);
    while (buffer.hasRemaining())
      if (channel.read(buffer) < 0) throw new IOException("the file ends too early");
    return buffer.flip();
  }

  private static ByteBuffer buffer(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static InputException broken(Path file, String what) {
    return new InputException("%s: not a complete safetensors file: %s".formatted(file, what));
  }
}
