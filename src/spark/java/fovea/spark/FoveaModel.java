package fovea.spark;

import fovea.data.InputException;
import fovea.data.Preprocessing;
import fovea.data.TablePreprocessing;
import fovea.io.ModelFile;
import fovea.io.StoredModel;
import fovea.model.Architecture;
import fovea.train.TrainingHistory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * A trained model as a stage of a Spark ML pipeline: the column {@code outputCol} gets the hidden activations of the
 * features in {@code inputCol}, the values of {@code fovea encode}. Arrays of floats or doubles give arrays of floats,
 * vectors of Spark ML give vectors.
 */
public final class FoveaModel extends Model<FoveaModel> implements MLWritable {
  private static final long serialVersionUID = 1;

  private final String uid;
  private final Architecture architecture;
  private final float[] theta;
  private final Preprocessing preprocessing;
  private final byte[] file;
  private final double[] costs;
  private final Param<String> inputCol;
  private final Param<String> outputCol;

  private FoveaModel(
      String uid,
      Architecture architecture,
      float[] theta,
      Preprocessing preprocessing,
      byte[] file,
      double[] costs) {
    this.uid = uid;
    this.architecture = architecture;
    this.theta = theta;
    this.preprocessing = preprocessing;
    this.file = file;
    this.costs = costs;
    inputCol = new Param<>(this, "inputCol", "column of the features");
    outputCol = new Param<>(this, "outputCol", "column of the hidden activations");
    setDefault(inputCol, "features");
    setDefault(outputCol, "encoded");
  }

  /**
   * A stage of the model in a file that {@code fovea train} or {@link Train} wrote.
   *
   * @throws InputException if the file cannot be read, or its model takes patches or whitened rows
   */
  public static FoveaModel of(Path model) {
    StoredModel stored = ModelFile.read(model);
    Preprocessing done = preprocessing(stored);
    if (!(done instanceof Preprocessing.None || done instanceof TablePreprocessing))
      throw new InputException(
          "%s: its model takes preprocessed patches, or whitened rows: use 'fovea encode'"
              .formatted(model));
    try {
      return of("fovea_" + UUID.randomUUID(), stored, Files.readAllBytes(model), new double[0]);
    } catch (IOException e) {
      throw new InputException("%s: cannot be read".formatted(model), e);
    }
  }

  /** What an estimator has trained. */
  static FoveaModel of(String uid, StoredModel stored, TrainingHistory history) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try {
      ModelFile.write(file, stored);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    double[] costs =
        history.metrics().stream().mapToDouble(m -> m.step().cost()).toArray();
    return of(uid, stored, file.toByteArray(), costs);
  }

  private static FoveaModel of(String uid, StoredModel stored, byte[] file, double[] costs) {
    return new FoveaModel(
        uid,
        stored.network().architecture(),
        stored.network().theta(),
        preprocessing(stored),
        file,
        costs);
  }

  private static Preprocessing preprocessing(StoredModel stored) {
    return stored
        .preprocessing()
        .orElseGet(() -> new Preprocessing.None(stored.network().shape().inputs()));
  }

  /** A stage that {@link #write} saved. */
  public static FoveaModel load(String path) {
    return read().load(path);
  }

  /** What Spark reads a saved pipeline's stages with. */
  public static MLReader<FoveaModel> read() {
    return new StageFiles.Reader<>(
        FoveaModel.class,
        true,
        (uid, file) ->
            of(uid, ModelFile.read(new ByteArrayInputStream(file), uid), file, new double[0]));
  }

  @Override
  public MLWriter write() {
    return new StageFiles.Writer(this, Optional.of(file));
  }

  @Override
  public String uid() {
    // Spark asks before the constructor is through.
    return uid == null ? "fovea" : uid;
  }

  public Param<String> inputCol() {
    return inputCol;
  }

  public Param<String> outputCol() {
    return outputCol;
  }

  public String getInputCol() {
    return getOrDefault(inputCol);
  }

  public String getOutputCol() {
    return getOrDefault(outputCol);
  }

  public FoveaModel setInputCol(String name) {
    set(inputCol, name);
    return this;
  }

  public FoveaModel setOutputCol(String name) {
    set(outputCol, name);
    return this;
  }

  /**
   * The cost at the initial point and after each iteration, if an estimator in this program has trained the model; else
   * nothing.
   */
  public double[] objectiveHistory() {
    return costs.clone();
  }

  /** The bytes of model.safetensors, which every command of Fovea takes. */
  public byte[] safetensors() {
    return file.clone();
  }

  /**
   * The schema with the output column.
   *
   * @throws IllegalArgumentException if the input column is not there or holds something else, or the output column is
   *     there already
   */
  @Override
  public StructType transformSchema(StructType schema) {
    return FeatureColumn.of(schema, getInputCol()).withOutput(schema, getOutputCol());
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    StructType schema = transformSchema(dataset.schema());
    FeatureColumn features = FeatureColumn.of(dataset.schema(), getInputCol());
    return dataset
        .toDF()
        .mapPartitions(
            new RowEncoding(architecture, theta, preprocessing, features), Encoders.row(schema));
  }

  @Override
  public FoveaModel copy(ParamMap extra) {
    FoveaModel copy = new FoveaModel(uid, architecture, theta, preprocessing, file, costs);
    return copyValues(copy.setParent(parent()), extra);
  }
}
