package fovea.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.data.ExampleShape;
import fovea.data.Examples;
import fovea.data.PreprocessMode;
import fovea.data.Preprocessing;
import fovea.model.Autoencoder;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatchesFigureTest {
  private static final TileShape GREY = new TileShape(16, 16, 1);
  private static final ExampleShape.Patch RGB = new ExampleShape.Patch(3, 16);

  /** Each patch has its own flat colour, so that its tile can be found by it. */
  private static final int[] COLOURS = {
    0xFF0000, 0x00FF00, 0x0000FF, 0xFFFF00, 0xFF00FF, 0x00FFFF, 0xFF8000, 0x8000FF, 0x00FF80,
    0x80FF00
  };

  @Test
  void patchesStandAboveWhatTheyBecame() throws IOException {
    for (int count = 1; count <= 10; count++) {
      float[] preprocessed = new float[count * 256];
      Arrays.fill(preprocessed, 0.5f);
      BufferedImage figure =
          PatchesFigure.draw(asRead(flat(count, 255)), seen(preprocessed, count));
      int lastRight = 0;
      int top = 0;
      for (int i = 0; i < count; i++) {
        Box box = Box.of(figure, COLOURS[i]);
        assertThat(box.right - box.left + 1).as("patch %d of %d", i, count).isEqualTo(96);
        assertThat(box.bottom - box.top + 1).isEqualTo(96);
        assertThat(box.left).isGreaterThan(lastRight);
        if (i > 0) assertThat(box.top).isEqualTo(top);
        lastRight = box.right;
        top = box.top;
        int below = box.bottom + 18 + 24 + 48;
        assertThat(figure.getRGB(box.left, below) & 0xFFFFFF).isEqualTo(0x808080);
        assertThat(figure.getRGB(box.right, below) & 0xFFFFFF).isEqualTo(0x808080);
        assertThat(figure.getRGB(box.right + 3, below) & 0xFFFFFF).isEqualTo(0xFFFFFF);
      }
      assertThat(figure.getWidth() - lastRight).isGreaterThanOrEqualTo(Sheet.MARGIN);
    }
  }

  @Test
  void bytesAndFractionsLookTheSame() throws IOException {
    BufferedImage bytes = PatchesFigure.draw(asRead(flat(10, 255)), seen(new float[2560], 10));
    BufferedImage fractions = PatchesFigure.draw(asRead(flat(10, 1)), seen(new float[2560], 10));
    // 0x80 is 128/255 as a fraction too: both figures show the same colours, only the caption
    // differs.
    for (int i = 0; i < 10; i++)
      assertThat(Box.of(bytes, COLOURS[i])).isEqualTo(Box.of(fractions, COLOURS[i]));
  }

  @Test
  void rowsOfATableAreTilesOfTheirValues() throws IOException {
    float[] rows = {0, 0.2f, 0.4f, 0.6f, 0.8f, 1, 0.8f, 0.6f, 0.4f, 0.2f};
    BufferedImage figure =
        PatchesFigure.draw(new TileRow(TileShape.of(5), rows, 2, GreyScale.UNIT));
    Box empty = Box.of(figure, TileImage.EMPTY);
    int cell = Zoom.about(96, TileShape.of(5)).enlarge();
    for (int i = 0; i < 5; i++) {
      int x = Sheet.MARGIN + i % 3 * cell + cell / 2;
      int y = empty.top - cell + i / 3 * cell + cell / 2;
      assertThat(figure.getRGB(x, y) & 0xFFFFFF).isEqualTo(i * 0x333333);
      assertThat(figure.getRGB(x + 3 * cell + 8, y) & 0xFFFFFF).isEqualTo((5 - i) * 0x333333);
    }
  }

  @Test
  void writesAPngOfEitherKind(@TempDir Path folder) throws IOException {
    Path patches = folder.resolve("patches.png");
    for (ExampleShape shape : new ExampleShape[] {RGB, new ExampleShape.Row(784)}) {
      Examples raw = new Examples("x", 12, shape, new float[12 * shape.size()]);
      Preprocessing preprocessing = Preprocessing.fit(PreprocessMode.AUTO, raw);
      NetworkShape network = new NetworkShape(preprocessing.outputSize(), 1);
      ShownExamples shown = ShownExamples.of(
          raw,
          preprocessing,
          preprocessing.apply(raw),
          new Autoencoder(network, Parameters.random(network, 1)),
          1);
      assertThat(shown.asRead().isPresent()).isEqualTo(shape == RGB);
      PatchesFigure.write(patches, shown);
      assertThat(ImageIO.read(patches.toFile()).getWidth()).isBetween(900, 1280);
      assertThat(folder.toFile().list()).containsExactly("patches.png");
    }
  }

  @Test
  void refusesArraysThatDoNotFit() {
    TileShape tile = TileShape.of(256);
    for (int[] odd : new int[][] {{0, 0}, {256, 0}, {257, 2}, {256, 2}, {513, 1}})
      assertThatThrownBy(() -> new TileRow(tile, new float[odd[0]], odd[1], GreyScale.UNIT))
          .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> asRead(new float[769])).isInstanceOf(IllegalArgumentException.class);
  }

  private static TileRow asRead(float[] values) {
    return new TileRow(
        TileShape.of(RGB), values, Math.ceilDiv(values.length, 768), GreyScale.showing(values));
  }

  private static TileRow seen(float[] values, int count) {
    return new TileRow(GREY, values, count, GreyScale.UNIT);
  }

  private static float[] flat(int count, float white) {
    float[] values = new float[count * 768];
    for (int i = 0; i < values.length; i++) {
      int channel = i % 768 / 256;
      values[i] = ((COLOURS[i / 768] >> (16 - 8 * channel)) & 255) / 255f * white;
      if (white == 255) values[i] = Math.round(values[i]);
    }
    return values;
  }

  /** Smallest rectangle around all pixels of one colour. */
  private record Box(int left, int top, int right, int bottom) {
    static Box of(BufferedImage image, int rgb) {
      Box box = new Box(Integer.MAX_VALUE, Integer.MAX_VALUE, -1, -1);
      for (int y = 0; y < image.getHeight(); y++)
        for (int x = 0; x < image.getWidth(); x++)
          if ((image.getRGB(x, y) & 0xFFFFFF) == rgb)
            box = new Box(
                Math.min(box.left, x),
                Math.min(box.top, y),
                Math.max(box.right, x),
                Math.max(box.bottom, y));
      return box;
    }
  }
}
