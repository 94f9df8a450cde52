package fovea.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A safetensors file, open for reading: eight bytes of header length (little-endian), a JSON header with each tensor's
 * type, shape and place, then the raw values, row-major and little-endian (github.com/huggingface/safetensors, README,
 * "Format"). It is mapped into memory; no size is believed before it has been held against the length of the file.
 * Tensors of types without an entry in the table below are passed over.
 */
public final class SafetensorsFile implements AutoCloseable {
  private static final int LENGTH_BYTES = 8;

  /** The format's own limit for the header. */
  private static final long MAX_HEADER = 100_000_000;

  private static final String METADATA = "__metadata__";

  private static final Map<String, NpyType> TYPES = Map.ofEntries(
      Map.entry("F64", NpyType.f8),
      Map.entry("F32", NpyType.f4),
      Map.entry("F16", NpyType.f2),
      Map.entry("BF16", NpyType.bf16),
      Map.entry("I64", NpyType.i8),
      Map.entry("I32", NpyType.i4),
      Map.entry("I16", NpyType.i2),
      Map.entry("I8", NpyType.i1),
      Map.entry("U64", NpyType.u8),
      Map.entry("U32", NpyType.u4),
      Map.entry("U16", NpyType.u2),
      Map.entry("U8", NpyType.u1),
      Map.entry("BOOL", NpyType.b1));

  private static final JsonMapper JSON = JsonMapper.builder()
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .build();

  /**
   * What the header says of a tensor.
   *
   * @param from where its values begin, in bytes from the start of the file
   */
  @SuppressWarnings("ArrayRecordComponent") // made once, never compared
  record Tensor(NpyType type, long[] shape, long from, long bytes) {}

  private final String fileName;
  private final MappedFile file;
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();

  /** Types of tensors, by name, that are passed over. */
  private final Map<String, String> unread = new LinkedHashMap<>();

  /**
   * Opens the file and reads its header.
   *
   * @throws InputException if the file is not complete and well-formed
   * @throws IOException if it cannot be read at all
   */
  public SafetensorsFile(Path path) throws IOException {
    this(path.toString(), new MappedFile(path));
  }

  /**
   * The same for bytes that are in memory.
   *
   * @param name for messages
   */
  public SafetensorsFile(String name, byte[] bytes) throws IOException {
    this(name, new MappedFile(bytes));
  }

