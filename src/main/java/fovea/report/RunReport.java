package fovea.report;

import fovea.data.Examples;
import fovea.data.Preprocessing;
import fovea.features.FeatureQuality;
import fovea.features.FeatureStability;
import fovea.io.AtomicFile;
import fovea.model.Autoencoder;
import fovea.run.RunConfig;
import fovea.train.Evaluation;
import fovea.train.Metrics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The contents of report.html.
 *
 * @param name of the run, for the title
 * @param config what it was trained with
 * @param costs the course of its cost, at least one point
 * @param raw the training examples as they were read
 * @param preprocessing what they went through
 * @param x the same after preprocessing, N×D
 * @param network the model that the run kept
 * @param training what it reaches on x
 * @param judged its features, if something has judged them before: fits take their time
 * @param stability of its features, if they were compared with those of other models
 * @param unseen what it reaches on examples that it was not trained on, if there are any
 */
@SuppressWarnings("ArrayRecordComponent") // the data themselves: never copied, never compared
public record RunReport(
    String name,
    RunConfig config,
    List<Metrics> costs,
    Examples raw,
    Preprocessing preprocessing,
    float[] x,
    Autoencoder network,
    Evaluation training,
    Optional<FeatureQuality> judged,
    Optional<FeatureStability> stability,
    Optional<Unseen> unseen) {
  /**
   * Examples that the model was not trained on.
   *
   * @param source what they were read from
   */
  public record Unseen(String source, Evaluation evaluation) {}

  /**
   * Writes the page. The same report gives the same bytes.
   *
   * @param out the file to replace; its folder exists
   * @throws IOException if the file cannot be written; {@code out} is then what it was
   */
  public void write(Path out) throws IOException {
    byte[] page = page().getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(out, stream -> stream.write(page));
  }

  String page() throws IOException {
    return new ReportPage(this).page();
  }
}
