package fovea.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReconstructionsFigureTest {
  private static final TileShape PATCH = new TileShape(16, 16, 1);

  @Test
  void inputOutputAndDifferenceStandSideBySide() throws IOException {
    long seed = 28;
    SplittableRandom random = new SplittableRandom(seed);
    for (int count : new int[] {1, 2, 3, 10}) {
      float[] input = noise(random, count * 256);
      float[] output = noise(random, count * 256);
      float range = 0;
      for (int i = 0; i < input.length; i++)
        range = Math.max(range, Math.abs(output[i] - input[i]));
      DivergingScale colours = new DivergingScale(range);
      BufferedImage figure = draw(PATCH, input, output, count);
      for (int i = 0; i < count; i++) {
        for (int cell = 0; cell < 256; cell++) {
          int k = i * 256 + cell;
          String where = "seed %d, pair %d of %d, cell %d".formatted(seed, i, count, cell);
          assertThat(pixel(figure, PATCH, count, i, 0, cell))
              .as(where)
              .isEqualTo(GreyScale.UNIT.rgb(input[k]));
          assertThat(pixel(figure, PATCH, count, i, 1, cell))
              .as(where)
              .isEqualTo(GreyScale.UNIT.rgb(output[k]));
          assertThat(pixel(figure, PATCH, count, i, 2, cell))
              .as(where)
              .isEqualTo(colours.rgb(output[k] - input[k]));
        }
      }
    }
  }

  @Test
  void aPerfectReconstructionHasAWhiteDifference() throws IOException {
    float[] input = noise(new SplittableRandom(29), 2 * 256);
    BufferedImage figure = draw(PATCH, input, input.clone(), 2);
    for (int i = 0; i < 2; i++)
      for (int cell = 0; cell < 256; cell++)
        assertThat(pixel(figure, PATCH, 2, i, 2, cell)).isEqualTo(0xFFFFFF);
  }

  @Test
  void tenPairsFitALaptop() throws IOException {
    BufferedImage figure = draw(PATCH, new float[2560], new float[2560], 10);
    assertThat(figure.getWidth()).isLessThan(1280);
    assertThat(figure.getHeight()).isLessThan(900);
  }

  @Test
  void theDifferenceOfColoursIsThatOfTheWorstChannel() throws IOException {
    TileShape colour = new TileShape(2, 2, 3);
    float[] input = new float[12];
    float[] output = new float[12];
    output[1] = 0.2f;
    output[4 + 1] = -0.5f;
    output[8 + 2] = 0.5f;
    BufferedImage figure = draw(colour, input, output, 1);
    assertThat(pixel(figure, colour, 1, 0, 2, 0)).isEqualTo(0xFFFFFF);
    assertThat(pixel(figure, colour, 1, 0, 2, 1)).isEqualTo(0x2166AC);
    assertThat(pixel(figure, colour, 1, 0, 2, 2)).isEqualTo(0xB2182B);
  }

  @Test
  void oneChannelThatIsNoNumberSpoilsItsCell() {
    float[] output = new float[12];
    output[1] = Float.NaN;
    output[4 + 1] = 1;
    output[8 + 2] = Float.NaN;
    assertThat(Difference.of(new TileShape(2, 2, 3), new float[12], output, 12).values())
        .containsExactly(0, Float.NaN, Float.NaN, 0);
  }

  @Test
  void theErrorIsTheRootOfTheMeanSquare() {
    float[] input = {9, 0, 0, 0, 0};
    float[] output = {9, 3, -4, 0, 0};
    assertThat(Difference.rootMeanSquare(input, output, 1, 4)).isCloseTo(2.5, within(1e-12));
    assertThat(Difference.rootMeanSquare(input, output, 0, 1)).isZero();
  }

  @Test
  void anOutputThatIsNoNumberStandsOut() throws IOException {
    float[] output = new float[256];
    output[3] = Float.NaN;
    output[4] = 0.1f;
    BufferedImage figure = draw(PATCH, new float[256], output, 1);
    assertThat(pixel(figure, PATCH, 1, 0, 2, 3)).isEqualTo(GreyScale.NOT_FINITE);
    assertThat(pixel(figure, PATCH, 1, 0, 2, 4)).isEqualTo(0xB2182B);
  }

  @Test
  void writesAPng(@TempDir Path folder) throws IOException {
    Path out = folder.resolve("reconstructions.png");
    ReconstructionsFigure.write(
        out, Reconstructions.of(TileShape.of(5), new float[15], new float[15], 3), "");
    assertThat(ImageIO.read(out.toFile())).isNotNull();
  }

  @Test
  void refusesArraysThatDoNotFit() {
    for (int[] lengths : new int[][] {{512, 256, 2}, {512, 512, 0}, {512, 512, 3}, {512, 512, 4}})
      assertThatThrownBy(
              () -> draw(PATCH, new float[lengths[0]], new float[lengths[1]], lengths[2]))
          .isInstanceOf(IllegalArgumentException.class);
  }

  private static BufferedImage draw(TileShape tile, float[] input, float[] output, int count)
      throws IOException {
    return ReconstructionsFigure.draw(Reconstructions.of(tile, input, output, count), "");
  }

  private static int pixel(
      BufferedImage figure, TileShape tile, int count, int pair, int part, int cell)
      throws IOException {
    PairGrid grid = PairGrid.of(tile, count);
    Sheet sheet = new Sheet(grid.width());
    sheet.title("one line");
    sheet.take(20);
    int enlarge = grid.zoom().enlarge();
    int x = Sheet.MARGIN + grid.x(pair, part) + cell % tile.width() * enlarge + enlarge / 2;
    int y = sheet.take(0) + grid.y(pair) + cell / tile.width() * enlarge + enlarge / 2;
    return figure.getRGB(x, y) & 0xFFFFFF;
  }

  private static float[] noise(SplittableRandom random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) values[i] = (float) random.nextDouble();
    return values;
  }
}
