package fovea.run;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.model.Cost;
import fovea.optimize.Step;
import fovea.train.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsColumnTest {
  private static final Cost COST = new Cost(0.1, 0.02, 0.003);

  /** No two values are the same, so that none can stand for another. */
  private static final Metrics ROW = new Metrics(
      new Step(7, COST.total(), 1 / 3.0, 0.125, 9),
      11,
      COST,
      1.5,
      0.75,
      0.5,
      2,
      1,
      Optional.of(new Metrics.HeldOut(0.25, Double.NaN)));

  /** Fails where a component of Metrics has no column. */
  @Test
  void theColumnsAreAllThatARowHolds() {
    Map<MetricsColumn, Double> values = new EnumMap<>(MetricsColumn.class);
    for (MetricsColumn column : MetricsColumn.values()) {
      assertThat(column.isIn(ROW)).isTrue();
      values.put(column, column.number(ROW));
    }
    assertThat(MetricsColumn.row(values)).isEqualTo(ROW);
  }

  @Test
  void aFileReadsBackAsTheSameRows(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("metrics.csv");
    Metrics without =
        new Metrics(ROW.step(), 11, COST, ROW.seconds(), Double.NaN, 0.5, 2, 1, Optional.empty());
    MetricsCsv.write(file, List.of(ROW, without));
    assertThat(MetricsReader.read(file)).containsExactly(ROW, without);
    assertThat(MetricsReader.costs(file)).containsExactly(ROW, without);
  }

  @Test
  void theDocumentationNamesEveryColumn() throws IOException {
    String page = Files.readString(Path.of("docs/training.md"));
    String table = page.substring(page.indexOf("## metrics.csv"));
    for (MetricsColumn column : MetricsColumn.values())
      assertThat(table).contains("`" + column.title() + "`");
  }
}
