package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.data.DataReader;
import fovea.data.ReadOptions;
import fovea.io.ModelFile;
import fovea.io.StoredModel;
import fovea.kernels.Samples;
import fovea.model.Autoencoder;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code encode}, {@code decode}, {@code anomaly} and {@code export}. */
class EncodeTest {
  @TempDir
  private Path folder;

  @Test
  void codesErrorsAndExportsOfATable() throws IOException {
    int n = 50;
    NetworkShape shape = new NetworkShape(6, 4);
    Autoencoder network = new Autoencoder(shape, Parameters.random(shape, 1));
    Path model = folder.resolve("m.safetensors");
    ModelFile.write(model, new StoredModel(network, Hyperparameters.DEFAULT, Optional.empty()));
    float[] x = new Samples(81).pixels(n * 6);
    for (int k = 0; k < 6; k++) x[17 * 6 + k] = k % 2 == 0 ? 5 : -5;
    Path data = FoveaJar.npy(folder.resolve("x.npy"), x, n, 6);
    float[] hidden = new float[n * 4];
    network.encodeBatch(x, n, hidden);
    float[] output = new float[n * 6];
    network.decodeBatch(hidden, n, output);

    Path codes = folder.resolve("codes.h5");
    FoveaJar.Ended ended = FoveaJar.here("encode", model, data, "--out", codes);
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.out()).isEmpty();
    assertThat(ended.errors()).containsExactly("wrote %s: 50 x 4 values".formatted(codes));
    assertThat(DataReader.read(codes, ReadOptions.defaults()).values()).isEqualTo(hidden);
    FoveaJar.here("encode", model, data, "--out", codes).isRefusal("add --overwrite");
    FoveaJar.here("encode", model, data, "--out", "a.xyz").isRefusal("does not say what to write");
    FoveaJar.here("encode", model, codes, "--out", "-").isRefusal("the model takes 6 values");

    // To stdout, which is not this process's to read: JarIT.
    Path decoded = folder.resolve("decoded.csv");
    ended = FoveaJar.here("decode", model, codes, "--out", decoded, "--quiet");
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.out() + ended.err()).isEmpty();
    assertThat(DataReader.read(decoded, ReadOptions.defaults()).values()).isEqualTo(output);
    FoveaJar.here("decode", model, data, "--out", "-").isRefusal("4 hidden units");

    Path errors = folder.resolve("errors.npy");
    ended = FoveaJar.here("anomaly", model, data, "--top", 2, "--per-value", errors);
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.errors()).containsExactly("wrote %s: 50 x 6 values".formatted(errors));
    assertThat(ended.out().lines().toList()).hasSize(6);
    assertThat(ended.out().lines().toList().get(4)).startsWith("        17  ");
    assertThat(DataReader.read(errors, ReadOptions.defaults()).values()).hasSize(n * 6);

    ended = FoveaJar.here(
        "export", model, "--onnx", folder.resolve("m.onnx"), "--npz", folder.resolve("m.npz"));
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.errors())
        .containsExactly(
            "wrote %s: an ONNX graph of 6-4-6".formatted(folder.resolve("m.onnx")),
            "wrote %s: the weights and biases of 6-4-6".formatted(folder.resolve("m.npz")));
    assertThat(folder.resolve("m.onnx")).isNotEmptyFile();
    ended = FoveaJar.here("export", model, "--java", folder.resolve("Coder.java"), "--with-score");
    assertThat(ended.errors())
        .containsExactly("wrote %s: an encoder of 6 values, 4 hidden units, with score"
            .formatted(folder.resolve("Coder.java")));
    FoveaJar.here("export", model).isRefusal("nothing to write");
    FoveaJar.here("export", model, "--npz", folder.resolve("s.npz"), "--with-score")
        .isRefusal("--with-score belongs to --onnx and --java");
  }

  @Test
  void aRunFolderIsAModel() throws IOException {
    Path run = Files.createDirectory(folder.resolve("run"));
    FoveaJar.here("evaluate", run).isRefusal(run + ": holds no model.safetensors");
    NetworkShape shape = new NetworkShape(6, 4);
    Path model =
        FoveaJar.model(run.resolve("model.safetensors"), shape, 1, Hyperparameters.DEFAULT);
    Path data = FoveaJar.npy(folder.resolve("x.npy"), new Samples(81).pixels(300), 50, 6);
    String[] commands = {"evaluate", "anomaly", "check-gradient --model"};
    for (String command : commands) {
      Object[] words = command.split(" ");
      assertThat(FoveaJar.here(with(words, run, data)).out())
          .isNotEmpty()
          .isEqualTo(FoveaJar.here(with(words, model, data))
              .out()
              .replace(model.toString(), run.toString()));
    }
    for (String command : new String[] {"encode", "decode"}) {
      Path out = folder.resolve(command + ".npy");
      Path in = command.equals("encode") ? data : folder.resolve("encode.npy");
      assertThat(FoveaJar.here(command, run, in, "--out", out).exit()).isZero();
    }
    assertThat(FoveaJar.here("export", run, "--npz", folder.resolve("m.npz")).exit())
        .isZero();
    FoveaJar.here("export", run, "--json", model, "--overwrite").isRefusal("is what is read");
    FoveaJar.here("reconstruct", run, data, "--out", folder.resolve("p.png"))
        .isRefusal("does not say what was done to its patches");
    Path trained = folder.resolve("trained");
    FoveaJar.Ended ended =
        FoveaJar.here("train", data, "--init", run, "--iterations", 1, "--out", trained, "--quiet");
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(FoveaJar.here("train", "--resume", trained, "--init", run, "--quiet")
            .exit())
        .isZero();
  }

  private static Object[] with(Object[] words, Object... more) {
    return Stream.concat(Arrays.stream(words), Arrays.stream(more)).toArray();
  }
}
