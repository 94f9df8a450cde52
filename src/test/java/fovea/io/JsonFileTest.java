package fovea.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.data.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFileTest {
  private record Point(int x, double y) {}

  @TempDir
  private Path folder;

  @Test
  void whatIsWrittenReadsBack() throws IOException {
    Path file = folder.resolve("point.json");
    JsonFile.write(file, new Point(3, 0.1));
    assertThat(JsonFile.read(file, Point.class)).isEqualTo(new Point(3, 0.1));
    assertThat(folder.toFile().list()).containsExactly("point.json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", "null", "3", "[]", "{", "{}", "{\"x\": 3}"})
  void anythingElseIsRefusedWithItsName(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("point.json"), text);
    assertThatThrownBy(() -> JsonFile.read(file, Point.class))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file + ": is ");
  }

  private record Line(
      Point from, @Nullable Point to, @Nullable String name, String penColour) {}

  @Test
  void aNullIsRefusedWithItsKeyUnlessItMayBeThere() throws IOException {
    Path file = folder.resolve("line.json");
    Line line = new Line(new Point(1, 2), null, null, "red");
    JsonFile.write(file, line);
    assertThat(JsonFile.read(file, Line.class)).isEqualTo(line);
    JsonFile.write(file, new Line(new Point(1, 2), new Point(1, 2), "a", "red"));
    String text = Files.readString(file);
    Files.writeString(file, text.replace("\"red\"", "null"));
    assertThatThrownBy(() -> JsonFile.read(file, Line.class))
        .isInstanceOf(InputException.class)
        .hasMessage(file + ": pen_colour is null; it must have a value");
    Files.writeString(file, text.replaceFirst("\"from\" : \\{[^}]*}", "\"from\" : null"));
    assertThatThrownBy(() -> JsonFile.read(file, Line.class))
        .isInstanceOf(InputException.class)
        .hasMessage(file + ": from is null; it must have a value");
  }
}
