package fovea.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.data.ColumnNames;
import fovea.data.ExampleShape;
import fovea.data.Examples;
import fovea.data.InputException;
import fovea.data.Notes;
import fovea.data.PatchColour;
import fovea.data.PatchPreprocessing;
import fovea.data.Preprocessing;
import fovea.data.TablePreprocessing;
import fovea.data.TableScale;
import fovea.data.Whitening;
import fovea.kernels.ActivationFunction;
import fovea.model.Architecture;
import fovea.model.Autoencoder;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import fovea.train.Architectures;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTest {
  private static final NetworkShape SHAPE = new NetworkShape(4, 3);

  private static final TablePreprocessing TABLE = new TablePreprocessing(
      TableScale.ROBUST,
      true,
      new float[] {1, -2, 0, 1 / 3f},
      new float[] {0, 1, 1e-3f, 1e6f},
      new float[0]);

  private static final TablePreprocessing MEANS = new TablePreprocessing(
      TableScale.NONE, false, new float[4], new float[] {1, 1, 1, 1}, new float[] {3, 1, 4, 1});

  @TempDir
  private Path folder;

  private static Map<String, Safetensors.Tensor> tensors() {
    Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
    tensors.put("encoder.weight", new Safetensors.Tensor(new int[] {3, 4}, new float[12]));
    tensors.put("encoder.bias", new Safetensors.Tensor(new int[] {3}, new float[3]));
    tensors.put("decoder.weight", new Safetensors.Tensor(new int[] {4, 3}, new float[12]));
    tensors.put("decoder.bias", new Safetensors.Tensor(new int[] {4}, new float[4]));
    return tensors;
  }

  private Path file(Map<String, Safetensors.Tensor> tensors, Map<String, String> metadata)
      throws IOException {
    Path file = folder.resolve("m.safetensors");
    new Safetensors(tensors, metadata).write(file);
    return file;
  }

  @Test
  void everythingComesBack() throws IOException {
    Path file = folder.resolve("m.safetensors");
    float[] theta = Parameters.random(SHAPE, 1);
    Hyperparameters h = new Hyperparameters(0.1, 1 / 3.0, 0.05);
    for (Preprocessing p : new Preprocessing[] {
      new Preprocessing.None(4),
      new PatchPreprocessing(PatchColour.LUMINANCE, 2, 0.1 + 0.2),
      whitening(new Preprocessing.None(4)),
      TABLE,
      whitening(TABLE),
      MEANS,
      whitening(new PatchPreprocessing(PatchColour.LUMINANCE, 2, 0.25))
    }) {
      ModelFile.write(file, new StoredModel(new Autoencoder(SHAPE, theta), h, Optional.of(p)));
      StoredModel back = ModelFile.read(file);
      assertThat(back.network().theta()).isEqualTo(theta);
      assertThat(back.network().shape()).isEqualTo(SHAPE);
      assertThat(back.hyperparameters()).isEqualTo(h);
      assertThat(back.preprocessing()).contains(p);
    }
  }

  @Test
  void layersOfAFileFromElsewhereCanBeStated() throws IOException {
    List<String> notes = new ArrayList<>();
    Notes.to(notes::add);
    try {
      Path silent = file(tensors(), Map.of());
      assertThat(ModelFile.read(silent).network().architecture().isUsual()).isTrue();
      assertThat(notes).hasSize(2);
      assertThat(notes.get(0)).contains("m.safetensors", "sigmoid", "--encoder");
      assertThat(notes.get(1)).contains("m.safetensors", "sigmoid", "--decoder");
      notes.clear();
      Architecture stated = ModelFile.read(
              silent, Optional.of(ActivationFunction.RELU), Optional.of(ActivationFunction.LINEAR))
          .network()
          .architecture();
      assertThat(stated.encoder()).isEqualTo(ActivationFunction.RELU);
      assertThat(stated.decoder()).isEqualTo(ActivationFunction.LINEAR);
      Path telling = file(tensors(), Map.of("fovea.encoder", "tanh", "fovea.decoder", "linear"));
      Architecture told = ModelFile.read(telling).network().architecture();
      assertThat(told.encoder()).isEqualTo(ActivationFunction.TANH);
      assertThat(told.decoder()).isEqualTo(ActivationFunction.LINEAR);
      Path own = file(tensors(), Map.of("fovea.format", "1"));
      assertThat(ModelFile.read(own, Optional.empty(), Optional.of(ActivationFunction.LINEAR))
              .network()
              .architecture()
              .isUsual())
          .isTrue();
      assertThat(notes).isEmpty();
    } finally {
      Notes.to(note -> {});
    }
  }

  private static Whitening whitening(Preprocessing base) {
    int d = base.outputSize();
    float[] values = new float[6 * d];
    for (int i = 0; i < values.length; i++) values[i] = i * 13 % 11 / 11f;
    ExampleShape shape =
        base.patches().isPresent() ? new ExampleShape.Patch(1, 2) : new ExampleShape.Row(d);
    return Whitening.fit(base, 0.1, new Examples("x", 6, shape, values));
  }

  @Test
  void colourPatchesComeBackInFormat3() throws IOException {
    Path file = folder.resolve("m.safetensors");
    NetworkShape shape = new NetworkShape(12, 3);
    Preprocessing colour = new PatchPreprocessing(PatchColour.RGB, 2, 1 / 3.0);
    Autoencoder network = new Autoencoder(shape, Parameters.random(shape, 1));
    ModelFile.write(file, new StoredModel(network, Hyperparameters.DEFAULT, Optional.of(colour)));
    assertThat(ModelFile.read(file).preprocessing()).contains(colour);
    assertThat(Safetensors.read(file).metadata())
        .containsEntry("fovea.format", "3")
        .containsEntry("fovea.preprocessing", "colour-patches");
  }

  @Test
  void damagedWhiteningIsRefused() throws IOException {
    Path file = folder.resolve("m.safetensors");
    ModelFile.write(
        file,
        new StoredModel(
            new Autoencoder(SHAPE, Parameters.random(SHAPE, 1)),
            Hyperparameters.DEFAULT,
            Optional.of(whitening(new Preprocessing.None(4)))));
    Safetensors whole = Safetensors.read(file);
    assertThat(whole.metadata()).containsEntry("fovea.format", "3");

    Map<String, Safetensors.Tensor> missing = new LinkedHashMap<>(whole.tensors());
    missing.remove("whitening.zca");
    assertRefused(file(missing, whole.metadata()), "has no tensor whitening.zca");
    Map<String, Safetensors.Tensor> shorter = new LinkedHashMap<>(whole.tensors());
    shorter.put("whitening.mean", new Safetensors.Tensor(new int[] {3}, new float[3]));
    assertRefused(file(shorter, whole.metadata()), "whitening.mean has shape [3]");
    Map<String, Safetensors.Tensor> bent = new LinkedHashMap<>(whole.tensors());
    float[] zca = bent.get("whitening.zca").values().clone();
    zca[1] += 1;
    bent.put("whitening.zca", new Safetensors.Tensor(new int[] {4, 4}, zca));
    assertRefused(file(bent, whole.metadata()), "not symmetric");
    float[] infinite = zca.clone();
    infinite[5] = Float.POSITIVE_INFINITY;
    bent.put("whitening.inverse", new Safetensors.Tensor(new int[] {4, 4}, infinite));
    bent.put("whitening.zca", whole.tensors().get("whitening.zca"));
    assertRefused(file(bent, whole.metadata()), "whitening.inverse has the value Infinity");

    for (String epsilon : new String[] {"", "much", "0"}) {
      Map<String, String> metadata = new LinkedHashMap<>(whole.metadata());
      metadata.put("fovea.whitening.epsilon", epsilon);
      assertThatThrownBy(() -> ModelFile.read(file(whole.tensors(), metadata)))
          .isInstanceOf(InputException.class)
          .hasMessageContaining(file.toString());
    }
    Map<String, String> other = new LinkedHashMap<>(whole.metadata());
    other.put("fovea.whitening", "pca");
    assertRefused(file(whole.tensors(), other), "'pca'");
  }

  @Test
  void everyArchitectureComesBack() throws IOException {
    Path file = folder.resolve("m.safetensors");
    for (Architecture architecture : Architectures.all(SHAPE)) {
      float[] theta = Parameters.random(architecture, 1);
      ModelFile.write(
          file,
          new StoredModel(
              new Autoencoder(architecture, theta), Hyperparameters.DEFAULT, Optional.empty()));
      StoredModel back = ModelFile.read(file);
      assertThat(back.network().architecture()).isEqualTo(architecture);
      assertThat(back.network().theta()).isEqualTo(theta);
      // Other readers need not know of tying, and older versions of no other network.
      Safetensors raw = Safetensors.read(file);
      float[] w2 = raw.tensors().get("decoder.weight").values();
      float[] w1 = raw.tensors().get("encoder.weight").values();
      for (int k = 0; k < 4; k++)
        for (int j = 0; j < 3; j++)
          assertThat(w2[k * 3 + j] == w1[j * 4 + k]).isEqualTo(architecture.tied());
      assertThat(raw.metadata()).containsEntry("fovea.format", architecture.isUsual() ? "1" : "2");
      assertThat(raw.metadata().containsKey("fovea.encoder")).isEqualTo(!architecture.isUsual());
    }
  }

  @Test
  void tensorsHaveTheLayoutOfPyTorchsLinear() throws IOException {
    float[] theta = Parameters.random(SHAPE, 1);
    Path file = folder.resolve("m.safetensors");
    ModelFile.write(
        file,
        new StoredModel(new Autoencoder(SHAPE, theta), Hyperparameters.DEFAULT, Optional.empty()));
    Safetensors raw = Safetensors.read(file);
    assertThat(raw.tensors().get("encoder.weight").shape()).containsExactly(3, 4);
    assertThat(raw.tensors().get("encoder.weight").values()[1 * 4 + 2])
        .isEqualTo(theta[Parameters.w1(SHAPE) + 1 * 4 + 2]);
    assertThat(raw.tensors().get("decoder.weight").shape()).containsExactly(4, 3);
    assertThat(raw.tensors().get("decoder.weight").values()[2 * 3 + 1])
        .isEqualTo(theta[Parameters.w2(SHAPE) + 2 * 3 + 1]);
  }

  @Test
  void streamsHoldTheBytesOfFiles() throws IOException {
    Path file = folder.resolve("m.safetensors");
    StoredModel model = new StoredModel(
        new Autoencoder(SHAPE, Parameters.random(SHAPE, 1)),
        new Hyperparameters(0.1, 3, 0.05),
        Optional.of(whitening(new Preprocessing.None(4))));
    ModelFile.write(file, model);
    List<String> closed = new ArrayList<>();
    ByteArrayOutputStream out = new ByteArrayOutputStream() {
      @Override
      public void close() {
        closed.add("out");
      }
    };
    ModelFile.write(out, model);
    assertThat(out.toByteArray()).isEqualTo(Files.readAllBytes(file));

    InputStream in = new ByteArrayInputStream(out.toByteArray()) {
      @Override
      public void close() {
        closed.add("in");
      }
    };
    StoredModel back = ModelFile.read(in, "from afar");
    assertThat(back.network().theta()).isEqualTo(model.network().theta());
    assertThat(back.hyperparameters()).isEqualTo(model.hyperparameters());
    assertThat(back.preprocessing()).isEqualTo(model.preprocessing());
    assertThat(closed).isEmpty();

    byte[] cut = Arrays.copyOf(out.toByteArray(), 20);
    assertThatThrownBy(() -> ModelFile.read(new ByteArrayInputStream(cut), "from afar"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("from afar: not a complete safetensors file");
  }

  @Test
  void modelsFromElsewhereNeedNoMetadata() throws IOException {
    StoredModel model = ModelFile.read(file(tensors(), Map.of()));
    assertThat(model.hyperparameters()).isEqualTo(Hyperparameters.DEFAULT);
    assertThat(model.preprocessing()).isEmpty();
  }

  @Test
  void whatDoesNotFitIsNamed() throws IOException {
    Map<String, Safetensors.Tensor> missing = tensors();
    missing.remove("decoder.bias");
    assertRefused(file(missing, Map.of()), "has no tensor decoder.bias");

    Map<String, Safetensors.Tensor> transposed = tensors();
    transposed.put("decoder.weight", new Safetensors.Tensor(new int[] {3, 4}, new float[12]));
    assertRefused(
        file(transposed, Map.of()),
        "decoder.weight has shape [3, 4]; encoder.weight asks for [4, 3]");

    Map<String, Safetensors.Tensor> flat = tensors();
    flat.put("encoder.weight", new Safetensors.Tensor(new int[] {12}, new float[12]));
    assertRefused(file(flat, Map.of()), "expected 2 dimensions");

    Map<String, Safetensors.Tensor> empty = tensors();
    empty.put("encoder.weight", new Safetensors.Tensor(new int[] {0, 4}, new float[0]));
    assertRefused(file(empty, Map.of()), "at least 1");

    Map<String, Safetensors.Tensor> notFinite = tensors();
    notFinite.put(
        "encoder.bias", new Safetensors.Tensor(new int[] {3}, new float[] {0, Float.NaN, 0}));
    assertRefused(file(notFinite, Map.of()), "encoder.bias has the value NaN at position 1");
  }

  @Test
  void namesOfColumnsComeBack() throws IOException {
    ColumnNames names = new ColumnNames(List.of("a, \"b\"", "Größe", "c\u0001", "d"));
    Autoencoder network = new Autoencoder(SHAPE, Parameters.random(SHAPE, 1));
    Path file = folder.resolve("m.safetensors");
    ModelFile.write(
        file, new StoredModel(network, Hyperparameters.DEFAULT, Optional.empty(), names));
    assertThat(ModelFile.read(file).columns()).isEqualTo(names);
    assertThat(Safetensors.read(file).metadata()).containsEntry("fovea.format", "1");
    ModelFile.write(file, new StoredModel(network, Hyperparameters.DEFAULT, Optional.empty()));
    assertThat(ModelFile.read(file).columns()).isEqualTo(ColumnNames.NONE);
    for (String damaged :
        List.of("a,b,c,d", "{}", "[1,2,3,4]", "[\"a\",\"a\"]", "[\"a\",\" \"]", "[\"a\"", ""))
      assertRefused(
          file(tensors(), Map.of("fovea.columns", damaged)), "no list of different names");
  }

  @Test
  void metadataThatCannotBeIsRefused() throws IOException {
    assertRefused(file(tensors(), Map.of("fovea.rho", "1.5")), "rho must lie between 0 and 1");
    assertRefused(file(tensors(), Map.of("fovea.beta", "much")), "metadata cannot be used");
    assertRefused(file(tensors(), Map.of("fovea.preprocessing", "whitening")), "'whitening'");
    assertRefused(
        file(tensors(), Map.of("fovea.preprocessing", "luminance-patches")),
        "preprocessing cannot be used");
    assertRefused(
        file(tensors(), Map.of("fovea.preprocessing", "scaled-table", "fovea.scale", "log")),
        "scaled by 'log'");
    Map<String, String> standard = Map.of(
        "fovea.preprocessing",
        "scaled-table",
        "fovea.scale",
        "standard",
        "fovea.scale.clipped",
        "false");
    assertRefused(file(tensors(), standard), "has no tensor scale.centre");
    Map<String, Safetensors.Tensor> scaled = tensors();
    scaled.put("scale.centre", new Safetensors.Tensor(new int[] {4}, new float[4]));
    scaled.put("scale.unit", new Safetensors.Tensor(new int[] {4}, new float[] {1, 1, -1, 1}));
    assertRefused(file(scaled, standard), "column 2");
    assertRefused(file(tensors(), Map.of("fovea.format", "5")), "has format 5");
    assertRefused(file(tensors(), Map.of("fovea.encoder", "gelu")), "'gelu' is not known");
    assertRefused(file(tensors(), Map.of("fovea.encoder", "linear")), "the encoder must be");
    assertRefused(file(tensors(), Map.of("fovea.tied", "yes")), "fovea.tied");
    Map<String, Safetensors.Tensor> untied = tensors();
    untied.get("decoder.weight").values()[1] = 1;
    assertRefused(file(untied, Map.of("fovea.tied", "true")), "not encoder.weight transposed");
  }

  private static void assertRefused(Path file, String why) {
    assertThatThrownBy(() -> ModelFile.read(file))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(why)
        // The message is made once, not made again by whoever passes it on.
        .message()
        .containsOnlyOnce(file.toString());
  }
}
