package fovea.spark;

import fovea.data.InputException;
import fovea.data.Preprocessing;
import fovea.io.ModelFile;
import fovea.io.StoredModel;
import fovea.model.Architecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A trained model as a stage of a Spark ML pipeline: the column {@code outputCol} gets the hidden activations of the
 * features in {@code inputCol}, the values of {@code fovea encode}. Arrays of floats or doubles give arrays of floats,
 * vectors of Spark ML give vectors.
 */
public final class FoveaModel extends Transformer implements MLWritable {
  private static final long serialVersionUID = 1;

  private final String uid;
  private final Architecture architecture;
  private final float[] theta;
  private final byte[] file;
  private final Param<String> inputCol;
  private final Param<String> outputCol;

  private FoveaModel(String uid, Architecture architecture, float[] theta, byte[] file) {
    this.uid = uid;
    this.architecture = architecture;
    this.theta = theta;
    this.file = file;
    inputCol = new Param<>(this, "inputCol", "column of the features");
    outputCol = new Param<>(this, "outputCol", "column of the hidden activations");
    setDefault(inputCol, "features");
    setDefault(outputCol, "encoded");
  }

  /**
   * A stage of the model in a file that {@code fovea train} or {@link Train} wrote.
   *
   * @throws InputException if the file cannot be read, or its model takes preprocessed examples
   */
  public static FoveaModel of(Path model) {
    return of("fovea_" + UUID.randomUUID(), model);
  }

  static FoveaModel of(String uid, Path model) {
    StoredModel stored = ModelFile.read(model);
    if (stored.preprocessing().filter(p -> !(p instanceof Preprocessing.None)).isPresent())
      throw new InputException(
          "%s: its model takes preprocessed examples, which a column of features does not have: use 'fovea encode'"
              .formatted(model));
    try {
      return new FoveaModel(
          uid,
          stored.network().architecture(),
          stored.network().theta(),
          Files.readAllBytes(model));
    } catch (IOException e) {
      throw new InputException("%s: cannot be read".formatted(model), e);
    }
  }

  /** A stage that {@link #write} saved. */
  public static FoveaModel load(String path) {
    return read().load(path);
  }

  /** What Spark reads a saved pipeline's stages with. */
  public static MLReader<FoveaModel> read() {
    return new FoveaModelFiles.Reader();
  }

  @Override
  public MLWriter write() {
    return new FoveaModelFiles.Writer(this);
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

  /** The bytes of model.safetensors. */
  byte[] file() {
    return file;
  }

  /**
   * The schema with the output column.
   *
   * @throws IllegalArgumentException if the input column is not there or holds something else, or the output column is
   *     there already
   */
  @Override
  public StructType transformSchema(StructType schema) {
    String input = getInputCol();
    if (!java.util.Arrays.asList(schema.fieldNames()).contains(input))
      throw new IllegalArgumentException("there is no column '%s' but %s: name one with setInputCol"
          .formatted(input, String.join(", ", schema.fieldNames())));
    DataType type = schema.apply(input).dataType();
    if (!isVector(type) && !isNumbers(type))
      throw new IllegalArgumentException(
          "column '%s' is %s: give an array of floats or doubles, or a vector"
              .formatted(input, type.simpleString()));
    if (java.util.Arrays.asList(schema.fieldNames()).contains(getOutputCol()))
      throw new IllegalArgumentException(
          "there is a column '%s' already: name another with setOutputCol"
              .formatted(getOutputCol()));
    return schema.add(
        getOutputCol(),
        isVector(type) ? type : DataTypes.createArrayType(DataTypes.FloatType, false),
        false);
  }

  static boolean isVector(DataType type) {
    return type.equals(SQLDataTypes.VectorType());
  }

  private static boolean isNumbers(DataType type) {
    return type instanceof ArrayType array
        && (array.elementType().equals(DataTypes.FloatType)
            || array.elementType().equals(DataTypes.DoubleType));
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    StructType schema = transformSchema(dataset.schema());
    int column = dataset.schema().fieldIndex(getInputCol());
    boolean vector = isVector(dataset.schema().apply(column).dataType());
    return dataset
        .toDF()
        .mapPartitions(new RowEncoding(architecture, theta, column, vector), Encoders.row(schema));
  }

  @Override
  public FoveaModel copy(ParamMap extra) {
    return copyValues(new FoveaModel(uid, architecture, theta, file), extra);
  }
}
