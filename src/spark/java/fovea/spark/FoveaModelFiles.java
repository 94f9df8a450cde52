package fovea.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A saved {@link FoveaModel}: a folder with model.safetensors and the text file metadata/part-00000, by which Spark
 * knows which class to read a stage of a pipeline with (JSON, as {@code DefaultParamsWriter} writes it, which is
 * Spark's own).
 */
final class FoveaModelFiles {
  private static final String MODEL = "model.safetensors";
  private static final String METADATA = "metadata/part-00000";

  private FoveaModelFiles() {}

  static final class Writer extends MLWriter {
    private final FoveaModel model;

    Writer(FoveaModel model) {
      this.model = model;
    }

    @Override
    public void saveImpl(String path) {
      Configuration hadoop = sc().hadoopConfiguration();
      Map<String, Object> metadata = new LinkedHashMap<>();
      metadata.put("class", FoveaModel.class.getName());
      metadata.put("timestamp", System.currentTimeMillis());
      metadata.put("sparkVersion", sc().version());
      metadata.put("uid", model.uid());
      metadata.put(
          "paramMap", Map.of("inputCol", model.getInputCol(), "outputCol", model.getOutputCol()));
      metadata.put("defaultParamMap", Map.of());
      try {
        write(hadoop, new Path(path, MODEL), model.file());
        write(
            hadoop,
            new Path(path, METADATA),
            JsonMapper.shared().writeValueAsString(metadata).getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void write(Configuration hadoop, Path path, byte[] bytes) throws IOException {
      try (OutputStream out = path.getFileSystem(hadoop).create(path)) {
        out.write(bytes);
      }
    }
  }

  static final class Reader extends MLReader<FoveaModel> {
    @Override
    public FoveaModel load(String path) {
      Configuration hadoop = sc().hadoopConfiguration();
      try {
        JsonNode metadata = JsonMapper.shared()
            .readTree(new String(read(hadoop, new Path(path, METADATA)), StandardCharsets.UTF_8));
        java.nio.file.Path copy = Files.createTempFile("fovea", ".safetensors");
        try {
          Files.write(copy, read(hadoop, new Path(path, MODEL)));
          return FoveaModel.of(metadata.at("/uid").asString(), copy)
              .setInputCol(metadata.at("/paramMap/inputCol").asString())
              .setOutputCol(metadata.at("/paramMap/outputCol").asString());
        } finally {
          Files.delete(copy);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static byte[] read(Configuration hadoop, Path path) throws IOException {
      FileSystem files = path.getFileSystem(hadoop);
      try (InputStream in = files.open(path)) {
        return in.readAllBytes();
      }
    }
  }
}
