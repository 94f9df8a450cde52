package fovea.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.train.Metrics;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CostFigureTest {
  private static final int TOTAL = rgb(Tone.INK);
  private static final int RECONSTRUCTION = rgb(Tone.BLUE);
  private static final int WEIGHT_DECAY = rgb(Tone.ORANGE);
  private static final int SPARSITY = rgb(Tone.GREEN);
  private static final int HELD_OUT = rgb(Tone.PURPLE);

  private static int rgb(Tone tone) {
    return tone.colour().getRGB() & 0xFFFFFF;
  }

  @Test
  void onePointIsADotPerCurve() throws IOException {
    List<Metrics> points = List.of(Points.at(0, 3.83, 2.91, 0.07, 0.85));
    BufferedImage figure = CostFigure.draw(points);
    assertThat(shows(TOTAL, figure, points, 0, 3.83)).isTrue();
    assertThat(shows(RECONSTRUCTION, figure, points, 0, 2.91)).isTrue();
    assertThat(shows(SPARSITY, figure, points, 0, 0.85)).isTrue();
    assertThat(shows(WEIGHT_DECAY, figure, points, 0, 0.07)).isTrue();
  }

  @Test
  void twoPointsAreALinePerCurve() throws IOException {
    List<Metrics> points = List.of(Points.at(0, 8, 4, 2, 1), Points.at(1, 8, 4, 2, 1));
    BufferedImage figure = CostFigure.draw(points);
    for (double x = 0; x <= 1; x += 0.125) {
      assertThat(shows(TOTAL, figure, points, x, 8)).isTrue();
      assertThat(shows(RECONSTRUCTION, figure, points, x, 4)).isTrue();
    }
  }

  @Test
  void theHeldOutCostIsACurveWhereThereIsOne() throws IOException {
    List<Metrics> points = List.of(Points.at(0, 8, 4, 2, 1, 0.5), Points.at(1, 8, 4, 2, 1, 0.5));
    BufferedImage figure = CostFigure.draw(points);
    int dashes = 0;
    for (double x = 0; x <= 1; x += 1.0 / 256) {
      if (shows(HELD_OUT, figure, points, x, 0.5)) dashes++;
      assertThat(shows(TOTAL, figure, points, x, 8)).isTrue();
    }
    assertThat(dashes).as("a dashed line").isBetween(100, 220);
    List<Metrics> without = List.of(Points.at(0, 8, 4, 2, 1), Points.at(1, 8, 4, 2, 1));
    assertThat(count(CostFigure.draw(without), HELD_OUT)).isZero();
    assertThat(RunCurves.COST.curves(without)).hasSize(2);
  }

  @Test
  void everyPointOfACurveIsOnIt() throws IOException {
    List<Metrics> points = IntStream.rangeClosed(0, 20)
        .mapToObj(i -> Points.at(i, 4 * Math.pow(0.5, i), 2 * Math.pow(0.5, i), 0, 0))
        .toList();
    BufferedImage figure = CostFigure.draw(points);
    for (Metrics p : points) {
      assertThat(shows(TOTAL, figure, points, p.step().iteration(), p.step().cost()))
          .isTrue();
      assertThat(shows(
              RECONSTRUCTION, figure, points, p.step().iteration(), p.cost().reconstruction()))
          .isTrue();
    }
  }

  @Test
  void aHundredThousandPointsOverTwelveDecades() throws IOException {
    List<Metrics> points = IntStream.rangeClosed(0, 100_000)
        .mapToObj(i -> {
          double cost = Math.pow(10, -12.0 * i / 100_000);
          return Points.at(i, cost, cost / 1000, 0, 0);
        })
        .toList();
    BufferedImage figure = CostFigure.draw(points);
    for (int i = 0; i <= 100_000; i += 10_000) {
      assertThat(shows(TOTAL, figure, points, i, points.get(i).step().cost()))
          .as("iteration %d", i)
          .isTrue();
    }
    assertThat(count(figure, SPARSITY) + count(figure, WEIGHT_DECAY))
        .as("parts that are 0")
        .isZero();
  }

  @Test
  void thePenaltiesDoNotSetTheAxisOfTheCost() {
    List<Metrics> points = List.of(Points.at(0, 4, 3, 1e-9, 1), Points.at(1, 4, 3, 1e-9, 1e-7));
    assertThat(RunCurves.COST.chart(points).up().low()).isEqualTo(2);
    assertThat(RunCurves.PENALTIES.chart(points).up().low()).isEqualTo(1e-9);
  }

  @Test
  void aPartThatIsTheWholeCostShowsOnTopOfIt() throws IOException {
    List<Metrics> points = List.of(Points.at(0, 4, 4, 0, 0), Points.at(9, 4, 4, 0, 0));
    BufferedImage figure = CostFigure.draw(points);
    assertThat(shows(RECONSTRUCTION, figure, points, 4, 4)).isTrue();
  }

  @Test
  void costsThatNoAxisCanShowStillGiveAFigure() throws IOException {
    double inf = Double.POSITIVE_INFINITY;
    assertThat(CostFigure.draw(List.of(Points.at(0, 0, 0, 0, 0)))).isNotNull();
    BufferedImage wide = CostFigure.draw(List.of(
        Points.at(0, 1, 1, 1, 1),
        Points.at(1, inf, inf, Double.NaN, inf, inf),
        Points.at(2, 1e308, 0, -1, 5e-324)));
    BufferedImage plain = CostFigure.draw(List.of(Points.at(0, 1, 1, 1, 1)));
    assertThat(wide.getWidth()).isEqualTo(plain.getWidth());
    assertThat(wide.getHeight())
        .as("a legend too long for one row takes a second")
        .isGreaterThan(plain.getHeight());
    assertThatThrownBy(() -> CostFigure.draw(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void writesAPng(@TempDir Path folder) throws IOException {
    Path out = folder.resolve("cost.png");
    CostFigure.write(out, List.of(Points.at(0, 1, 1, 0, 0)));
    assertThat(ImageIO.read(out.toFile()).getWidth()).isEqualTo(1000);
    assertThat(folder.toFile().list()).containsExactly("cost.png");
    assertThatThrownBy(() ->
            CostFigure.write(folder.resolve("none/cost.png"), List.of(Points.at(0, 1, 1, 0, 0))))
        .isInstanceOf(IOException.class);
  }

  /** Whether {@code value} at {@code iteration} lies on ink of this colour; lines end softly between two pixels. */
  private static boolean shows(
      int rgb, BufferedImage figure, List<Metrics> points, double iteration, double value)
      throws IOException {
    Sheet sheet = new Sheet(936);
    boolean penalty = rgb == WEIGHT_DECAY || rgb == SPARSITY;
    Plot plot = CostFigure.draw(sheet, points).get(penalty ? 1 : 0);
    int x = (int) Math.min(plot.x(iteration), plot.left() + plot.width() - 1);
    int y = (int) plot.y(value);
    return IntStream.rangeClosed(y - 1, y + 1).anyMatch(row -> close(figure.getRGB(x, row), rgb));
  }

  private static boolean close(int a, int b) {
    return IntStream.of(0, 8, 16)
        .allMatch(shift -> Math.abs(((a >> shift) & 255) - ((b >> shift) & 255)) <= 40);
  }

  private static int count(BufferedImage figure, int rgb) {
    int count = 0;
    for (int y = 0; y < figure.getHeight(); y++)
      for (int x = 0; x < figure.getWidth(); x++)
        if ((figure.getRGB(x, y) & 0xFFFFFF) == rgb) count++;
    return count;
  }
}