  private SafetensorsFile(String name, MappedFile file) throws IOException {
    fileName = name;
    this.file = file;
    try {
      readHeader();
    } catch (JacksonException e) {
      file.close();
      throw new InputException(
          fileName + ": not a complete safetensors file: its header is not valid JSON", e);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** Whether data that begin like this are a header's length and the start of its JSON. */
  static boolean begins(byte[] start) {
    if (start.length <= LENGTH_BYTES || start[LENGTH_BYTES] != '{') return false;
    long length = length(start);
    return length >= 2 && length <= MAX_HEADER;
  }

  private static long length(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  private void readHeader() throws IOException {
    InputStream in = file.stream();
    if (file.size() < LENGTH_BYTES) throw broken("it has only " + file.size() + " bytes");
    long length = length(in.readNBytes(LENGTH_BYTES));
    if (length < 2 || length > Math.min(MAX_HEADER, file.size() - LENGTH_BYTES))
      throw broken(
          "its header would be %d bytes long, the file has %d".formatted(length, file.size()));
    JsonNode root = JSON.readTree(in.readNBytes((int) length));
    if (!root.isObject()) throw broken("its header is not a JSON object");
    for (Map.Entry<String, JsonNode> field : root.properties()) {
      if (field.getKey().equals(METADATA)) {
        for (Map.Entry<String, JsonNode> m : field.getValue().properties())
          metadata.put(m.getKey(), m.getValue().asString(""));
        continue;
      }
      NpyType type = TYPES.get(field.getValue().path("dtype").asString(""));
      if (type == null)
        unread.put(field.getKey(), field.getValue().path("dtype").asString(""));
      else
        tensors.put(
            field.getKey(),
            tensor(
                "tensor " + ArrayChoice.shown(field.getKey()),
                field.getValue(),
                type,
                LENGTH_BYTES + length));
    }
  }

  private Tensor tensor(String name, JsonNode node, NpyType type, long dataStart) {
    JsonNode dims = node.path("shape");
    JsonNode offsets = node.path("data_offsets");
    if (!dims.isArray() || !offsets.isArray() || offsets.size() != 2)
      throw broken(name + " has no shape or no data_offsets");
    String shown = ArrayChoice.shown(dims.toString());
    long[] shape = new long[dims.size()];
    long count = 1;
    for (int i = 0; i < shape.length; i++) {
      JsonNode dim = dims.get(i);
      if (!dim.isIntegralNumber() || !dim.canConvertToLong() || dim.longValue() < 0)
        throw broken(name + " has shape " + shown);
      shape[i] = dim.longValue();
      if (shape[i] != 0 && count > file.size() / shape[i])
        throw broken(name + " has shape " + shown + ", too large for the file");
      count *= shape[i];
    }
    if (!isLong(offsets.get(0)) || !isLong(offsets.get(1)))
      throw broken(name + " has data_offsets " + ArrayChoice.shown(offsets.toString()));
    long from = offsets.get(0).longValue();
    long to = offsets.get(1).longValue();
    if (from < 0 || to < from || to > file.size() - dataStart)
      throw broken("%s lies at bytes %d to %d, the file has %d behind its header"
          .formatted(name, from, to, file.size() - dataStart));
    if (to - from != count * type.bytes)
      throw broken("%s of shape %s needs %d bytes and has %d"
          .formatted(name, shown, count * type.bytes, to - from));
    return new Tensor(type, shape, dataStart + from, to - from);
  }

  private static boolean isLong(JsonNode node) {
    return node.isIntegralNumber() && node.canConvertToLong();
  }

  /** The header's {@code __metadata__}. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /** The shapes of all tensors of floating-point numbers, by name, in the header's order. */
  public Map<String, long[]> floatShapes() {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> {
      switch (tensor.type) {
        case f2, bf16, f4, f8 -> shapes.put(name, tensor.shape);
        default -> {}
      }
    });
    return shapes;
  }

  /**
   * The values of a tensor, row-major, rounded to float.
   *
   * @param name one of {@link #floatShapes}
   * @throws InputException if they are too many for one array or the memory
   */
  public float[] floats(String name) throws IOException {
    Tensor tensor = tensors.get(name);
    if (tensor == null) throw new IllegalArgumentException(fileName + " has no tensor " + name);
    String source = fileName + ", tensor " + ArrayChoice.shown(name);
    long count = tensor.bytes / tensor.type.bytes;
    float[] values = Allocation.floats(source, count, 1);
    int[] at = new int[1];
    StoredArray.readNumbers(
        stream(tensor),
        tensor.type,
        ByteOrder.LITTLE_ENDIAN,
        tensor.type.divisor(),
        count,
        (block, n) -> {
          System.arraycopy(block, 0, values, at[0], n);
          at[0] += n;
        });
    return values;
  }

  /** The values of the tensor that the options ask for as examples, which its shape must allow. */
  Examples examples(ReadOptions options) throws IOException {
    String asked = tensors.isEmpty() && unread.size() == 1
        ? unread.keySet().iterator().next()
        : options.dataset();
    if (unread.containsKey(asked))
      throw new InputException(
          "%s, tensor %s: its numbers are of type %s, which is not supported: save them as F32 or F16"
              .formatted(fileName, ArrayChoice.shown(asked), ArrayChoice.shown(unread.get(asked))));
    if (tensors.isEmpty() && !unread.isEmpty())
      throw new InputException(
          "%s: the numbers of its %d tensors are of types that are not supported, such as %s: save them as F32 or F16"
              .formatted(
                  fileName,
                  unread.size(),
                  ArrayChoice.shown(unread.values().iterator().next())));
    Map.Entry<String, Tensor> chosen =
        ArrayChoice.choose(Path.of(fileName), "tensor", tensors, options);
    String source = fileName + ", tensor " + ArrayChoice.shown(chosen.getKey());
    Tensor tensor = chosen.getValue();
    StoredArray array = new StoredArray(tensor.type, ByteOrder.LITTLE_ENDIAN, false, tensor.shape);
    return array.read(source, stream(tensor), array.layout(source));
  }

  private InputStream stream(Tensor tensor) {
    return file.stream(tensor.from, tensor.bytes);
  }

  @Override
  public void close() {
    file.close();
  }

  private InputException broken(String what) {
    return new InputException("%s: not a complete safetensors file: %s".formatted(fileName, what));
  }
}
