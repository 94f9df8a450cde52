package fovea.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The text is what Jackson writes, character for character. */
class JsonTextTest {
  private static final JsonMapper COMPACT = JsonMapper.builder()
      .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
      .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
      .build();
  private static final JsonMapper INDENTED =
      COMPACT.rebuild().enable(SerializationFeature.INDENT_OUTPUT).build();

  private enum Kind {
    FIRST,
    SECOND
  }

  private record Settings(@JsonValue Map<String, Object> values) {}

  private record Everything(
      int count,
      long largeCount,
      double squaredError,
      float single,
      boolean isThere,
      @Nullable String nothing,
      Kind kind,
      double[] numbers,
      List<Object> mixed,
      Settings settings,
      Map<String, Object> empty,
      List<Object> none) {}

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--)
      text.appendCodePoint(
          random.nextBoolean() ? random.nextInt(128) : random.nextInt(0x3000, 0x3100));
    return text + "/\"\\ß\u2028😀";
  }

  private static Object value(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 8 : 5)) {
      case 0 -> random.nextInt();
      case 1 -> Double.longBitsToDouble(random.nextLong());
      case 2 -> Float.intBitsToFloat(random.nextInt());
      case 3 -> random.nextBoolean();
      case 4 -> text(random);
      case 5 -> map(random, depth - 1);
      case 6 -> list(random, depth - 1);
      default -> new Settings(map(random, depth - 1));
    };
  }

  private static List<Object> list(Random random, int depth) {
    List<Object> values = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) values.add(value(random, depth));
    return values;
  }

  private static Map<String, Object> map(Random random, int depth) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) values.put(text(random), value(random, depth));
    return values;
  }

  @Test
  void itIsWhatJacksonWrites() {
    Random random = new Random(20);
    for (int i = 0; i < 500; i++) {
      Everything everything = new Everything(
          random.nextInt(),
          random.nextLong(),
          random.nextGaussian(),
          random.nextFloat(),
          random.nextBoolean(),
          null,
          Kind.SECOND,
          new double[] {0.1, -0.0, 5e-4, Double.NaN, Double.NEGATIVE_INFINITY, 1e21},
          list(random, 3),
          new Settings(map(random, 3)),
          Map.of(),
          List.of());
      assertThat(JsonText.indented(everything)).isEqualTo(INDENTED.writeValueAsString(everything));
      assertThat(JsonText.compact(everything)).isEqualTo(COMPACT.writeValueAsString(everything));
    }
  }

  @Test
  void whatItDoesNotKnowIsRefused() {
    assertThatThrownBy(() -> JsonText.compact(new Object()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.Object");
  }
}
