package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.data.PatchPreprocessing;
import fovea.data.Whitening;
import fovea.io.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code --colour} and {@code --whiten}. */
class ColourTest {
  private static final Path PHOTOGRAPH =
      Path.of("data/photos/heldout/crocodile.png").toAbsolutePath();

  @TempDir
  private Path folder;

  private Path train(String name, Object... more) {
    Path run = folder.resolve(name);
    Object[] usual = {
      "train", "--patches", 700, "--patch-size", 8, "--hidden", 12, "--iterations", 15, "--quiet"
    };
    Object[] all = new Object[usual.length + more.length + 2];
    System.arraycopy(usual, 0, all, 0, usual.length);
    System.arraycopy(more, 0, all, usual.length, more.length);
    all[all.length - 2] = "--out";
    all[all.length - 1] = run;
    FoveaJar.Ended ended = FoveaJar.here(all);
    assertThat(ended.exit()).as(ended.err()).isZero();
    return run;
  }

  private static JsonNode json(Object... arguments) {
    FoveaJar.Ended ended = FoveaJar.here(arguments);
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.errors()).isEmpty();
    return JsonMapper.shared().readTree(ended.out());
  }

  @Test
  void coloursAreWhitenedTrainedEvaluatedAndReconstructed() throws IOException {
    Object[] options = {
      "--colour",
      "rgb",
      "--whiten",
      "zca",
      "--epsilon",
      0.2,
      "--decoder",
      "linear",
      "--validation",
      "heldout"
    };
    Path run = train("one", options);
    Path model = run.resolve("model.safetensors");
    Whitening whitening = (Whitening) ModelFile.read(model).preprocessing().orElseThrow();
    assertThat(whitening.base()).isInstanceOf(PatchPreprocessing.class);
    assertThat(whitening.epsilon()).isEqualTo(0.2);
    JsonNode config = JsonMapper.shared().readTree(Files.readString(run.resolve("config.json")));
    assertThat(config.at("/data/colour").asString()).isEqualTo("rgb");
    assertThat(config.at("/data/whiten").asString()).isEqualTo("zca");
    assertThat(config.at("/data/epsilon").asDouble()).isEqualTo(0.2);
    assertThat(config.at("/network/inputs").asInt()).isEqualTo(192);

    // The same held-out patches, whitened with what the model has.
    JsonNode report = json("evaluate", model, "--patches", 700, "--json", "--threads", 1);
    assertThat(report.get("cost").asDouble())
        .isEqualTo(config.at("/result/held_out_cost").asDouble());

    Path out = folder.resolve("out.png");
    JsonNode picture = json("reconstruct", model, PHOTOGRAPH, "--out", out, "--json", "--quiet");
    assertThat(picture.get("rgb_psnr_db").asDouble()).isGreaterThan(15);
    assertThat(ImageIO.read(out.toFile()).getWidth()).isEqualTo(512);

    FoveaJar.Ended check = FoveaJar.here("check-gradient", "--model", model, "--patches", 100);
    assertThat(check.exit()).as(check.out() + check.err()).isZero();

    byte[] page = Files.readAllBytes(run.resolve("report.html"));
    assertThat(FoveaJar.here("report", run).exit()).isZero();
    assertThat(Files.readAllBytes(run.resolve("report.html"))).isEqualTo(page);

    FoveaJar.here("evaluate", model, "--patch-size", 8, "--whiten", "zca")
        .isRefusal("leave --epsilon out");
    // The bits do not depend on threads; SameBitsTest shows that they do not on vectors.
    Object[] threads = Arrays.copyOf(options, options.length + 2);
    threads[options.length] = "--threads";
    threads[options.length + 1] = 3;
    Path other = train("other", threads);
    assertThat(Files.readAllBytes(other.resolve("model.safetensors")))
        .isEqualTo(Files.readAllBytes(model));
  }

  @Test
  void aTableIsWhitenedColumnByColumn() throws IOException {
    float[] values = new float[60 * 6];
    for (int i = 0; i < values.length; i++) values[i] = (i * 7 % 23 - 11) / 3.7f + i % 6 * 100;
    Path data = FoveaJar.npy(folder.resolve("x.npy"), values, 60, 6);
    Path run = folder.resolve("run");
    FoveaJar.Ended ended = FoveaJar.here(
        "train", data, "--whiten", "zca", "--decoder", "linear", "--iterations", 5, "--out", run);
    assertThat(ended.exit()).as(ended.err()).isZero();
    JsonNode config = JsonMapper.shared().readTree(Files.readString(run.resolve("config.json")));
    JsonNode report = json("evaluate", run.resolve("model.safetensors"), data, "--json");
    assertThat(report.get("cost").asDouble())
        .isEqualTo(config.at("/result/cost").asDouble());

    FoveaJar.here("train", data, "--colour", "rgb").isRefusal("--colour rgb is for patches");
    FoveaJar.here("train", "--whiten", "zca").isRefusal("it needs --decoder linear");
    FoveaJar.here("train", "--epsilon", "0.1").isRefusal("--whiten zca");
    FoveaJar.here("sweep", "--whiten", "zca").isRefusal("it needs --decoder linear");
  }

  @Test
  void theGradientIsRightForHiddenWhitenedColours() {
    FoveaJar.Ended ended = FoveaJar.here(
        "check-gradient",
        "--patches",
        400,
        "--patch-size",
        8,
        "--examples",
        100,
        "--colour",
        "rgb",
        "--whiten",
        "zca",
        "--decoder",
        "linear",
        "--corrupt",
        0.3);
    assertThat(ended.exit()).as(ended.out() + ended.err()).isZero();
  }
}
