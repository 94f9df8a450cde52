package fovea.spark;

import fovea.data.InputException;
import fovea.kernels.VectorModule;
import fovea.train.TrainingHistory;
import java.util.Optional;
import java.util.UUID;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * Trains a sparse autoencoder on a column of a DataFrame, full batch, on the executors: a stage of a Spark ML pipeline.
 * For the same rows in the same order the model is that of {@code fovea train} on one machine, bit for bit. The params
 * have the names and defaults of that command's options where Spark has no name of its own. docs/spark.md explains
 * them.
 */
public final class FoveaAutoencoder extends Estimator<FoveaModel> implements MLWritable {
  private static final long serialVersionUID = 1;

  private final String uid;
  private final AutoencoderParams params;

  public FoveaAutoencoder() {
    this("foveaAutoencoder_" + UUID.randomUUID());
  }

  /** One that Spark knows by this name. */
  public FoveaAutoencoder(String uid) {
    this.uid = uid;
    params = new AutoencoderParams(this);
    params.setDefaults();
  }

  /** An estimator that {@link #write} saved. */
  public static FoveaAutoencoder load(String path) {
    return read().load(path);
  }

  /** What Spark reads a saved pipeline's stages with. */
  public static MLReader<FoveaAutoencoder> read() {
    return new StageFiles.Reader<>(
        FoveaAutoencoder.class, false, (uid, model) -> new FoveaAutoencoder(uid));
  }

  @Override
  public MLWriter write() {
    return new StageFiles.Writer(this, Optional.empty());
  }

  @Override
  public String uid() {
    // Spark asks before the constructor is through.
    return uid == null ? "foveaAutoencoder" : uid;
  }

  /**
   * The schema of what the model gives.
   *
   * @throws IllegalArgumentException if a param or a column cannot be used
   */
  @Override
  public StructType transformSchema(StructType schema) {
    params.settings();
    params.checkColumns(schema);
    return FeatureColumn.of(schema, getInputCol()).withOutput(schema, getOutputCol());
  }

  /**
   * Trains.
   *
   * @throws InputException if the rows cannot be used with these params
   * @throws IllegalArgumentException if a param or a column cannot be used
   * @throws IllegalStateException if the driver's Java was started without the module of the Vector API
   */
  @Override
  public FoveaModel fit(Dataset<?> dataset) {
    VectorModule.require();
    transformSchema(dataset.schema());
    if (params.validationColumn().isEmpty())
      try (FrameExamples rows = examples(dataset)) {
        return fit(
            dataset,
            params
                .heldOutFraction()
                .map(fraction -> SparkData.draw(rows, fraction, getSeed()))
                .orElseGet(() -> SparkData.of(rows)));
      }
    Column heldOut = functions.coalesce(
        FrameExamples.column(dataset, params.validationColumn().get()), functions.lit(false));
    try (FrameExamples seen = examples(dataset.filter(functions.not(heldOut)));
        FrameExamples unseen = examples(dataset.filter(heldOut))) {
      return fit(dataset, SparkData.of(seen, unseen));
    }
  }

  private FrameExamples examples(Dataset<?> dataset) {
    return FrameExamples.of(dataset, getInputCol(), params.orderColumn());
  }

  private FoveaModel fit(Dataset<?> dataset, SparkData data) {
    SparkSettings settings = params.settings();
    SparkTraining.Words words = new SparkTraining.Words(
        "setScale(\"standard\") or setDecoder(\"linear\")",
        heldOut ->
            "column '%s': the cost is not finite at the initial point: ".formatted(getInputCol())
                + "the values are too large; rescale them to between 0 and 1");
    try (SparkTraining training = SparkTraining.prepare(
        JavaSparkContext.fromSparkContext(dataset.sparkSession().sparkContext()),
        data,
        settings,
        words)) {
      TrainingHistory history = training.prepared().run((metrics, at) -> {
        logInfo(() -> "%s: iteration %d, cost %.6g, gradient %.1e"
            .formatted(
                uid,
                metrics.step().iteration(),
                metrics.step().cost(),
                metrics.step().gradientNorm()));
        return true;
      });
      history
          .divergence()
          .ifPresent(e ->
              logWarning(() -> "%s: diverged at iteration %d, %s; the model is that of iteration %d"
                  .formatted(uid, e.iteration(), e.divergence(), history.keptIteration())));
      FoveaModel model = FoveaModel.of(uid, training.prepared().model(), history);
      return copyValues(model.setParent(this), ParamMap.empty());
    }
  }

  @Override
  public FoveaAutoencoder copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  public IntParam hidden() {
    return params.hidden;
  }

  public int getHidden() {
    return (int) getOrDefault(params.hidden);
  }

  /** Hidden units, at least 1. */
  public FoveaAutoencoder setHidden(int hidden) {
    return with(params.hidden, hidden);
  }

  public Param<String> encoder() {
    return params.encoder;
  }

  public String getEncoder() {
    return getOrDefault(params.encoder);
  }

  /** {@code sigmoid}, {@code tanh} or {@code relu}. */
  public FoveaAutoencoder setEncoder(String encoder) {
    return with(params.encoder, encoder);
  }

  public Param<String> decoder() {
    return params.decoder;
  }

  public String getDecoder() {
    return getOrDefault(params.decoder);
  }

  /** {@code sigmoid}, for values between 0 and 1, or {@code linear}, for any. */
  public FoveaAutoencoder setDecoder(String decoder) {
    return with(params.decoder, decoder);
  }

  public BooleanParam tied() {
    return params.tied;
  }

  public boolean getTied() {
    return (boolean) getOrDefault(params.tied);
  }

  /** Whether the decoder's weights are the encoder's, transposed. */
  public FoveaAutoencoder setTied(boolean tied) {
    return with(params.tied, tied);
  }

