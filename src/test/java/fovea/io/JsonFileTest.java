package fovea.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.data.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    assertThat(AtomicFile.temporary(file)).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", "null", "3", "[]", "{", "{}", "{\"x\": 3}"})
  void anythingElseIsRefusedWithItsName(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("point.json"), text);
    assertThatThrownBy(() -> JsonFile.read(file, Point.class))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file + ": is ");
  }
}
