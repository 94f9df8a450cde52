package fovea.io;

import fovea.data.InputException;
import fovea.model.Architecture;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * calibration.json: which errors are usual for a model, measured on examples that it was not trained on. The threshold
 * is that of conformal prediction (Vovk, Gammerman and Shafer, Algorithmic Learning in a Random World, 2005): of n
 * scores the ⌈(n + 1)q⌉-th smallest. A further example of the same kind exceeds it with a probability of at most 1 − q.
 *
 * @param format of this file, {@value #FORMAT}
 * @param model SHA-256 of the model's file
 * @param network of the model, as "30-10-30 …"
 * @param source of the examples, in words
 * @param examples n
 * @param quantile q
 * @param columnErrors the mean squared error of each column
 */
public record Calibration(
    int format,
    String model,
    String network,
    String source,
    int examples,
    double quantile,
    List<Double> columnErrors,
    ScoreDistribution mse,
    ScoreDistribution standardised) {
  static final int FORMAT = 1;

  /** No column's error counts as smaller than this part of the mean of all. */
  static final double FLOOR = 1e-4;

  public Calibration {
    columnErrors = List.copyOf(columnErrors);
  }

  /**
   * Checks what a user gives.
   *
   * @throws InputException if it does not lie between 0 and 1
   */
  public static void requireQuantile(double quantile) {
    if (!(quantile > 0 && quantile < 1))
      throw new InputException("--quantile must lie between 0 and 1, not " + quantile);
  }

  /**
   * The rank of the threshold among {@code examples} scores, from 1.
   *
   * @throws InputException if the quantile does not lie between 0 and 1, or the examples are too few for it
   */
  public static int rank(String source, long examples, double quantile) {
    requireQuantile(quantile);
    if (examples > Integer.MAX_VALUE - 8)
      throw new InputException("%s: %,d examples are too many to calibrate on: %,d will do"
          .formatted(source, examples, 1_000_000));
    // In decimals, as the user wrote it: in binary 0.07 · 100 is more than 7.
    BigDecimal q = new BigDecimal(Double.toString(quantile));
    BigDecimal rank =
        q.multiply(BigDecimal.valueOf(examples + 1)).setScale(0, RoundingMode.CEILING);
    if (rank.longValueExact() > examples) {
      BigDecimal need = q.divide(BigDecimal.ONE.subtract(q), 0, RoundingMode.CEILING);
      throw new InputException(
          "%s: --quantile %s needs %,d examples or more, and these are %,d; add examples, or lower it"
              .formatted(source, quantile, need.toBigInteger(), examples));
    }
    return rank.intValueExact();
  }

  /** What the squared error of each column is multiplied with: 1 by its usual error, which has a floor. */
  public double[] weights() {
    return weights(columnErrors);
  }

  static double[] weights(List<Double> columnErrors) {
    double mean =
        columnErrors.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    return columnErrors.stream()
        .mapToDouble(error -> mean == 0 ? 1 : 1 / Math.max(error, FLOOR * mean))
        .toArray();
  }

  /** The distribution of these scores. */
  public ScoreDistribution of(AnomalyScore score) {
    return switch (score) {
      case MSE -> mse;
      case STANDARDISED -> standardised;
    };
  }

  /** Writes the file. */
  public void write(Path file) throws IOException {
    JsonFile.write(file, this);
  }

  /**
   * Reads the file.
   *
   * @param model the file of the model that it is to be the calibration of
   * @param network of that model
   * @throws InputException if it is damaged, or the calibration of another model
   */
  public static Calibration read(Path file, Path model, Architecture network) {
    JsonNode tree = JsonFile.read(file);
    if (tree.isObject() && tree.path("format").asInt(0) != FORMAT)
      throw new InputException(
          "%s: is no calibration of format %d, which this version reads; calibrate again with it"
              .formatted(file, FORMAT));
    Calibration read = JsonFile.read(file, Calibration.class);
    String fault = read.fault();
    if (!fault.isEmpty())
      throw new InputException("%s: is damaged: it has %s; calibrate again".formatted(file, fault));
    if (!read.model.equals(Fingerprint.ofFile(model)) || !read.network.equals(network.toString()))
      throw new InputException(
          "%s: is the calibration of another model than %s; calibrate this one: anomaly MODEL --calibrate"
              .formatted(file, model));
    if (read.columnErrors.size() != network.shape().inputs())
      throw new InputException("%s: is damaged: it has the errors of %,d columns, the model has %,d"
          .formatted(file, read.columnErrors.size(), network.shape().inputs()));
    return read;
  }

  private String fault() {
    if (examples < 1) return "%d examples".formatted(examples);
    if (!(quantile > 0 && quantile < 1)) return "the quantile " + quantile;
    for (double error : columnErrors)
      if (!(error >= 0 && error <= Float.MAX_VALUE)) return "the column error " + error;
    return mse.fault(examples).isEmpty() ? standardised.fault(examples) : mse.fault(examples);
  }
}