  public DoubleParam lambda() {
    return params.lambda;
  }

  public double getLambda() {
    return (double) getOrDefault(params.lambda);
  }

  /** λ, weight decay, at least 0. */
  public FoveaAutoencoder setLambda(double lambda) {
    return with(params.lambda, lambda);
  }

  public DoubleParam beta() {
    return params.beta;
  }

  public double getBeta() {
    return (double) getOrDefault(params.beta);
  }

  /** β, the weight of sparsity, at least 0. */
  public FoveaAutoencoder setBeta(double beta) {
    return with(params.beta, beta);
  }

  public DoubleParam rho() {
    return params.rho;
  }

  public double getRho() {
    return (double) getOrDefault(params.rho);
  }

  /** ρ, the mean activation that sparsity asks for, between 0 and 1. */
  public FoveaAutoencoder setRho(double rho) {
    return with(params.rho, rho);
  }

  public Param<String> scale() {
    return params.scale;
  }

  public String getScale() {
    return getOrDefault(params.scale);
  }

  /** {@code none}, or what columns are brought to first: {@code minmax} or {@code standard}. */
  public FoveaAutoencoder setScale(String scale) {
    return with(params.scale, scale);
  }

  public Param<String> optimizer() {
    return params.optimizer;
  }

  public String getOptimizer() {
    return getOrDefault(params.optimizer);
  }

  /** {@code lbfgs}, {@code cg}, {@code adam} or {@code gd}. */
  public FoveaAutoencoder setOptimizer(String optimizer) {
    return with(params.optimizer, optimizer);
  }

  public Param<String> optimizerOptions() {
    return params.optimizerOptions;
  }

  public String getOptimizerOptions() {
    return getOrDefault(params.optimizerOptions);
  }

  /** The optimiser's own options by the names that config.json has, such as {@code history=20}, with commas between. */
  public FoveaAutoencoder setOptimizerOptions(String optimizerOptions) {
    return with(params.optimizerOptions, optimizerOptions);
  }

  public IntParam maxIter() {
    return params.maxIter;
  }

  public int getMaxIter() {
    return (int) getOrDefault(params.maxIter);
  }

  /** Iterations at most, at least 0. */
  public FoveaAutoencoder setMaxIter(int maxIter) {
    return with(params.maxIter, maxIter);
  }

  public DoubleParam tol() {
    return params.tol;
  }

  public double getTol() {
    return (double) getOrDefault(params.tol);
  }

  /** The gradient's 2-norm that ends training, at least 0. */
  public FoveaAutoencoder setTol(double tol) {
    return with(params.tol, tol);
  }

  public DoubleParam relativeDecrease() {
    return params.relativeDecrease;
  }

  public double getRelativeDecrease() {
    return (double) getOrDefault(params.relativeDecrease);
  }

  /** The part of the cost that ten iterations have to take away for training to go on; 0 never ends it. */
  public FoveaAutoencoder setRelativeDecrease(double relativeDecrease) {
    return with(params.relativeDecrease, relativeDecrease);
  }

  public LongParam seed() {
    return params.seed;
  }

  public long getSeed() {
    return (long) getOrDefault(params.seed);
  }

  /** The seed of the initial parameters and of what is held out. */
  public FoveaAutoencoder setSeed(long seed) {
    return with(params.seed, seed);
  }

  public Param<String> inputCol() {
    return params.inputCol;
  }

  public String getInputCol() {
    return getOrDefault(params.inputCol);
  }

  /** The column of the features. */
  public FoveaAutoencoder setInputCol(String inputCol) {
    return with(params.inputCol, inputCol);
  }

  public Param<String> outputCol() {
    return params.outputCol;
  }

  public String getOutputCol() {
    return getOrDefault(params.outputCol);
  }

  /** The column of the hidden activations, which the model adds. */
  public FoveaAutoencoder setOutputCol(String outputCol) {
    return with(params.outputCol, outputCol);
  }

  public Param<String> orderCol() {
    return params.orderCol;
  }

  public String getOrderCol() {
    return getOrDefault(params.orderCol);
  }

  /** The column that rows are sorted by before training; its values have to be distinct. */
  public FoveaAutoencoder setOrderCol(String orderCol) {
    return with(params.orderCol, orderCol);
  }

  public DoubleParam validationFraction() {
    return params.validationFraction;
  }

  public double getValidationFraction() {
    return (double) getOrDefault(params.validationFraction);
  }

  /** The fraction of the rows that is held out, between 0 and 1. The model of the lowest held-out cost is kept. */
  public FoveaAutoencoder setValidationFraction(double validationFraction) {
    return with(params.validationFraction, validationFraction);
  }

  public Param<String> validationCol() {
    return params.validationCol;
  }

  public String getValidationCol() {
    return getOrDefault(params.validationCol);
  }

  /** The boolean column that is true where a row is held out; null counts as false. */
  public FoveaAutoencoder setValidationCol(String validationCol) {
    return with(params.validationCol, validationCol);
  }

  public IntParam patience() {
    return params.patience;
  }

  public int getPatience() {
    return (int) getOrDefault(params.patience);
  }

  /** Iterations without a lower held-out cost after which training ends, at least 1. */
  public FoveaAutoencoder setPatience(int patience) {
    return with(params.patience, patience);
  }

  public IntParam partitions() {
    return params.partitions;
  }

  public int getPartitions() {
    return (int) getOrDefault(params.partitions);
  }

  /** Partitions that the executors hold the examples in, at least; no bit depends on it. */
  public FoveaAutoencoder setPartitions(int partitions) {
    return with(params.partitions, partitions);
  }

  private <T> FoveaAutoencoder with(Param<T> param, T value) {
    set(param, value);
    return this;
  }
}
