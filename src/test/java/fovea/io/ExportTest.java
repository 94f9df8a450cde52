package fovea.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.data.ColumnNames;
import fovea.data.DataReader;
import fovea.data.ExampleShape;
import fovea.data.ExampleSource;
import fovea.data.Examples;
import fovea.data.InputException;
import fovea.data.PatchColour;
import fovea.data.PatchPreprocessing;
import fovea.data.Preprocessing;
import fovea.data.ReadOptions;
import fovea.data.TablePreprocessing;
import fovea.data.TableScale;
import fovea.data.Whitening;
import fovea.kernels.ActivationFunction;
import fovea.kernels.Samples;
import fovea.kernels.Team;
import fovea.model.Architecture;
import fovea.model.Autoencoder;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipFile;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportTest {
  @TempDir
  private Path folder;

  private static StoredModel model(
      int d, int h, ActivationFunction encoder, boolean tied, Preprocessing preprocessing) {
    Architecture architecture =
        new Architecture(new NetworkShape(d, h), encoder, ActivationFunction.LINEAR, tied);
    float[] theta = new Samples(71).signed(Parameters.count(architecture), 0.3);
    return new StoredModel(
        new Autoencoder(architecture, theta), Hyperparameters.DEFAULT, Optional.of(preprocessing));
  }

  /** 256 x 64 weights are more than one string constant holds. */
  @Test
  void theJavaFileIsCompiledAndEncodesAsTheModelDoes() throws Exception {
    for (ActivationFunction encoder : new ActivationFunction[] {
      ActivationFunction.SIGMOID, ActivationFunction.TANH, ActivationFunction.RELU
    }) {
      PatchPreprocessing patches = new PatchPreprocessing(PatchColour.LUMINANCE, 16, 0.1);
      StoredModel model = model(256, 64, encoder, false, patches);
      Path file = folder.resolve("Encoder_" + encoder + ".java");
      JavaSource.write(file, model, true);
      assertThat(ToolProvider.getSystemJavaCompiler()
              .run(null, null, null, "--release", "8", "-Xlint:-options", file.toString()))
          .isZero();
      try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, null)) {
        Class<?> type = loader.loadClass("Encoder_" + encoder);
        float[] photographed = new Samples(72).pixels(3 * 256);
        float[] seen = (float[])
            type.getMethod("preprocess", float[].class).invoke(null, (Object) photographed);
        float[] expected = new float[256];
        patches.apply("test", new ExampleShape.Patch(3, 16), photographed, 1, expected);
        assertThat(seen).isEqualTo(expected);

        float[] hidden = new float[64];
        model.network().encode(seen, 0, hidden, 0);
        float[] found =
            (float[]) type.getMethod("encode", float[].class).invoke(null, (Object) seen);
        for (int j = 0; j < 64; j++) assertThat(found[j]).isCloseTo(hidden[j], within(2e-6f));
      }
    }
  }

  /** Names that would end a text or a comment, mean something else in Java, or are longer than others. */
  @Test
  void exportsTellTheNamesOfColumns() throws Exception {
    List<String> names = List.of("a\"b", "\\u0022", "c\n*/", "Größe \uD83D\uDE00", "{NAME}");
    StoredModel nameless = model(5, 3, ActivationFunction.TANH, false, new Preprocessing.None(5));
    StoredModel model = new StoredModel(
        nameless.network(),
        nameless.hyperparameters(),
        nameless.preprocessing(),
        new ColumnNames(names));
    Path file = folder.resolve("Named.java");
    JavaSource.write(file, model, true);
    assertThat(ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "--release", "8", "-Xlint:-options", file.toString()))
        .isZero();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, null)) {
      assertThat((String[]) loader.loadClass("Named").getMethod("columns").invoke(null))
          .containsExactlyElementsOf(names);
    }
    JavaSource.write(file, nameless, true);
    assertThat(Files.readString(file)).doesNotContain("columns");

    Path npz = folder.resolve("named.npz");
    NpzFile.write(npz, model);
    ReadOptions weights = ReadOptions.defaults().withDataset("encoder.weight");
    assertThat(DataReader.read(npz, weights).columns().list()).isEqualTo(names);
    assertThat(ModelSettings.of(model).columns()).isEqualTo(names);
    assertThat(ModelSettings.of(nameless).columns()).isNull();
  }

  /** Tied and not, sigmoid and linear, on request only. */
  @Test
  void theJavaFileTellsTheScoreThatAnomalyTells() throws Exception {
    int n = 50;
    int d = 9;
    ExampleSource rows = new ExampleSource.InMemory(
        new Examples("test", n, new ExampleShape.Row(d), new Samples(77).signed(n * d, 1)));
    for (ActivationFunction decoder :
        new ActivationFunction[] {ActivationFunction.SIGMOID, ActivationFunction.LINEAR})
      for (boolean tied : new boolean[] {false, true}) {
        Architecture architecture =
            new Architecture(new NetworkShape(d, 4), ActivationFunction.TANH, decoder, tied);
        Autoencoder network = new Autoencoder(
            architecture, new Samples(78).signed(Parameters.count(architecture), 0.7));
        StoredModel model = new StoredModel(network, Hyperparameters.DEFAULT, Optional.empty());
        String name = "Score" + decoder + tied;
        Path file = folder.resolve(name + ".java");
        JavaSource.write(file, model, true);
        assertThat(ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "--release", "8", "-Xlint:-options", file.toString()))
            .isZero();
        float[] scores = new float[n];
        try (Team team = new Team(1)) {
          RowStream.run(
              rows,
              1,
              ModelSteps.errors(rows, new Preprocessing.None(d), network, false),
              team,
              (values, some) -> System.arraycopy(values, 0, scores, 0, some));
        }
        try (URLClassLoader loader =
            new URLClassLoader(new URL[] {folder.toUri().toURL()}, null)) {
          Method score = loader.loadClass(name).getMethod("score", float[].class);
          float[] x = ((ExampleSource.InMemory) rows).examples().values();
          for (int i = 0; i < n; i++)
            assertThat((double)
                    score.invoke(null, (Object) Arrays.copyOfRange(x, i * d, i * d + d)))
                .isCloseTo(scores[i], within(1e-6));
        }
        JavaSource.write(file, model, false);
        assertThat(Files.readString(file)).doesNotContain("score").doesNotContain("OUTPUT");
      }
  }

  /** In double there, in float32 here, so the last digits differ. */
  @Test
  void theJavaFileDoesEveryPreprocessing() throws Exception {
    ExampleShape rgb = new ExampleShape.Patch(3, 8);
    Examples patches = new Examples("test", 400, rgb, new Samples(74).pixels(400 * 192));
    Examples rows =
        new Examples("test", 100, new ExampleShape.Row(5), new Samples(75).signed(500, 3));
    PatchPreprocessing colour = PatchPreprocessing.fit(PatchColour.RGB, patches);
    checkJava("Colour", colour, patches, 0);
    checkJava("WhiteColour", Whitening.fit(colour, 0.1, patches), patches, 1e-5f);
    checkJava(
        "WhiteGrey",
        Whitening.fit(PatchPreprocessing.fit(PatchColour.LUMINANCE, patches), 0.1, patches),
        patches,
        1e-5f);
    checkJava("WhiteRows", Whitening.fit(new Preprocessing.None(5), 0.1, rows), rows, 1e-5f);
    for (boolean clipped : new boolean[] {false, true}) {
      TablePreprocessing table = new TablePreprocessing(
          TableScale.STANDARD,
          clipped,
          new float[] {0.1f, -2, 3, 0, rows.values()[4]},
          new float[] {0.3f, 1, 2, 5, 0},
          new float[0]);
      checkJava("Table" + clipped, table, rows, 0);
      float[] gaps = rows.values().clone();
      gaps[1] = Float.NaN;
      checkJava(
          "Gaps" + clipped,
          new TablePreprocessing(
              table.scale(), clipped, table.centre(), table.unit(), new float[] {1, 2, 3, 4, 5}),
          new Examples("test", 100, rows.shape(), gaps),
          0);
      checkJava("WhiteTable" + clipped, Whitening.fit(table, 0.1, rows), rows, 1e-5f);
    }
    assertThatThrownBy(() -> checkJava("Plain", new Preprocessing.None(5), rows, 0))
        .isInstanceOf(NoSuchMethodException.class);
  }

  private void checkJava(
      String name, Preprocessing preprocessing, Examples examples, float tolerance)
      throws Exception {
    int d = preprocessing.outputSize();
    Path file = folder.resolve(name + ".java");
    StoredModel model = model(d, 3, ActivationFunction.TANH, false, preprocessing);
    JavaSource.write(file, model, true);
    assertThat(ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "--release", "8", "-Xlint:-options", file.toString()))
        .isZero();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, null)) {
      float[] raw = Arrays.copyOf(examples.values(), examples.shape().size());
      Class<?> type = loader.loadClass(name);
      float[] seen =
          (float[]) type.getMethod("preprocess", float[].class).invoke(null, (Object) raw);
      float[] expected = Arrays.copyOf(preprocessing.apply(examples), d);
      assertThat(seen).hasSize(d);
      for (int k = 0; k < d; k++)
        assertThat(seen[k]).as(name).isCloseTo(expected[k], within(tolerance));
      float[] back =
          (float[]) type.getMethod("reconstruct", float[].class).invoke(null, (Object) seen);
      float[] own = model.reconstruct(new Examples("test", 1, examples.shape(), raw));
      for (int k = 0; k < d; k++) assertThat(back[k]).as(name).isCloseTo(own[k], within(1e-5f));
      if (!name.startsWith("Gaps")) return;
      double squares = 0;
      float[] output = new float[d];
      model.network().reconstructBatch(expected, 1, output);
      for (int k = 0; k < d; k++) if (k != 1) squares += Math.pow(output[k] - expected[k], 2);
      assertThat((double)
              type.getMethod("score", float[].class, float[].class).invoke(null, seen, raw))
          .isCloseTo(squares / (d - 1), within(1e-5 * squares));
    }
  }

  @Test
  void theSettingsNameEveryPreprocessing() {
    Examples examples =
        new Examples("test", 50, new ExampleShape.Patch(3, 2), new Samples(76).pixels(600));
    Preprocessing white =
        Whitening.fit(new PatchPreprocessing(PatchColour.RGB, 2, 0.2), 0.05, examples);
    assertThat(before(white))
        .isEqualTo(new ModelSettings.Before("colour-patches", 2, 0.2, null, "zca", 0.05));
    assertThat(before(new PatchPreprocessing(PatchColour.LUMINANCE, 3, 0.1)))
        .isEqualTo(new ModelSettings.Before("luminance-patches", 3, 0.1, null, null, null));
    TablePreprocessing table = new TablePreprocessing(
        TableScale.MINMAX, false, new float[] {1, 2}, new float[] {0, 4}, new float[0]);
    assertThat(JsonFile.text(before(table)))
        .contains("\"kind\" : \"scaled-table\"", "\"scale\" : \"minmax\"", "\"middle\" : 0.5")
        .contains("\"clipped\" : false", "\"centre\" : [ 1.0, 2.0 ]", "\"unit\" : [ 0.0, 4.0 ]");
    assertThat(before(new Preprocessing.None(4)))
        .isEqualTo(new ModelSettings.Before("none", null, null, null, null, null));
  }

  private static ModelSettings.Before before(Preprocessing preprocessing) {
    return ModelSettings.of(
            model(preprocessing.outputSize(), 2, ActivationFunction.TANH, false, preprocessing))
        .preprocessing();
  }

  @Test
  void aJavaFileNeedsTheNameOfAClass() {
    StoredModel model = model(2, 2, ActivationFunction.RELU, true, new Preprocessing.None(2));
    for (String name : new String[] {
      "a.txt",
      "my-encoder.java",
      "class.java",
      ".java",
      "a.b.java",
      "_.java",
      "var.java",
      "yield.java",
      "record.java",
      "sealed.java",
      "permits.java",
      "true.java",
      "String.java",
      "Math.java",
      "Override.java",
      "IllegalArgumentException.java",
      "Base64.java",
      "ByteBuffer.java",
      "FloatBuffer.java",
      "ByteOrder.java",
      "Enco\u202Eder.java",
      "Enco\u200Bder.java",
      "Enco\u0001der.java",
      "Enco\u00ADder.java"
    })
      assertThatThrownBy(() -> JavaSource.write(folder.resolve(name), model, false))
          .as(name)
          .isInstanceOf(InputException.class)
          .hasMessageContaining("like Encoder.java");
    assertThat(folder.toFile().list()).isEmpty();
  }

  /** Whatever is not refused is compiled, also where the file uses the name for something else. */
  @Test
  void aNameThatIsAllowedIsCompiled() throws IOException {
    StoredModel model = model(2, 2, ActivationFunction.RELU, true, new Preprocessing.None(2));
    for (String name : new String[] {
      "java", "encode", "floats", "x", "hidden", "z", "INPUTS", "WEIGHTS", "module", "when",
      "Größe", "$", "List"
    }) {
      Path file = folder.resolve(name + ".java");
      JavaSource.write(file, model, true);
      assertThat(ToolProvider.getSystemJavaCompiler()
              .run(
                  null, null, null, "-encoding", "UTF-8", "-d", folder.toString(), file.toString()))
          .as(name)
          .isZero();
    }
  }

  @Test
  void theNpzFileHasFourArraysInTheFormOfNpy() throws IOException {
    StoredModel model = model(5, 3, ActivationFunction.TANH, true, new Preprocessing.None(5));
    Path file = folder.resolve("m.npz");
    NpzFile.write(file, model);
    float[] theta = model.network().theta();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      assertThat(zip.size()).isEqualTo(4);
      byte[] w2 = zip.getInputStream(zip.getEntry("decoder.weight.npy")).readAllBytes();
      assertThat(new String(w2, java.nio.charset.StandardCharsets.ISO_8859_1))
          .contains("'shape': (5, 3)");
      java.nio.FloatBuffer values = java.nio.ByteBuffer.wrap(w2)
          .order(java.nio.ByteOrder.LITTLE_ENDIAN)
          .position(w2.length - 60)
          .slice()
          .order(java.nio.ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer();
      for (int k = 0; k < 5; k++)
        for (int j = 0; j < 3; j++) assertThat(values.get()).isEqualTo(theta[j * 5 + k]);
    }
  }

  @Test
  void theNpzFileHasTheScale() throws IOException {
    TablePreprocessing table = new TablePreprocessing(
        TableScale.MINMAX, false, new float[] {1, 2}, new float[] {0, 4}, new float[0]);
    Path file = folder.resolve("m.npz");
    NpzFile.write(file, model(2, 3, ActivationFunction.TANH, true, table));
    try (ZipFile zip = new ZipFile(file.toFile())) {
      assertThat(zip.size()).isEqualTo(6);
      for (String array : new String[] {"scale.centre", "scale.unit"}) {
        byte[] bytes = zip.getInputStream(zip.getEntry(array + ".npy")).readAllBytes();
        java.nio.FloatBuffer values = java.nio.ByteBuffer.wrap(bytes, bytes.length - 8, 8)
            .slice()
            .order(java.nio.ByteOrder.LITTLE_ENDIAN)
            .asFloatBuffer();
        float[] expected = array.endsWith("unit") ? table.unit() : table.centre();
        assertThat(new float[] {values.get(), values.get()}).isEqualTo(expected);
      }
    }
  }

  @Test
  void onnxNeedsToKnowThePreprocessingThatItIsToDo() throws IOException {
    StoredModel plain = model(4, 2, ActivationFunction.RELU, false, new Preprocessing.None(4));
    Path file = folder.resolve("m.onnx");
    assertThatThrownBy(() -> OnnxFile.write(file, plain, true, false))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("leave --with-preprocessing out");
    assertThat(folder).isEmptyDirectory();
    OnnxFile.write(file, plain, false, false);
    assertThat(file).isNotEmptyFile();
  }
}
