package fovea;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The formatter breaks code alone. This test holds comments and messages to a width, too. */
class SourceLinesTest {
  private static final int LONGEST = 120;

  @Test
  void noLineIsTooLong() throws IOException {
    List<String> tooLong = new ArrayList<>();
    int files = 0;
    for (String folder : List.of("src", "jmh"))
      for (Path file : javaFiles(Path.of(folder))) {
        files++;
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
          int length = lines.get(i).codePointCount(0, lines.get(i).length());
          if (length > LONGEST) tooLong.add("%s:%d: %d characters".formatted(file, i + 1, length));
        }
      }
    assertThat(files).isPositive();
    assertThat(tooLong).isEmpty();
  }

  private static List<Path> javaFiles(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }
}
