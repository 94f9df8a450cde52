package fovea.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SheetTest {
  @Test
  void textIsCutBetweenWordsToThePagesWidth() {
    String text =
        "Each tile is one unit's incoming weights: mid-grey is 0, and black and white are its largest.";
    for (int width = 150; width < 900; width += 50) {
      List<String> lines = Sheet.wrap(text, Sheet.TEXT, width);
      assertThat(String.join(" ", lines)).isEqualTo(text);
      for (String line : lines)
        assertThat(Sheet.width(line, Sheet.TEXT)).isLessThanOrEqualTo(width);
      for (int i = 1; i < lines.size(); i++) {
        String next = lines.get(i).split(" ", 2)[0];
        assertThat(Sheet.width(lines.get(i - 1) + " " + next, Sheet.TEXT)).isGreaterThan(width);
      }
    }
    assertThat(Sheet.wrap("unbreakable", Sheet.TEXT, 5)).containsExactly("unbreakable");
  }

  @Test
  void thePageIsWhiteAndAsTallAsWhatItTook() throws IOException {
    Sheet sheet = new Sheet(700);
    sheet.take(100);
    assertThat(sheet.take(50)).isEqualTo(Sheet.MARGIN + 100);
    var image = sheet.image();
    assertThat(image.getWidth()).isEqualTo(700 + 2 * Sheet.MARGIN);
    assertThat(image.getHeight()).isEqualTo(150 + 2 * Sheet.MARGIN);
    assertThat(image.getRGB(0, 0)).isEqualTo(0xFFFFFFFF);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aMachineWithoutFontsIsNamedAsTheReason(@TempDir Path folder) throws Exception {
    Path none = folder.resolve("fonts.conf");
    Files.writeString(
        none, "<?xml version=\"1.0\"?><fontconfig><dir>" + folder + "/none</dir></fontconfig>");
    ProcessBuilder builder = new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Djava.awt.headless=true",
        "-Duser.home=" + folder,
        "-cp",
        System.getProperty("java.class.path"),
        WithoutFonts.class.getName());
    builder.environment().put("FONTCONFIG_FILE", none.toString());
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(said)
        .startsWith("IOException: figures need fonts and this Java finds none: install fontconfig");
  }

  static final class WithoutFonts {
    public static void main(String[] args) {
      try {
        new Sheet(700);
        System.out.print("there were fonts");
      } catch (IOException e) {
        System.out.print(e.getClass().getSimpleName() + ": " + e.getMessage());
      }
    }
  }
}
