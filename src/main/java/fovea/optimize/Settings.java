package fovea.optimize;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** An optimiser's settings, in the order in which they are to be told. */
final class Settings {
  private Settings() {}

  /** @param namesAndValues in turn; constants of enums are told in lower case */
  static Map<String, Object> of(Object... namesAndValues) {
    Map<String, Object> settings = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      Object value = namesAndValues[i + 1];
      settings.put(
          (String) namesAndValues[i], value instanceof Enum<?> constant ? text(constant) : value);
    }
    return Collections.unmodifiableMap(settings);
  }

  static String text(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
