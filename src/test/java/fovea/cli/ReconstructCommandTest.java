package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.data.PatchColour;
import fovea.data.PatchPreprocessing;
import fovea.data.Preprocessing;
import fovea.io.ModelFile;
import fovea.io.StoredModel;
import fovea.model.Autoencoder;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code fovea reconstruct}. */
class ReconstructCommandTest {
  private static final Path PHOTOGRAPH =
      Path.of("data/photos/heldout/crocodile.png").toAbsolutePath();

  @TempDir
  private Path folder;

  private static Object[] reconstruct(Object... arguments) {
    return Stream.concat(Stream.of("reconstruct"), Stream.of(arguments)).toArray();
  }

  private static FoveaJar.Ended run(Object... arguments) {
    return FoveaJar.here(reconstruct(arguments));
  }

  private JsonNode json(Object... arguments) {
    Object[] all =
        Stream.concat(Stream.of(arguments), Stream.of("--json", "--quiet")).toArray();
    FoveaJar.Ended ended = run(all);
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.errors()).isEmpty();
    return JsonMapper.shared().readTree(ended.out());
  }

  private Path model(String name, int inputs, Optional<Preprocessing> preprocessing)
      throws IOException {
    NetworkShape shape = new NetworkShape(inputs, 3);
    Path file = folder.resolve(name + ".safetensors");
    ModelFile.write(
        file,
        new StoredModel(
            new Autoencoder(shape, Parameters.random(shape, 1)),
            Hyperparameters.DEFAULT,
            preprocessing));
    return file;
  }

  @Test
  void aTrainedModelReconstructsAPhotograph() throws IOException {
    Path run = folder.resolve("run");
    FoveaJar.Ended trained = FoveaJar.here(
        "train", "--patches", 2000, "--patch-size", 8, "--iterations", 60, "--out", run, "--quiet");
    assertThat(trained.exit()).as(trained.err()).isZero();
    Path model = run.resolve("model.safetensors");
    Path one = folder.resolve("one.png");
    JsonNode told = json(model, PHOTOGRAPH, "--out", one, "--threads", 1);
    assertThat(told.get("width").asInt()).isEqualTo(512);
    assertThat(told.get("height").asInt()).isEqualTo(253);
    assertThat(told.get("stride").asInt()).isEqualTo(2);
    // 0, 2, ..., 504 across; 0, 2, ..., 244 and 245 down.
    assertThat(told.get("patches").asInt()).isEqualTo(253 * 124);
    BufferedImage original = ImageIO.read(PHOTOGRAPH.toFile());
    assertThat(told.get("rgb_psnr_db").asDouble())
        .isEqualTo(psnr(original, ImageIO.read(one.toFile())), within(1e-4));
    // Its patches' means alone reach less: it learned something.
    assertThat(told.get("luminance_psnr_db").asDouble()).isGreaterThan(meansAlone(original, 8) + 2);

    // The same bits with other threads; replaced only when that is asked for.
    Path three = folder.resolve("three.png");
    Files.write(three, new byte[1]);
    FoveaJar.Ended refused = run(model, PHOTOGRAPH, "--out", three);
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.errors()).hasSize(1);
    assertThat(refused.errors().get(0)).contains("--overwrite");
    assertThat(three).hasBinaryContent(new byte[1]);
    json(model, PHOTOGRAPH, "--out", three, "--threads", 3, "--overwrite");
    assertThat(three).hasSameBinaryContentAs(one);

    FoveaJar.Ended both = run(
        model, PHOTOGRAPH, "--out", folder.resolve("both.png"), "--side-by-side", "--stride", 8);
    assertThat(both.out().lines().skip(1))
        .anyMatch(line -> line.equals("patches            2,048 of 8x8 pixels, stride 8"))
        .anyMatch(line -> line.matches("PSNR of luminance  \\d\\d\\.\\d\\d dB"))
        .anyMatch(line -> line.matches("PSNR of RGB        \\d\\d\\.\\d\\d dB"));
    assertThat(ImageIO.read(folder.resolve("both.png").toFile()).getWidth()).isEqualTo(1024);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> String.valueOf(file.getFileName())))
          .containsExactlyInAnyOrder("run", "one.png", "three.png", "both.png");
    }
  }

  private static double psnr(BufferedImage a, BufferedImage b) {
    double squares = 0;
    for (int y = 0; y < a.getHeight(); y++)
      for (int x = 0; x < a.getWidth(); x++)
        for (int shift = 0; shift <= 16; shift += 8) {
          int difference = (a.getRGB(x, y) >> shift & 255) - (b.getRGB(x, y) >> shift & 255);
          squares += difference * difference / 65025.0;
        }
    return -10 * Math.log10(squares / (3.0 * a.getWidth() * a.getHeight()));
  }

  /** PSNR of the luminance when each patch of a tiling becomes its mean. */
  private static double meansAlone(BufferedImage image, int side) {
    double squares = 0;
    int pixels = 0;
    for (int top = 0; top + side <= image.getHeight(); top += side)
      for (int left = 0; left + side <= image.getWidth(); left += side) {
        double sum = 0;
        double ofSquares = 0;
        for (int p = 0; p < side * side; p++) {
          int rgb = image.getRGB(left + p % side, top + p / side);
          double y =
              (0.2126 * (rgb >> 16 & 255) + 0.7152 * (rgb >> 8 & 255) + 0.0722 * (rgb & 255)) / 255;
          sum += y;
          ofSquares += y * y;
        }
        squares += ofSquares - sum * sum / (side * side);
        pixels += side * side;
      }
    return -10 * Math.log10(squares / pixels);
  }

  private void refused(String why, Object... arguments) {
    FoveaJar.here(reconstruct(arguments)).isRefusal(why);
  }

  @Test
  void whatCannotBeReconstructedIsRefused() throws IOException {
    Path model =
        model("good", 16, Optional.of(new PatchPreprocessing(PatchColour.LUMINANCE, 4, 0.2)));
    Path out = folder.resolve("out.png");
    refused("does not say", model("bare", 16, Optional.empty()), PHOTOGRAPH, "--out", out);
    refused(
        "not on preprocessed patches",
        model("table", 16, Optional.of(new Preprocessing.None(16))),
        PHOTOGRAPH,
        "--out",
        out);
    refused(
        "takes 15 values",
        model("wrong", 15, Optional.of(new PatchPreprocessing(PatchColour.LUMINANCE, 4, 0.2))),
        PHOTOGRAPH,
        "--out",
        out);
    Path small = folder.resolve("small.png");
    ImageIO.write(new BufferedImage(90, 3, BufferedImage.TYPE_INT_RGB), "png", small.toFile());
    byte[] before = Files.readAllBytes(small);
    refused("has 90x3 pixels", model, small, "--out", out);
    refused("is what is read", model, small, "--out", small, "--overwrite");
    assertThat(small).hasBinaryContent(before);
    Path half = Files.write(folder.resolve("half.png"), Arrays.copyOf(before, before.length - 9));
    refused("half.png: cannot be read as a PNG image", model, half, "--out", out);
    refused("ends in .png", model, PHOTOGRAPH, "--out", folder.resolve("out.jpg"));
    refused("a folder that exists", model, PHOTOGRAPH, "--out", folder.resolve("none/out.png"));
    refused("between 1 and 4", model, PHOTOGRAPH, "--out", out, "--stride", 5);
    refused("--out", model, PHOTOGRAPH);
    refused("PICTURE", model, "--out", out);
    assertThat(out).doesNotExist();
  }
}
