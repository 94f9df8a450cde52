package fovea.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.data.ExampleShape;
import fovea.data.Examples;
import fovea.data.InputException;
import fovea.data.Split;
import fovea.io.ModelFile;
import fovea.io.StoredModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.feature.MinMaxScaler;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Training as a stage of a Spark ML pipeline, with the bytes of {@code fovea train}. */
@Execution(ExecutionMode.SAME_THREAD)
class FoveaAutoencoderIT {
  private static final int N = 2500;
  private static final int D = 12;
  private static final int ITERATIONS = 5;
  private static final DataType FLOATS = DataTypes.createArrayType(DataTypes.FloatType);

  @TempDir
  private static Path folder;

  private static SparkSession spark;
  private static final float[] x = new float[N * D];
  private static Path npy;

  @BeforeAll
  static void start() throws Exception {
    spark = SparkSession.builder()
        .master("local[2]")
        .config("spark.ui.enabled", false)
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", 2)
        .config("spark.sql.warehouse.dir", folder.resolve("warehouse").toString())
        .getOrCreate();
    Random random = new Random(11);
    for (int i = 0; i < N; i++) {
      float level = random.nextFloat();
      for (int k = 0; k < D; k++) x[i * D + k] = (level * (k % 3) + random.nextFloat()) / 3;
    }
    npy = folder.resolve("x.npy");
    NpyFiles.write(npy, x, 0, N, D, false);
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  /** Rows of an id, features, a label and a flag, in an order that has nothing to do with the ids. */
  private static Dataset<Row> rows(DataType type) {
    return rows(type, x);
  }

  private static Dataset<Row> rows(DataType type, float[] x) {
    boolean[] held = Split.drawn("x", N, 0.2, 5);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < N; i++) {
      float[] values = Arrays.copyOfRange(x, i * D, (i + 1) * D);
      Object features = values;
      if (type.equals(SQLDataTypes.VectorType())) {
        double[] wide = new double[D];
        for (int k = 0; k < D; k++) wide[k] = values[k];
        features = new DenseVector(wide);
      }
      rows.add(RowFactory.create(
          i,
          features,
          values[2] > 0.45f ? 1.0 : 0.0,
          held[i] ? Boolean.TRUE : i % 2 == 0 ? false : null));
    }
    return spark
        .createDataFrame(
            rows,
            new StructType()
                .add("id", DataTypes.IntegerType)
                .add("features", type)
                .add("label", DataTypes.DoubleType)
                .add("held.out", DataTypes.BooleanType))
        .repartition(3);
  }

  private static FoveaAutoencoder estimator() {
    return new FoveaAutoencoder()
        .setHidden(5)
        .setSeed(5)
        .setMaxIter(ITERATIONS)
        .setOrderCol("id")
        .setPartitions(2);
  }

  /** How much the executors keep in memory. */
  private static int kept() {
    return spark.sparkContext().getPersistentRDDs().size();
  }

