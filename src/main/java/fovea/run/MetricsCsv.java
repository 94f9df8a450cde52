package fovea.run;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import fovea.io.AtomicFile;
import fovea.model.Cost;
import fovea.optimize.Step;
import fovea.train.Metrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * metrics.csv, one row an iteration, row 0 the initial point. Numbers are written so that they read back as the same doubles; what was
 * measured on held-out examples is empty where there are none. Until it is closed the file has a temporary name.
 */
public final class MetricsCsv implements AutoCloseable {
  private final Path target;
  private final CsvWriter csv;
  private boolean closed;

  public MetricsCsv(Path target) throws IOException {
    this.target = target;
    csv = CsvWriter.builder()
        .lineDelimiter(LineDelimiter.LF)
        .build(Files.newBufferedWriter(AtomicFile.temporary(target)));
    csv.writeRecord(
        "iteration",
        "cost",
        "reconstruction",
        "weight_decay",
        "sparsity",
        "gradient_norm",
        "seconds",
        "step_length",
        "evaluations",
        "explained_variance",
        "mean_activation",
        "dead_units",
        "saturated_units",
        "held_out_cost",
        "held_out_explained_variance");
  }

  /** Writes the file as it is after these rows. */
  public static void write(Path target, Iterable<Metrics> rows) throws IOException {
    try (MetricsCsv csv = new MetricsCsv(target)) {
      for (Metrics row : rows) csv.write(row);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      Files.deleteIfExists(AtomicFile.temporary(target));
    }
  }

  /** Adds a row. */
  public void write(Metrics metrics) {
    Step step = metrics.step();
    Cost cost = metrics.cost();
    csv.writeRecord(
        Integer.toString(step.iteration()),
        Double.toString(cost.total()),
        Double.toString(cost.reconstruction()),
        Double.toString(cost.weightDecay()),
        Double.toString(cost.sparsity()),
        Double.toString(step.gradientNorm()),
        String.format(Locale.ROOT, "%.6f", metrics.seconds()),
        Double.toString(step.stepLength()),
        Integer.toString(step.evaluations()),
        Double.toString(metrics.explainedVariance()),
        Double.toString(metrics.meanActivation()),
        Integer.toString(metrics.deadUnits()),
        Integer.toString(metrics.saturatedUnits()),
        heldOut(metrics, Metrics.HeldOut::cost),
        heldOut(metrics, Metrics.HeldOut::explainedVariance));
  }

  private static String heldOut(Metrics metrics, ToDoubleFunction<Metrics.HeldOut> value) {
    return metrics.heldOut().map(h -> Double.toString(value.applyAsDouble(h))).orElse("");
  }

  /** Completes the file. */
  @Override
  public void close() throws IOException {
    if (closed) return;
    closed = true;
    csv.close();
    AtomicFile.moveIntoPlace(AtomicFile.temporary(target), target);
  }
}
