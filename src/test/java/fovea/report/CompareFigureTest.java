package fovea.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareFigureTest {
  /** Falls from 4 to 4·factor in the given evaluations, each of the given seconds. */
  private static RunCurve run(String name, int evaluations, double seconds, double factor) {
    double[] at = IntStream.rangeClosed(1, evaluations).asDoubleStream().toArray();
    double[] time =
        IntStream.rangeClosed(1, evaluations).mapToDouble(i -> i * seconds).toArray();
    double[] cost = IntStream.range(0, evaluations)
        .mapToDouble(i -> 4 * Math.pow(factor, i / (evaluations - 1.0)))
        .toArray();
    return new RunCurve(name, at, time, cost);
  }

  @Test
  void everyRunIsInBothPanels() throws IOException {
    List<RunCurve> runs = List.of(run("slow", 20, 0.5, 0.5), run("fast", 20, 0.01, 0.1));
    BufferedImage figure = CompareFigure.draw(runs);
    Sheet sheet = new Sheet(figure.getWidth() - 2 * Sheet.MARGIN);
    sheet.title("one line");
    int top = sheet.take(0) + 24 + 12 + SheetPlot.MEASURED_HEIGHT;
    Plot left = CompareFigure.plot(0, CompareFigure.byEvaluations(runs), top);
    Plot right = CompareFigure.plot(1, CompareFigure.bySeconds(runs), top);
    // Both start at the same point of the left panel, where the second is on top.
    for (int i = 1; i < 20; i++)
      for (int run = 0; run < 2; run++) {
        assertThat(shows(figure, left, run, i)).as("run %d, %d", run, i).isTrue();
        assertThat(shows(figure, right, run, i)).as("run %d, %d", run, i).isTrue();
      }
  }

  private static boolean shows(BufferedImage figure, Plot plot, int run, int i) {
    Series curve = plot.chart().series().get(run);
    int rgb = (run == 0 ? Tone.BLUE : Tone.ORANGE).colour().getRGB();
    int x = (int) Math.min(plot.x(curve.x()[i]), plot.left() + plot.width() - 1);
    int y = (int) plot.y(curve.y()[i]);
    return IntStream.rangeClosed(y - 1, y + 1).anyMatch(row -> figure.getRGB(x, row) == rgb);
  }

  @Test
  void pointsWithoutAPlaceOnTheAxesAreLeftOut() throws IOException {
    RunCurve odd =
        new RunCurve("odd", new double[] {0, 1, 2, 3}, new double[] {0, 0, 1, 2}, new double[] {
          4, 3, 2, Double.NaN
        });
    assertThat(CompareFigure.byEvaluations(List.of(odd)).series().getFirst().x())
        .containsExactly(1, 2);
    assertThat(CompareFigure.bySeconds(List.of(odd)).series().getFirst().x())
        .containsExactly(0, 0, 1);
    CompareFigure.draw(List.of(odd));
    CompareFigure.draw(
        List.of(new RunCurve("nothing", new double[0], new double[0], new double[0])));
  }

  @Test
  void asManyRunsAsThereAreColours(@TempDir Path folder) throws IOException {
    Path out = folder.resolve("compare.png");
    RunCurve run = run("a name of some length, learning rate 0.001", 300, 0.02, 0.2);
    CompareFigure.write(out, Collections.nCopies(CompareFigure.MOST, run));
    assertThat(ImageIO.read(out.toFile()).getHeight())
        .as("the legend takes more rows")
        .isGreaterThan(CompareFigure.draw(List.of(run)).getHeight());
    assertThatThrownBy(() -> CompareFigure.draw(Collections.nCopies(CompareFigure.MOST + 1, run)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CompareFigure.draw(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aNameThatIsWiderThanTheFigureIsShortened() throws IOException {
    RunCurve run = run("source, ".repeat(100), 10, 0.02, 0.2);
    BufferedImage figure = CompareFigure.draw(List.of(run));
    int ground = figure.getRGB(figure.getWidth() - 1, 0);
    for (int x = figure.getWidth() - 4; x < figure.getWidth(); x++)
      for (int y = 0; y < figure.getHeight(); y++)
        assertThat(figure.getRGB(x, y)).as("pixel %d %d", x, y).isEqualTo(ground);
  }
}
