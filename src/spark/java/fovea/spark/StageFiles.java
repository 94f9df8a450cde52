package fovea.spark;

import fovea.data.InputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A saved stage of a pipeline, on any file system that Hadoop knows: a folder with a text file metadata/part-…,
 * by which Spark knows which class to read it with (JSON, as {@code DefaultParamsWriter} writes it, which is Spark's
 * own), and for a model model.safetensors.
 */
final class StageFiles {
  private static final String MODEL = "model.safetensors";
  private static final String METADATA = "metadata";
  private static final String PART = "part-00000";
  private static final String SET = "paramMap";
  private static final String DEFAULTS = "defaultParamMap";

  private StageFiles() {}

  /** Writes a stage. */
  static final class Writer extends MLWriter {
    private final Params stage;
    private final Optional<byte[]> model;

    /** @param model the bytes of model.safetensors, for a model */
    Writer(Params stage, Optional<byte[]> model) {
      this.stage = stage;
      this.model = model;
    }

    @Override
    public void saveImpl(String path) {
      Map<String, Object> metadata = new LinkedHashMap<>();
      metadata.put("class", stage.getClass().getName());
      metadata.put("timestamp", System.currentTimeMillis());
      metadata.put("sparkVersion", sc().version());
      metadata.put("uid", stage.uid());
      Map<String, JsonNode> set = new LinkedHashMap<>();
      Map<String, JsonNode> defaults = new LinkedHashMap<>();
      for (Param<?> param : stage.params()) {
        if (stage.isSet(param))
          set.put(param.name(), json(param, stage.get(param).get()));
        if (stage.hasDefault(param))
          defaults.put(param.name(), json(param, stage.getDefault(param).get()));
      }
      metadata.put(SET, set);
      metadata.put(DEFAULTS, defaults);
      try {
        if (model.isPresent()) write(new Path(path, MODEL), model.get());
        // Last, since without it there is no stage to read.
        write(
            new Path(new Path(path, METADATA), PART),
            JsonMapper.shared().writeValueAsString(metadata).getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @SuppressWarnings("unchecked") // what a param holds is of its type
    private static JsonNode json(Param<?> param, Object value) {
      return JsonMapper.shared().readTree(((Param<Object>) param).jsonEncode(value));
    }

    private void write(Path path, byte[] bytes) throws IOException {
      try (OutputStream out = path.getFileSystem(sc().hadoopConfiguration()).create(path)) {
        out.write(bytes);
      }
    }
  }

  /** Makes a stage without params of what was saved. */
  @FunctionalInterface
  interface Maker<T> {
    /** @param model the bytes of model.safetensors; none for what is no model */
    T make(String uid, byte[] model) throws IOException;
  }

  /** Reads a stage. */
  static final class Reader<T extends Params> extends MLReader<T> {
    private final Class<T> type;
    private final boolean model;
    private final Maker<T> maker;

    /** @param model whether there is a model.safetensors to read */
    Reader(Class<T> type, boolean model, Maker<T> maker) {
      this.type = type;
      this.model = model;
      this.maker = maker;
    }

    @Override
    public T load(String path) {
      try {
        JsonNode metadata = JsonMapper.shared().readTree(bytes(metadata(path)));
        String found = metadata.path("class").asString("");
        if (!found.equals(type.getName()))
          throw new InputException("%s: holds %s, not %s"
              .formatted(path, found.isEmpty() ? "no stage" : "a " + found, type.getName()));
        T stage = maker.make(
            metadata.path("uid").asString(), model ? bytes(new Path(path, MODEL)) : new byte[0]);
        for (Map.Entry<String, JsonNode> entry : metadata.path(DEFAULTS).properties()) {
          Param<Object> param = stage.getParam(entry.getKey());
          stage.setDefault(param, param.jsonDecode(entry.getValue().toString()));
        }
        for (Map.Entry<String, JsonNode> entry : metadata.path(SET).properties()) {
          Param<Object> param = stage.getParam(entry.getKey());
          stage.set(param, param.jsonDecode(entry.getValue().toString()));
        }
        return stage;
      } catch (FileNotFoundException e) {
        throw new InputException("%s: no stage is saved there".formatted(path), e);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Spark gives the file a longer name. */
    private Path metadata(String path) throws IOException {
      Path folder = new Path(path, METADATA);
      for (FileStatus file : folder.getFileSystem(sc().hadoopConfiguration()).listStatus(folder))
        if (file.getPath().getName().startsWith(PART)) return file.getPath();
      throw new FileNotFoundException(folder.toString());
    }

    private byte[] bytes(Path path) throws IOException {
      Configuration hadoop = sc().hadoopConfiguration();
      try (InputStream in = path.getFileSystem(hadoop).open(path)) {
        return in.readAllBytes();
      }
    }
  }
}
