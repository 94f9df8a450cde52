package fovea.cli;

import fovea.data.ExampleShape;
import fovea.data.ExampleSource;
import fovea.data.InputException;
import fovea.data.PatchStream;
import fovea.data.Preprocessing;
import fovea.io.AnomalyScore;
import fovea.io.AnomalySteps;
import fovea.io.Calibration;
import fovea.io.ModelSteps;
import fovea.io.RowStream;
import fovea.io.ScoreDistribution;
import fovea.io.StoredModel;
import fovea.kernels.Team;
import fovea.model.Autoencoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fovea anomaly}. */
@Command(
    name = "anomaly",
    description = {
      "Tells which examples a model reconstructs worst: "
          + "the mean squared error of each, between what the model sees and what",
      "it gives back. After --calibrate it also tells which are anomalies, and the columns their errors come from.",
      "Examples and columns are counted from 0. A .npy file may be larger than memory; other data is read at once."
    })
final class AnomalyCommand implements Callable<Integer> {
  private static final int MOST_LISTED = 1_000_000;

  @Mixin
  private ModelParameter model = new ModelParameter();

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "DATA",
      description = "The examples: whatever 'train' reads; none with --calibrate.")
  private @Nullable Path data;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many of the worst to list (default: ${DEFAULT-VALUE}).")
  private int top;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Write the error of every example: N x 1 values, .npy, .csv, .safetensors, .h5 or .hdf5; with a "
              + "calibration N x 3, score, percentile and is_anomaly. With --calibrate, where to write it.")
  private @Nullable Path out;

  @Option(
      names = "--per-value",
      paramLabel = "FILE",
      description = "Write the squared error of every value of every example, N x D, likewise.")
  private @Nullable Path perValue;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin
  private CalibrationOptions calibrationOptions = new CalibrationOptions();

  @Mixin
  private RowOptions rows = new RowOptions();

  @Mixin
  private DataOptions dataOptions = new DataOptions();

  @Mixin
  private ThreadOption threads = new ThreadOption();

  private static final List<String> HEADLINE = List.of("score", "percentile", "is_anomaly");

  @Override
  public Integer call() throws IOException {
    calibrationOptions.check();
    if (calibrationOptions.calibrate().isPresent())
      calibrate(calibrationOptions.calibrate().get());
    else if (data == null) throw new InputException("DATA is missing");
    else score(data);
    return ExitCode.OK;
  }

  private void calibrate(Path on) throws IOException {
    if (data != null)
      throw new InputException(
          "DATA %s: is not looked at with --calibrate; leave one of them out".formatted(data));
    if (perValue != null)
      throw new InputException("--per-value does not go with --calibrate; leave one of them out");
    int count = threads.count();
    Optional<Path> input = calibrationOptions.onHeldOut() ? Optional.empty() : Optional.of(on);
    Path file = AnomalyCalibration.require(model.file(), out, rows, input);
    AnomalyCalibration calibration =
        new AnomalyCalibration(model.file(), model.read(), calibrationOptions, rows);
    if (input.isEmpty()) calibration.onHeldOut(count, file, json);
    else calibration.on(on, dataOptions, count, file, json);
  }

  private void score(Path data) throws IOException {
    requireOptions(model.file(), data);
    int count = threads.count();
    StoredModel stored = model.read();
    Autoencoder network = stored.network();
    Optional<Calibration> calibration = calibrationOptions.find(model.file(), stored);
    AnomalyScore score = calibrationOptions.score();
    LargestErrors largest = new LargestErrors(top);
    int d = network.shape().inputs();
    int summary = AnomalySteps.summary(d);
    boolean each = perValue != null;
    int width = each ? summary + d : summary;
    double[] weights =
        score == AnomalyScore.MSE ? new double[0] : calibration.orElseThrow().weights();
    int columns = calibration.isPresent() ? HEADLINE.size() : 1;
    long[] anomalies = {0};
    try (ExampleSource source = ExampleSource.open(data, dataOptions.readOptions(stored));
        Team team = new Team(count);
        RowProgress progress = new RowProgress(source.count(), rows.quiet())) {
      Preprocessing preprocessing = dataOptions.choose(stored, source);
      rows.write(
          out,
          source.count(),
          columns,
          calibration.isPresent() ? HEADLINE : List.of(),
          scores -> rows.write(
              perValue,
              source.count(),
              d,
              squares -> RowStream.run(
                  source,
                  width,
                  AnomalySteps.of(
                      ModelSteps.errors(source, preprocessing, network, true), d, weights, each),
                  team,
                  (values, n) -> {
                    if (each) squares.write(take(values, n, width, summary, d), n);
                    float[] own = take(values, n, width, 1, 1);
                    scores.write(
                        calibration.map(c -> judged(own, c, c.of(score))).orElse(own), n);
                    for (int i = 0; i < n; i++) {
                      largest.add(values, i * width, summary);
                      if (calibration.isPresent() && calibration.get().of(score).isAnomaly(own[i]))
                        anomalies[0]++;
                    }
                    progress.add(n);
                  })));
      rows.tell(out, largest.count(), columns);
      rows.tell(perValue, largest.count(), d);
      boolean pixels = source.shape() instanceof ExampleShape.Patch
          || preprocessing.patches().isPresent();
      new AnomalyReport(
              source.source(),
              largest,
              score,
              calibration,
              anomalies[0],
              pixels ? Optional.empty() : Optional.of(Integer::toString),
              pixels
                  ? PatchStream.find(data, dataOptions.readOptions()).map(PatchStream::places)
                  : Optional.empty())
          .print(json);
    }
  }

  /** Rows as the headline says. */
  private static float[] judged(float[] scores, Calibration calibration, ScoreDistribution usual) {
    float[] rows = new float[3 * scores.length];
    for (int i = 0; i < scores.length; i++) {
      rows[3 * i] = scores[i];
      rows[3 * i + 1] = usual.percentile(scores[i], calibration.examples());
      rows[3 * i + 2] = usual.isAnomaly(scores[i]) ? 1 : 0;
    }
    return rows;
  }

  private void requireOptions(Path model, Path data) throws IOException {
    if (top < 0 || top > MOST_LISTED)
      throw new InputException(
          "--top must be between 0 and %,d, not %d".formatted(MOST_LISTED, top));
    for (Path file : new Path[] {out, perValue})
      if (RowOptions.STDOUT.equals(file))
        throw new InputException(
            "the list of the worst goes to stdout: give the name of a file in place of -");
    if (out != null && perValue != null && out.toAbsolutePath().equals(perValue.toAbsolutePath()))
      throw new InputException("--out and --per-value are one file: give two names");
    rows.require("--out", out, model, data);
    rows.require("--per-value", perValue, model, data);
  }

  /** Some columns of the first {@code n} rows. */
  private static float[] take(float[] values, int n, int width, int first, int columns) {
    float[] taken = new float[n * columns];
    for (int i = 0; i < n; i++)
      System.arraycopy(values, i * width + first, taken, i * columns, columns);
    return taken;
  }
}
