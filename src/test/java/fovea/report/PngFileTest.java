package fovea.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PngFileTest {
  @TempDir
  Path folder;

  @Test
  void replacesTheTargetAndLeavesNothingElse() throws IOException {
    Path out = folder.resolve("figure.png");
    Files.writeString(out, "an older figure");
    PngFile.write(out, picture());
    BufferedImage read = ImageIO.read(out.toFile());
    assertThat(read.getWidth()).isEqualTo(3);
    assertThat(read.getRGB(2, 1) & 0xFFFFFF).isEqualTo(0x123456);
    assertThat(names()).containsExactly("figure.png");
  }

  @Test
  void aMissingFolderIsAnIOException() throws IOException {
    assertThatThrownBy(() -> PngFile.write(folder.resolve("no/figure.png"), picture()))
        .isInstanceOf(IOException.class);
    assertThat(names()).isEmpty();
  }

  @Test
  void aFileInPlaceOfTheFolderIsAnIOException() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "kept");
    assertThatThrownBy(() -> PngFile.write(file.resolve("figure.png"), picture()))
        .isInstanceOf(IOException.class);
    assertThat(names()).containsExactly("file");
    assertThat(file).hasContent("kept");
  }

  @Test
  void aTargetThatCannotBeReplacedStaysAndNoPartIsLeft() throws IOException {
    Path out = Files.createDirectory(folder.resolve("figure.png"));
    Files.writeString(out.resolve("inside"), "kept");
    assertThatThrownBy(() -> PngFile.write(out, picture())).isInstanceOf(IOException.class);
    assertThat(names()).containsExactly("figure.png");
    assertThat(out.resolve("inside")).hasContent("kept");
  }

  private static BufferedImage picture() {
    BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
    image.setRGB(2, 1, 0x123456);
    return image;
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(p -> p.getFileName().toString()).toList();
    }
  }
}
