package fovea.io;

import fovea.data.ExampleSource;
import fovea.data.InputException;
import fovea.kernels.Team;
import fovea.model.Architecture;
import java.io.IOException;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Measures which errors are usual. The examples are read twice, for the errors of the columns and for the scores that
 * are divided by them; the scores of all are held in memory.
 */
public final class Calibrator {
  private final ExampleSource source;
  private final IntFunction<RowStream.Step> errors;
  private final Architecture network;
  private final Team team;
  private final Progress progress;

  /** Is told that so many more examples were read. */
  @FunctionalInterface
  public interface Progress {
    void add(int examples) throws IOException;
  }

  /**
   * For a model.
   *
   * @param errors of the examples, and of each of their values: {@link ModelSteps#errors}
   * @param team the threads to use; stays the caller's to close
   */
  public Calibrator(
      ExampleSource source,
      IntFunction<RowStream.Step> errors,
      Architecture network,
      Team team,
      Progress progress) {
    this.source = source;
    this.errors = errors;
    this.network = network;
    this.team = team;
    this.progress = progress;
  }

  /**
   * Reads the examples, and takes them through the model.
   *
   * @param fingerprint of the model's file
   * @param quantile of the threshold
   * @throws InputException if the examples are too few for the quantile, or an error is not finite
   */
  public Calibration run(String fingerprint, double quantile) throws IOException {
    int rank = Calibration.rank(source.source(), source.count(), quantile);
    int n = (int) source.count();
    float[] mse = new float[n];
    List<Double> columnErrors = columnErrors(mse);
    float[] standardised = new float[n];
    standardise(Calibration.weights(columnErrors), standardised);
    return new Calibration(
        Calibration.FORMAT,
        fingerprint,
        network.toString(),
        source.source(),
        n,
        quantile,
        columnErrors,
        ScoreDistribution.of(mse, rank),
        ScoreDistribution.of(standardised, rank));
  }

  /** The mean squared errors of the columns, over the values that were there, and those of the examples. */
  private List<Double> columnErrors(float[] mse) throws IOException {
    int d = network.shape().inputs();
    double[] sums = new double[d];
    int[] there = new int[d];
    int[] at = {0};
    RowStream.run(source, 1 + d, errors, team, (values, rows) -> {
      for (int i = 0; i < rows; i++) {
        int row = i * (1 + d);
        keep(mse, at[0]++, values[row]);
        for (int k = 0; k < d; k++) {
          float square = values[row + 1 + k];
          if (Float.isNaN(square)) continue;
          sums[k] += square;
          there[k]++;
        }
      }
      progress.add(rows);
    });
    return IntStream.range(0, d).mapToObj(k -> sums[k] / Math.max(1, there[k])).toList();
  }

  private void standardise(double[] weights, float[] scores) throws IOException {
    int d = network.shape().inputs();
    int width = AnomalySteps.summary(d);
    int[] at = {0};
    RowStream.run(
        source, width, AnomalySteps.of(errors, d, weights, false), team, (values, rows) -> {
          for (int i = 0; i < rows; i++) keep(scores, at[0]++, values[i * width + 1]);
          progress.add(rows);
        });
  }

  private void keep(float[] scores, int example, float score) {
    if (!Float.isFinite(score))
      throw new InputException(
          "%s: the error of example %d is %s (counted from 0): leave it out, its values are too large"
              .formatted(source.source(), example, score));
    scores[example] = score;
  }
}
