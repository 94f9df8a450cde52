package fovea.io;

import fovea.data.InputException;
import fovea.data.Printable;
import fovea.data.Problems;
import fovea.data.RegularFile;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** Records as JSON, with names in snake_case and in the order of their components. */
public final class JsonFile {
  /** Fovea writes kilobytes. */
  private static final long LONGEST = 1 << 26;

  private JsonFile() {}

  /** Made when the first file is read: a run that only writes does without. */
  private static final class Mapper {
    static final JsonMapper JSON = JsonMapper.builder()
        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
        .build();
  }

  /** The record as JSON text. */
  public static String text(Object record) {
    return JsonText.indented(record);
  }

  /** The same, with escapes for what {@link Printable} keeps from a terminal. */
  public static String printable(Object record) {
    StringBuilder printable = new StringBuilder();
    text(record).codePoints().forEach(c -> {
      if (c == '\n' || c == '\r' || Printable.isHarmless(c)) printable.appendCodePoint(c);
      else for (char half : Character.toChars(c)) printable.append("\\u%04X".formatted((int) half));
    });
    return printable.toString();
  }

  /** Writes the record to a file. */
  public static void write(Path file, Object record) throws IOException {
    AtomicFile.write(
        file, out -> out.write((text(record) + "\n").getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * The record that {@link #write} wrote.
   *
   * @throws InputException if the file cannot be read, is not JSON or holds something else
   */
  public static <T extends Record> T read(Path file, Class<T> type) {
    return record(file, read(file), type);
  }

  /** The record whose JSON text is part of a file; refused as {@link #read(Path, Class)} refuses it. */
  public static <T extends Record> T parse(Path file, String text, Class<T> type) {
    return record(file, tree(file, text), type);
  }

  private static <T extends Record> T record(Path file, JsonNode tree, Class<T> type) {
    // The mapper would make a null of null, which is JSON too.
    if (!tree.isObject()) throw new InputException(notOurs(file));
    T record;
    try {
      record = Mapper.JSON.treeToValue(tree, type);
    } catch (JacksonException e) {
      String key = e.getPath().stream()
          .map(JacksonException.Reference::getPropertyName)
          .filter(Objects::nonNull)
          .collect(Collectors.joining("."));
      throw new InputException(
          key.isEmpty() ? notOurs(file) : "%s (look at %s)".formatted(notOurs(file), key), e);
    }
    requireNoNull(file, "", record);
    return record;
  }

  /** The mapper puts null wherever the file has it; a record may have it only where it says so. */
  private static void requireNoNull(Path file, String parent, Record record) {
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      String key = parent + JsonText.name(component);
      @Nullable Object value = value(record, component);
      if (value == null && !component.getAnnotatedType().isAnnotationPresent(Nullable.class))
        throw new InputException("%s: %s is null; it must have a value".formatted(file, key));
      if (value instanceof Collection<?> values && values.stream().anyMatch(Objects::isNull))
        throw new InputException("%s: %s holds a null; it must have a value".formatted(file, key));
      if (value instanceof Record inner) requireNoNull(file, key + ".", inner);
    }
  }

  static @Nullable Object value(Record record, RecordComponent component) {
    try {
      Method accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String notOurs(Path file) {
    return "%s: is not what Fovea writes there, or damaged".formatted(file);
  }

  /**
   * What a file holds.
   *
   * @throws InputException if it cannot be read or is not JSON
   */
  public static JsonNode read(Path file) {
    RegularFile.require(file);
    try {
      if (Files.size(file) > LONGEST) throw new InputException(notOurs(file));
      return tree(file, Files.readString(file));
    } catch (IOException e) {
      throw Problems.unreadable(file, e);
    }
  }

  /**
   * The texts of a JSON array.
   *
   * @throws IllegalArgumentException if it is none, or holds anything else
   */
  static List<String> texts(String json) {
    try {
      JsonNode tree = Mapper.JSON.readTree(json);
      if (tree.isArray() && tree.values().stream().allMatch(JsonNode::isString))
        return tree.values().stream().map(JsonNode::stringValue).toList();
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not JSON", e);
    }
    throw new IllegalArgumentException("not an array of texts");
  }

  private static JsonNode tree(Path file, String text) {
    try {
      JsonNode tree = Mapper.JSON.readTree(text);
      if (tree == null || tree.isMissingNode())
        throw new InputException("%s: is empty".formatted(file));
      return tree;
    } catch (JacksonException e) {
      throw new InputException("%s: is not JSON, or damaged".formatted(file), e);
    }
  }
}
