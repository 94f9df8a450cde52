package fovea.spark;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.data.DataReader;
import fovea.data.Examples;
import fovea.data.PatchColour;
import fovea.data.PatchPreprocessing;
import fovea.data.ReadOptions;
import fovea.io.ModelFile;
import fovea.io.StoredModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The model of a plain {@code train}, whose SHA-256 docs/numerics.md tells, trained on Spark. */
@Execution(ExecutionMode.SAME_THREAD)
class DefaultModelIT {
  @TempDir
  private Path folder;

  private final Examples patches = DataReader.trainPhotographs(ReadOptions.defaults());

  private Path command() throws Exception {
    Path rows = folder.resolve("patches.npy");
    NpyFiles.write(rows, patches.values(), 0, patches.count(), patches.shape().size(), false);
    Path run = folder.resolve("run");
    SparkJar.Ended ended = SparkJar.submit(
            folder,
            "local[2]",
            List.of("--driver-memory", "2g"),
            "--input",
            rows,
            "--preprocess",
            "flattened",
            "--out",
            run)
        .end();
    assertThat(ended.exit()).as(ended.err()).isZero();
    return run;
  }

  /**
   * {@code fit} takes what is preprocessed already, and its file tells of no preprocessing. Most rows are in one
   * partition of the frame, and at least two partitions are empty.
   */
  private FoveaModel fitted() throws IOException {
    float[] x = PatchPreprocessing.fit(PatchColour.LUMINANCE, patches).apply(patches);
    int d = x.length / patches.count();
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < patches.count(); i++)
      rows.add(RowFactory.create(i, Arrays.copyOfRange(x, i * d, (i + 1) * d)));
    StructType type = new StructType()
        .add("id", DataTypes.IntegerType)
        .add("features", DataTypes.createArrayType(DataTypes.FloatType));
    try (SparkSession spark = SparkSession.builder()
        .master("local[2]")
        .config("spark.ui.enabled", false)
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()) {
      return new FoveaAutoencoder()
          .setOrderCol("id")
          .fit(spark.createDataFrame(rows, type).repartition(4, functions.expr("id div 8000")));
    }
  }

  @Test
  void theCommandMakesItsFileAndFitItsParameters() throws Exception {
    Path run = command();
    assertThat(Files.readString(Path.of("docs/numerics.md"))).contains(SparkJar.model(run));
    StoredModel expected = ModelFile.read(run.resolve("model.safetensors"));
    StoredModel fit =
        ModelFile.read(new ByteArrayInputStream(fitted().safetensors()), "the fitted model");
    ByteArrayOutputStream alike = new ByteArrayOutputStream();
    ModelFile.write(
        alike,
        new StoredModel(fit.network(), expected.hyperparameters(), expected.preprocessing()));
    assertThat(alike.toByteArray()).isEqualTo(Files.readAllBytes(run.resolve("model.safetensors")));
  }
}