  private static String digest(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  /** SHA-256 of the model that {@code fovea train} makes of the same rows on one machine. */
  private static String memory(String name, Object... options) throws Exception {
    return memoryOf(npy, name, options);
  }

  private static String memoryOf(Path table, String name, Object... options) throws Exception {
    List<Object> arguments = new ArrayList<>(List.of(
        table,
        "--hidden",
        5,
        "--seed",
        5,
        "--iterations",
        ITERATIONS,
        "--out",
        folder.resolve(name)));
    arguments.addAll(Arrays.asList(options));
    SparkJar.Ended ended = SparkJar.memory(folder, arguments.toArray());
    assertThat(ended.exit()).as(ended.err()).isZero();
    return SparkJar.model(folder.resolve(name));
  }

  @Test
  void theModelIsThatOfOneMachine() throws Exception {
    int kept = kept();
    String expected = memory("memory");
    FoveaModel model = estimator().fit(rows(FLOATS));
    assertThat(digest(model.safetensors())).isEqualTo(expected);
    assertThat(model.objectiveHistory()).hasSize(ITERATIONS + 1);
    assertThat(model.parent()).isInstanceOf(FoveaAutoencoder.class);
    Dataset<Row> vectors = rows(SQLDataTypes.VectorType());
    assertThat(digest(estimator().fit(vectors).safetensors())).isEqualTo(expected);
    FoveaAutoencoder asTheyCome = estimator();
    asTheyCome.clear(asTheyCome.orderCol());
    assertThat(digest(asTheyCome.fit(vectors.orderBy("id")).safetensors())).isEqualTo(expected);
    assertThat(kept()).isEqualTo(kept);
  }

  @Test
  void whatIsHeldOutIsThatOfOneMachine() throws Exception {
    String expected = memory(
        "held-out",
        "--validation",
        0.2,
        "--patience",
        3,
        "--tied",
        "--encoder",
        "tanh",
        "--beta",
        0);
    FoveaAutoencoder estimator = estimator()
        .setPatience(3)
        .setTied(true)
        .setEncoder("tanh")
        .setBeta(0)
        .setOptimizerOptions("history = 10");
    FoveaAutoencoder drawn = estimator.copy(ParamMap.empty()).setValidationFraction(0.2);
    assertThat(digest(drawn.fit(rows(FLOATS)).safetensors())).isEqualTo(expected);
    FoveaAutoencoder told = estimator.setValidationCol("held.out");
    assertThat(digest(told.fit(rows(FLOATS)).safetensors())).isEqualTo(expected);
  }

  /** Columns and values of all sizes, whose sum in double would depend on the order. */
  @Test
  void columnsAreScaledAsOnOneMachine() throws Exception {
    float[] wide = new float[N * D];
    for (int i = 0; i < wide.length; i++)
      wide[i] = (float) ((i % 2 - 0.4) * Math.pow(x[i], 20) * Math.pow(10, 2 * (i % D) - 9));
    Path table = folder.resolve("wide.npy");
    NpyFiles.write(table, wide, 0, N, D, false);
    String expected = memoryOf(table, "scaled", "--scale", "standard", "--validation", 0.2);
    Dataset<Row> rows = rows(FLOATS, wide);
    FoveaAutoencoder estimator = estimator().setScale("standard");
    FoveaModel model =
        estimator.copy(ParamMap.empty()).setValidationFraction(0.2).fit(rows);
    assertThat(digest(model.safetensors())).isEqualTo(expected);
    FoveaModel told =
        estimator.copy(ParamMap.empty()).setValidationCol("held.out").fit(rows);
    assertThat(digest(told.safetensors())).isEqualTo(expected);
    requireCodes(model, rows, wide);
    String saved = folder.resolve("scaled-stage").toString();
    model.write().save(saved);
    requireCodes(FoveaModel.load(saved), rows, wide);
    requireCodes(
        FoveaModel.of(folder.resolve("scaled/model.safetensors")),
        rows(SQLDataTypes.VectorType(), wide),
        wide);
    refused(
        estimator,
        rows.select("id", "features")
            .union(spark.sql("select 9999, array_repeat(cast('NaN' as float), 12)")),
        "column 'features': row 2500, value 0 is NaN");
  }

  /** The activations are those that the model itself makes of unscaled rows. */
  private static void requireCodes(FoveaModel model, Dataset<Row> rows, float[] values)
      throws IOException {
    StoredModel stored = ModelFile.read(new ByteArrayInputStream(model.safetensors()), "the model");
    float[] codes = stored.encode(new Examples("x", N, new ExampleShape.Row(D), values));
    List<Row> encoded = model.transform(rows).orderBy("id").select("encoded").collectAsList();
    float[] found = new float[codes.length];
    for (int i = 0; i < found.length; i++)
      found[i] = encoded.get(i / 5).get(0) instanceof Vector vector
          ? (float) vector.apply(i % 5)
          : encoded.get(i / 5).<Float>getList(0).get(i % 5);
    assertThat(found).isEqualTo(codes);
  }

  /** The columns of the features apart, as tables have them. */
  private static Dataset<Row> table() {
    Dataset<Row> table = rows(FLOATS);
    for (int k = 0; k < D; k++)
      table = table.withColumn("c" + k, functions.col("features").getItem(k));
    return table.drop("features").orderBy("id").cache();
  }

  private static Pipeline pipeline(FoveaAutoencoder autoencoder) {
    String[] columns = new String[D];
    for (int k = 0; k < D; k++) columns[k] = "c" + k;
    return new Pipeline().setStages(new PipelineStage[] {
      new VectorAssembler().setInputCols(columns).setOutputCol("assembled"),
      new MinMaxScaler().setInputCol("assembled").setOutputCol("scaled"),
      autoencoder.setInputCol("scaled").setOutputCol("units"),
      new LogisticRegression().setFeaturesCol("units").setMaxIter(3)
    });
  }

  private static List<Row> outputs(PipelineModel model, Dataset<Row> table) {
    return model.transform(table).orderBy("id").select("units", "probability").collectAsList();
  }

  @Test
  void aPipelineIsFittedSavedAndLoaded() throws Exception {
    Dataset<Row> table = table();
    Pipeline pipeline = pipeline(estimator());
    PipelineModel fitted = pipeline.fit(table);
    List<Row> outputs = outputs(fitted, table);
    assertThat(outputs).hasSize(N);

    String saved = folder.resolve("fitted").toUri().toString();
    fitted.write().save(saved);
    List<Row> outputsAgain = outputs(PipelineModel.load(saved), table);
    for (int i = 0; i < N; i++) {
      assertThat(outputsAgain.get(i).<Object>getAs("units"))
          .isEqualTo(outputs.get(i).<Object>getAs("units"));
      // Spark's regression takes Math.exp, whose last bit may change once it is compiled.
      assertThat(outputsAgain.get(i).<Vector>getAs("probability").toArray())
          .containsExactly(outputs.get(i).<Vector>getAs("probability").toArray(), within(1e-12));
    }
    try (var files = Files.walk(folder.resolve("fitted"))) {
      assertThat(files.filter(file -> file.endsWith("model.safetensors"))).hasSize(1);
    }

    String plan = folder.resolve("plan").toString();
    pipeline.write().save(plan);
    Pipeline again = Pipeline.load(plan);
    FoveaAutoencoder loaded = (FoveaAutoencoder) again.getStages()[2];
    assertThat(loaded.extractParamMap().toSeq().size())
        .isEqualTo(estimator().setInputCol("scaled").extractParamMap().toSeq().size());
    assertThat(loaded.getHidden()).isEqualTo(5);
    assertThat(loaded.getLambda()).isEqualTo(5e-4);
    assertThat(loaded.getOrderCol()).isEqualTo("id");
    assertThat(loaded.isSet(loaded.rho())).isFalse();
    assertThat(digest(((FoveaModel) again.fit(table).stages()[2]).safetensors()))
        .isEqualTo(digest(((FoveaModel) fitted.stages()[2]).safetensors()));
    assertThatThrownBy(() -> FoveaModel.load(folder.resolve("plan").toString()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("holds a org.apache.spark.ml.Pipeline, not fovea.spark.FoveaModel");
  }

  @Test
  void theNumberOfHiddenUnitsIsCrossValidated() throws Exception {
    FoveaAutoencoder autoencoder = estimator().setMaxIter(2);
    CrossValidatorModel found = new CrossValidator()
        .setEstimator(pipeline(autoencoder))
        .setEstimatorParamMaps(new ParamGridBuilder()
            .addGrid(autoencoder.hidden(), new int[] {1, 6})
            .build())
        .setEvaluator(new BinaryClassificationEvaluator())
        .setNumFolds(2)
        .setParallelism(2)
        .setSeed(1)
        .fit(table());
    assertThat(Arrays.stream(found.avgMetrics()).boxed())
        .hasSize(2)
        .allMatch(auc -> auc > 0.4 && auc <= 1);
    FoveaModel best = (FoveaModel) ((PipelineModel) found.bestModel()).stages()[2];
    FoveaAutoencoder trainedBy = (FoveaAutoencoder) best.parent();
    assertThat(best.transform(((PipelineModel) found.bestModel())
                .stages()[1].transform(
                    ((PipelineModel) found.bestModel()).stages()[0].transform(table())))
            .select("units")
            .first()
            .<Vector>getAs(0)
            .size())
        .isEqualTo(trainedBy.getHidden());
    String saved = folder.resolve("validated").toString();
    found.write().save(saved);
    assertThat(CrossValidatorModel.load(saved).avgMetrics()).isEqualTo(found.avgMetrics());
  }

  private static void refused(FoveaAutoencoder estimator, Dataset<Row> rows, String message) {
    assertThatThrownBy(() -> estimator.fit(rows))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message)
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
  }

  @Test
  void paramsThatCannotBeUsedAreNamed() {
    Dataset<Row> rows = rows(FLOATS);
    refused(estimator().setHidden(0), rows, "at least 1 hidden unit, not 0");
    refused(estimator().setLambda(-1), rows, "lambda must be a number of at least 0, not -1.0");
    refused(estimator().setRho(1), rows, "rho must lie between 0 and 1, not 1.0");
    refused(estimator().setEncoder("relu").setRho(0.1), rows, "has no rho; clear it");
    refused(
        estimator().setEncoder("cosine"), rows, "encoder must be sigmoid, tanh or relu, not 'c");
    refused(estimator().setEncoder("linear"), rows, "encoder must be sigmoid, tanh or relu, not l");
    refused(estimator().setScale("log"), rows, "scale must be none, minmax or standard, not 'log'");
    refused(estimator().setScale("robust"), rows, "take scale standard");
    refused(estimator().setOptimizer("sgd"), rows, "one of lbfgs, cg, adam, gd, not 'sgd'");
    refused(estimator().setOptimizerOptions("momentum=1"), rows, "lbfgs has no 'momentum'; it has");
    refused(estimator().setOptimizerOptions("history"), rows, "'history' is no name=value");
    refused(
        estimator().setOptimizerOptions("history=0"), rows, "history must be at least 1, not 0");
    refused(estimator().setMaxIter(-1), rows, "iterations must be at least 0, not -1");
    refused(estimator().setTol(Double.NaN), rows, "tolerance must be at least 0, not NaN");
    refused(estimator().setPartitions(-1), rows, "partitions must be at least 0, not -1");
    refused(estimator().setPatience(4), rows, "set validationFraction or validationCol");
    FoveaAutoencoder held = estimator().setValidationFraction(0.1);
    refused(held.copy(ParamMap.empty()).setPatience(0), rows, "patience must be at least 1, not 0");
    refused(held.copy(ParamMap.empty()).setValidationCol("held.out"), rows, "clear one of them");
    refused(held.setValidationFraction(1.5), rows, "between 0 and 1, not 1.5");
    refused(estimator().setValidationFraction(1e-9), rows, "at least 1 on either side");
  }

  @Test
  void columnsThatCannotBeUsedAreNamed() {
    int kept = kept();
    Dataset<Row> rows = rows(FLOATS);
    refused(estimator().setInputCol("f"), rows, "no column 'f' but id, features, label, held.out");
    refused(estimator().setInputCol("label"), rows, "column 'label' is double: give an array");
    refused(estimator().setOutputCol("label"), rows, "there is a column 'label' already");
    refused(estimator().setOrderCol("o"), rows, "name one with setOrderCol");
    refused(estimator().setValidationCol("label"), rows, "has to be boolean");
    refused(estimator(), rows.limit(0), "column 'features': the DataFrame has no rows");
    refused(
        estimator().setOrderCol("label"), rows, "has the same value in 'label' as the row before");
    Dataset<Row> few = rows.orderBy("id").limit(40).select("id", "features");
    refused(
        estimator(),
        few.union(spark.sql("select 1000, array(1f, 2f)")),
        "column 'features': row 40 has 2 values");
    refused(
        estimator(),
        few.union(spark.sql("select 1000, cast(null as array<float>)")),
        "column 'features': row 40 is null");
    Dataset<Row> ahead = spark.sql(
        "select cast(-1 as int) as id, transform(sequence(1, %d), i -> cast(if(i = 4, 2, 0) as float)) as features"
            .formatted(D));
    refused(
        estimator(), ahead.union(few), "column 'features': row 0, value 3 is 2.0 (counted from 0)");
    refused(estimator(), ahead.union(few), "take setScale(\"standard\") or setDecoder(\"linear\")");
    refused(
        estimator(),
        few.withColumn("id", functions.lit(null).cast("int")),
        "row 0 has null in 'id', the column of the order");
    assertThat(kept()).isEqualTo(kept);
  }
}
