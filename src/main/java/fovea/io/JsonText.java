package fovea.io;

import com.fasterxml.jackson.annotation.JsonValue;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON (RFC 8259), the text that Jackson's mapper writes, some 0.3 s sooner: that is what the mapper takes to
 * start, and a run writes one file. Files are read with the mapper.
 *
 * <p>Values are records, with names in snake_case, maps, collections, arrays, texts, enums, numbers, booleans,
 * optionals and null. A record with one component annotated {@link JsonValue} is that component. A number that is not
 * finite, of which JSON has none, is a text.
 */
final class JsonText {
  private static final String INDENT = "  ";

  private final StringBuilder text = new StringBuilder();
  private final boolean lines;
  private int depth;

  private JsonText(boolean lines) {
    this.lines = lines;
  }

  /** On one line, without spaces. */
  static String compact(Object value) {
    return new JsonText(false).add(value).text.toString();
  }

  /** For people: a line for each entry of an object. */
  static String indented(Object value) {
    return new JsonText(true).add(value).text.toString();
  }

  private JsonText add(@Nullable Object value) {
    if (value == null || value instanceof Boolean) text.append(value);
    else if (value instanceof Double || value instanceof Float)
      number(((Number) value).doubleValue(), value);
    else if (value instanceof Number) text.append(value);
    else if (value instanceof CharSequence || value instanceof Enum) quoted(value.toString());
    else if (value instanceof Map<?, ?> map) object(map);
    else if (value instanceof Collection<?> values) array(values);
    else if (value instanceof Record record) record(record);
    else if (value instanceof Optional<?> optional) add(optional.orElse(null));
    else if (value.getClass().isArray()) array(elements(value));
    else throw new IllegalArgumentException("no JSON is known for " + value.getClass());
    return this;
  }

  private void number(double finite, Object value) {
    if (Double.isFinite(finite)) text.append(value);
    else quoted(value.toString());
  }

  private void record(Record record) {
    Map<String, @Nullable Object> entries = new LinkedHashMap<>();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      Object value = JsonFile.value(record, component);
      if (component.getAccessor().isAnnotationPresent(JsonValue.class)) {
        add(value);
        return;
      }
      entries.put(name(component), value);
    }
    object(entries);
  }

  /** The component's name in the file. */
  static String name(RecordComponent component) {
    return component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  private static List<@Nullable Object> elements(Object array) {
    List<@Nullable Object> elements = new ArrayList<>();
    for (int i = 0; i < Array.getLength(array); i++) elements.add(Array.get(array, i));
    return elements;
  }

  private void object(Map<?, ?> entries) {
    text.append('{');
    depth++;
    String separator = "";
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      text.append(separator);
      if (lines) text.append(System.lineSeparator()).append(INDENT.repeat(depth));
      quoted(String.valueOf(entry.getKey()));
      text.append(lines ? " : " : ":");
      add(entry.getValue());
      separator = ",";
    }
    depth--;
    if (lines && entries.isEmpty()) text.append(' ');
    else if (lines) text.append(System.lineSeparator()).append(INDENT.repeat(depth));
    text.append('}');
  }

  private void array(Collection<?> values) {
    text.append(lines ? "[ " : "[");
    String separator = "";
    for (Object value : values) {
      text.append(separator);
      add(value);
      separator = lines ? ", " : ",";
    }
    text.append(lines && !values.isEmpty() ? " ]" : "]");
  }

  private void quoted(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        case '\b' -> text.append("\\b");
        case '\f' -> text.append("\\f");
        default -> {
          if (c < ' ') text.append("\\u%04X".formatted((int) c));
          else text.append(c);
        }
      }
    }
    text.append('"');
  }
}
