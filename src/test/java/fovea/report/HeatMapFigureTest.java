package fovea.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeatMapFigureTest {
  private static final double NAN = Double.NaN;

  @Test
  void everyCellHasTheColourOfItsValueAndItsValueInIt() throws IOException {
    HeatMap map = map(3, 4, DoubleStream.iterate(0.1, v -> v * 1.7).limit(12).toArray());
    BufferedImage figure = HeatMapFigure.draw(map);
    SequentialScale scale = SequentialScale.over(map.values());
    for (int row = 0; row < 3; row++)
      for (int column = 0; column < 4; column++) {
        Rectangle cell = cell(map, row, column);
        Color paper = scale.colour(map.value(row, column));
        for (int[] corner : new int[][] {{0, 0}, {cell.width - 2, 0}, {0, cell.height - 2}})
          assertThat(new Color(figure.getRGB(cell.x + corner[0], cell.y + corner[1])))
              .isEqualTo(paper);
        assertThat(count(figure, cell, SequentialScale.ink(paper))).isGreaterThan(10);
      }
  }

  @Test
  void cellsWithoutARunAreHatched() throws IOException {
    HeatMap map = map(2, 2, 0.2, NAN, Double.POSITIVE_INFINITY, 0.4);
    BufferedImage figure = HeatMapFigure.draw(map);
    for (int[] gap : new int[][] {{0, 1}, {1, 0}}) {
      Rectangle cell = cell(map, gap[0], gap[1]);
      assertThat(count(figure, cell, new Color(0xEEEEEE))).isGreaterThan(cell.width * 10);
      assertThat(IntStream.range(0, cell.width - 1)
              .map(i -> figure.getRGB(cell.x + i, cell.y + cell.height / 2))
              .distinct()
              .count())
          .as("lines across")
          .isGreaterThan(1);
    }
    assertThat(HeatMapFigure.draw(map(1, 2, NAN, NAN))).as("no run at all").isNotNull();
  }

  @Test
  void equalValuesHaveOneColour() throws IOException {
    HeatMap map = map(2, 2, 0.5, 0.5, 0.5, 0.5);
    BufferedImage figure = HeatMapFigure.draw(map);
    Color middle = new SequentialScale(0, 1).colour(0.5);
    for (int i = 0; i < 4; i++) {
      Rectangle cell = cell(map, i / 2, i % 2);
      assertThat(new Color(figure.getRGB(cell.x, cell.y))).isEqualTo(middle);
    }
  }

  @Test
  void theFigureGrowsWithItsCellsAndLabels() throws IOException {
    BufferedImage small = HeatMapFigure.draw(map(1, 2, 0.1, 0.2));
    BufferedImage large =
        HeatMapFigure.draw(map(12, 12, IntStream.range(0, 144).asDoubleStream().toArray()));
    assertThat(large.getHeight() - small.getHeight()).isEqualTo(10 * 40);
    assertThat(large.getWidth()).isBetween(12 * 56, 1000);
    HeatMap wide = new HeatMap(
        "t",
        "q",
        2,
        "r",
        List.of("a name of some length"),
        "c",
        List.of("1e-04", "a longer name"),
        new double[2]);
    assertThat(HeatMapFigure.cell(wide, 0, 0, 0).width)
        .isGreaterThan(Sheet.width("a longer name", Sheet.TEXT));
    assertThat(HeatMapFigure.cell(wide, 0, 0, 0).x)
        .isGreaterThan(Sheet.MARGIN + Sheet.width("a name of some length", Sheet.TEXT));
  }

  @Test
  void aMapNeedsAValueForEachCell() {
    assertThatThrownBy(() -> map(2, 2, 1, 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("3 values for a heat map of 2 rows and 2 columns");
    assertThatThrownBy(() -> map(0, 2)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void writesAPng(@TempDir Path folder) throws IOException {
    HeatMap map = map(1, 2, 0.1, 0.2);
    HeatMapFigure.write(folder.resolve("map.png"), map);
    assertThat(ImageIO.read(folder.resolve("map.png").toFile()).getWidth())
        .isEqualTo(HeatMapFigure.draw(map).getWidth());
    assertThat(folder.toFile().list()).containsExactly("map.png");
  }

  private static HeatMap map(int rows, int columns, double... values) {
    return new HeatMap("title", "quantity", 2, "beta", names(rows), "rho", names(columns), values);
  }

  private static List<String> names(int count) {
    return IntStream.range(0, count).mapToObj(i -> "0.0" + i).toList();
  }

  /** Where a cell lies in a figure whose title and heading are one line each. */
  private static Rectangle cell(HeatMap map, int row, int column) throws IOException {
    Sheet sheet = new Sheet(1000);
    sheet.title("one line");
    sheet.heading("one line");
    sheet.take(HeatMapFigure.ROW_SETTING);
    return HeatMapFigure.cell(map, row, column, sheet.take(0));
  }

  private static long count(BufferedImage figure, Rectangle area, Color colour) {
    int[] pixels = figure.getRGB(area.x, area.y, area.width, area.height, null, 0, area.width);
    return Arrays.stream(pixels).filter(rgb -> rgb == colour.getRGB()).count();
  }
}
