package fovea.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.data.InputException;
import fovea.data.PatchColour;
import fovea.data.PatchPreprocessing;
import fovea.data.Preprocessing;
import fovea.io.ModelFile;
import fovea.io.StoredModel;
import fovea.kernels.ActivationFunction;
import fovea.model.Architecture;
import fovea.model.Autoencoder;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A model as a stage of a Spark ML pipeline, with the values of the model itself. */
@Execution(ExecutionMode.SAME_THREAD)
class FoveaModelIT {
  private static final int N = 2100;
  private static final int D = 33;
  private static final int H = 7;
  private static final Architecture NETWORK = new Architecture(
      new NetworkShape(D, H), ActivationFunction.TANH, ActivationFunction.LINEAR, false);

  @TempDir
  private static Path folder;

  private static SparkSession spark;
  private static Path model;
  private static final float[] x = new float[N * D];
  private static final float[] hidden = new float[N * H];

  @BeforeAll
  static void start() throws IOException {
    spark = SparkSession.builder()
        .master("local[2]")
        .config("spark.ui.enabled", false)
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.warehouse.dir", folder.resolve("warehouse").toString())
        .getOrCreate();
    Random random = new Random(4);
    for (int i = 0; i < x.length; i++) x[i] = random.nextFloat();
    Autoencoder network = new Autoencoder(NETWORK, Parameters.random(NETWORK, 5));
    network.encodeBatch(x, N, hidden);
    model = folder.resolve("model.safetensors");
    write(model, network, new Preprocessing.None(D));
  }

  private static void write(Path file, Autoencoder network, Preprocessing preprocessing)
      throws IOException {
    ModelFile.write(
        file, new StoredModel(network, Hyperparameters.DEFAULT, Optional.of(preprocessing)));
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  /** Rows of an id and features in three partitions; float[], double[] or vectors. */
  private static Dataset<Row> rows(DataType type) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < N; i++) {
      float[] values = java.util.Arrays.copyOfRange(x, i * D, (i + 1) * D);
      double[] wide = new double[D];
      for (int k = 0; k < D; k++) wide[k] = values[k];
      Object features = type.equals(SQLDataTypes.VectorType())
          ? new DenseVector(wide)
          : type.equals(DataTypes.createArrayType(DataTypes.DoubleType)) ? wide : values;
      rows.add(RowFactory.create(i, features));
    }
    return spark
        .createDataFrame(
            rows, new StructType().add("id", DataTypes.IntegerType).add("features", type))
        .repartitionByRange(3, org.apache.spark.sql.functions.col("id"))
        .sortWithinPartitions("id");
  }

  private static float value(Row row, int unit) {
    Object cell = row.getAs("encoded");
    return cell instanceof Vector v
        ? (float) v.apply(unit)
        : row.<Float>getList(row.fieldIndex("encoded")).get(unit);
  }

  private static void requireEncoded(Dataset<Row> encoded) {
    List<Row> rows = encoded.orderBy("id").collectAsList();
    assertThat(rows).hasSize(N);
    for (int i = 0; i < N; i++)
      for (int unit = 0; unit < H; unit++)
        assertThat(value(rows.get(i), unit)).isEqualTo(hidden[i * H + unit]);
  }

  @Test
  void aPipelineGivesTheValuesOfTheModel() throws IOException {
    Pipeline pipeline = new Pipeline()
        .setStages(new PipelineStage[] {FoveaModel.of(model).setInputCol("features")});
    DataType floats = DataTypes.createArrayType(DataTypes.FloatType);
    PipelineModel fitted = pipeline.fit(rows(floats));
    requireEncoded(fitted.transform(rows(floats)));
    requireEncoded(fitted.transform(rows(DataTypes.createArrayType(DataTypes.DoubleType))));
    requireEncoded(fitted.transform(rows(SQLDataTypes.VectorType())));
    String saved = folder.resolve("pipeline").toString();
    fitted.write().save(saved);
    requireEncoded(PipelineModel.load(saved).transform(rows(floats)));
    FoveaModel alone = FoveaModel.of(model).setOutputCol("units");
    alone.write().save(folder.resolve("alone").toString());
    FoveaModel loaded = FoveaModel.load(folder.resolve("alone").toString());
    assertThat(loaded.getOutputCol()).isEqualTo("units");
    assertThat(loaded.uid()).isEqualTo(alone.uid());
    assertThat(loaded.explainParams()).contains("inputCol").contains("outputCol");
  }

  @Test
  void whatDoesNotFitIsRefused() throws IOException {
    FoveaModel stage = FoveaModel.of(model);
    assertThatThrownBy(() -> stage.transformSchema(new StructType().add("a", "int")))
        .hasMessageContaining("no column 'features'");
    assertThatThrownBy(() -> stage.transformSchema(new StructType().add("features", "int")))
        .hasMessageContaining("give an array of floats");
    assertThatThrownBy(() -> stage.transformSchema(
            new StructType().add("features", "array<float>").add("encoded", "int")))
        .hasMessageContaining("setOutputCol");
    Dataset<Row> narrow = spark.sql("select array(1f, 2f) as features");
    assertThatThrownBy(() -> stage.transform(narrow).collect())
        .hasStackTraceContaining("column 'features': a row has 2 values: the model takes 33");
    Path patches = folder.resolve("patches.safetensors");
    Architecture small = Architecture.of(new NetworkShape(4, 2));
    write(
        patches,
        new Autoencoder(small, Parameters.random(small, 1)),
        new PatchPreprocessing(PatchColour.LUMINANCE, 2, 0.1));
    assertThatThrownBy(() -> FoveaModel.of(patches)).isInstanceOf(InputException.class);
  }

  /** What Spark writes is what training reads, in the DataFrame's order, from any row on. */
  @Test
  void parquetOfSparkIsRead() throws IOException {
    String written = folder.resolve("parquet").toString();
    rows(DataTypes.createArrayType(DataTypes.FloatType)).write().parquet(written);
    SparkInput input =
        SparkInput.open(spark.sparkContext().hadoopConfiguration(), written, "features");
    assertThat(input.parts()).hasSize(3);
    assertThat(input.rows()).isEqualTo(N);
    for (int[] range : new int[][] {{0, N}, {1, 1}, {699, 703}, {2099, 1}})
      assertThat(input.read(spark.sparkContext().hadoopConfiguration(), range[0], range[1]))
          .containsExactly(
              java.util.Arrays.copyOfRange(x, range[0] * D, (range[0] + range[1]) * D));
  }
}
