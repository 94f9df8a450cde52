package fovea.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeaturesFigureTest {
  private static final TileShape PATCH = new TileShape(16, 16, 1);

  @Test
  void everyUnitsWeightsStandWhereItsActivationRanksThem() throws IOException {
    long seed = 24;
    SplittableRandom random = new SplittableRandom(seed);
    for (int units : new int[] {1, 2, 3, 16, 50, 64}) {
      float[] w = noise(random, units * 256);
      float[] activation = noise(random, units);
      BufferedImage figure = FeaturesFigure.draw(new Features(PATCH, w, activation, ""));
      int[] order = IntStream.range(0, units)
          .boxed()
          .sorted((a, b) -> Float.compare(activation[b], activation[a]))
          .mapToInt(i -> i)
          .toArray();
      for (int place = 0; place < units; place++) {
        float[] unit = Arrays.copyOfRange(w, order[place] * 256, order[place] * 256 + 256);
        float largest = 0;
        for (float v : unit) largest = Math.max(largest, Math.abs(v));
        for (int cell = 0; cell < 256; cell++) {
          long level = Math.round(127.5 + 127.5 * unit[cell] / largest);
          int seen = pixel(figure, PATCH, units, place, cell);
          assertThat(seen & 255)
              .as("seed %d, %d units, place %d, cell %d", seed, units, place, cell)
              .isBetween((int) level - 1, (int) level + 1);
          assertThat(seen).isEqualTo((seen & 255) * 0x010101);
        }
      }
    }
  }

  @Test
  void smallTilesStandInTheSameOrder() {
    float[] w = noise(new SplittableRandom(28), 5 * 256);
    float[] activation = {0.1f, 0.5f, 0.2f, 0.4f, 0.3f};
    int[] order = {1, 3, 4, 2, 0};
    BufferedImage tiles = FeaturesFigure.drawTiles(new Features(PATCH, w, activation, ""));
    assertThat(tiles.getWidth()).isEqualTo(3 * 32 + 2 * 2);
    assertThat(tiles.getHeight()).isEqualTo(2 * 32 + 2);
    for (int place = 0; place < 5; place++) {
      float largest = 0;
      for (int i = 0; i < 256; i++)
        largest = Math.max(largest, Math.abs(w[order[place] * 256 + i]));
      for (int cell = 0; cell < 256; cell++) {
        long level = Math.round(127.5 + 127.5 * w[order[place] * 256 + cell] / largest);
        int x = place % 3 * 34 + cell % 16 * 2;
        int y = place / 3 * 34 + cell / 16 * 2;
        assertThat(tiles.getRGB(x, y) & 255).isBetween((int) level - 1, (int) level + 1);
      }
    }
    assertThat(tiles.getRGB(2 * 34 + 1, 34 + 1)).as("no sixth tile").isEqualTo(0xFFFFFFFF);
  }

  @Test
  void theLengthOfTheWeightVectorDoesNotMatter() throws IOException {
    float[] w = noise(new SplittableRandom(25), 4 * 256);
    float[] longer = w.clone();
    for (int i = 256; i < 512; i++) longer[i] *= 1024;
    float[] activation = {0.4f, 0.3f, 0.2f, 0.1f};
    assertThat(samePixels(
            FeaturesFigure.draw(new Features(PATCH, w, activation, "")),
            FeaturesFigure.draw(new Features(PATCH, longer, activation, ""))))
        .isTrue();
  }

  @Test
  void aUnitWithoutWeightsIsMidGrey() throws IOException {
    float[] w = noise(new SplittableRandom(26), 4 * 256);
    Arrays.fill(w, 512, 768, 0);
    BufferedImage figure =
        FeaturesFigure.draw(new Features(PATCH, w, new float[] {0.1f, 0.2f, 0.3f, 0.4f}, ""));
    for (int cell = 0; cell < 256; cell++)
      assertThat(pixel(figure, PATCH, 4, 1, cell)).isEqualTo(0x808080);
  }

  @Test
  void equallyActiveUnitsKeepTheirOrderAndNaNComesLast() {
    float[] mean = {0.5f, 0.7f, Float.NaN, 0.5f, 0.7f};
    assertThat(new Features(TileShape.of(1), new float[5], mean, "").mostActiveFirst())
        .containsExactly(1, 4, 0, 3, 2);
  }

  @Test
  void colourWeightsKeepTheirChannels() throws IOException {
    TileShape colour = new TileShape(4, 4, 3);
    float[] w = new float[48];
    w[5] = 2;
    w[16 + 6] = -2;
    BufferedImage figure = FeaturesFigure.draw(new Features(colour, w, new float[] {0.5f}, ""));
    assertThat(pixel(figure, colour, 1, 0, 5)).isEqualTo(0xFF8080);
    assertThat(pixel(figure, colour, 1, 0, 6)).isEqualTo(0x800080);
    assertThat(pixel(figure, colour, 1, 0, 7)).isEqualTo(0x808080);
  }

  @Test
  void weightsThatAreNoNumberStandOut() throws IOException {
    float[] w = noise(new SplittableRandom(27), 256);
    w[9] = Float.NaN;
    w[10] = Float.NEGATIVE_INFINITY;
    BufferedImage figure = FeaturesFigure.draw(new Features(PATCH, w, new float[] {Float.NaN}, ""));
    assertThat(pixel(figure, PATCH, 1, 0, 9)).isEqualTo(GreyScale.NOT_FINITE);
    assertThat(pixel(figure, PATCH, 1, 0, 10)).isEqualTo(GreyScale.NOT_FINITE);
    assertThat(pixel(figure, PATCH, 1, 0, 11)).isNotEqualTo(GreyScale.NOT_FINITE);
  }

  @ParameterizedTest
  @ValueSource(ints = {36, 49, 64, 81, 100, 225, 400, 1024})
  void theFigureFitsAScreen(int units) throws IOException {
    BufferedImage figure =
        FeaturesFigure.draw(new Features(PATCH, new float[units * 256], new float[units], ""));
    assertThat(figure.getWidth()).isBetween(850, 1160);
    assertThat(figure.getHeight()).isBetween(figure.getWidth(), 3 * figure.getWidth() / 2);
  }

  @Test
  void anyShapeOfExampleHasAFigure() throws IOException {
    for (int inputs : new int[] {1, 2, 5, 100, 257, 768, 20_000}) {
      BufferedImage figure = FeaturesFigure.draw(
          new Features(TileShape.of(inputs), new float[7 * inputs], new float[7], ""));
      assertThat(figure.getWidth()).isBetween(500, 1160);
    }
  }

  @Test
  void writesAPng(@TempDir Path folder) throws IOException {
    Path out = folder.resolve("features.png");
    FeaturesFigure.write(out, new Features(PATCH, new float[512], new float[2], ""));
    assertThat(ImageIO.read(out.toFile())).isNotNull();
    assertThat(folder.toFile().list()).containsExactly("features.png");
  }

  @Test
  void refusesArraysThatDoNotFit() {
    assertThatThrownBy(
            () -> FeaturesFigure.draw(new Features(PATCH, new float[512], new float[0], "")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> FeaturesFigure.draw(new Features(PATCH, new float[513], new float[2], "")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> FeaturesFigure.draw(new Features(PATCH, new float[400], new float[2], "")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Colour in the middle of a cell of the tile at {@code place}. */
  private static int pixel(BufferedImage figure, TileShape tile, int units, int place, int cell)
      throws IOException {
    TileGrid grid = TileGrid.numbered(tile, units);
    Sheet sheet = new Sheet(grid.width());
    sheet.title("one line");
    int enlarge = grid.zoom().enlarge();
    int x = Sheet.MARGIN + grid.x(place) + cell % tile.width() * enlarge + enlarge / 2;
    int y = sheet.take(0) + grid.y(place) + cell / tile.width() * enlarge + enlarge / 2;
    return figure.getRGB(x, y) & 0xFFFFFF;
  }

  private static float[] noise(SplittableRandom random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) values[i] = (float) random.nextDouble(-1, 1);
    return values;
  }

  private static boolean samePixels(BufferedImage a, BufferedImage b) {
    int w = a.getWidth();
    int h = a.getHeight();
    return b.getWidth() == w
        && b.getHeight() == h
        && Arrays.equals(a.getRGB(0, 0, w, h, null, 0, w), b.getRGB(0, 0, w, h, null, 0, w));
  }
}
