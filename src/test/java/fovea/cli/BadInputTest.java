package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad input gets one line and exit code 2, and leaves nothing behind. */
class BadInputTest {
  @TempDir
  private Path folder;

  private Path out;

  @BeforeEach
  void chooseFolder() {
    out = folder.resolve("out");
  }

  private void refused(String why, Object... arguments) {
    FoveaJar.here(arguments).isRefusal(why);
    assertThat(out).doesNotExist();
  }

  private void trainRefuses(String why, Object... arguments) {
    List<Object> all = new ArrayList<>(List.of("train", "--out", out));
    all.addAll(Arrays.asList(arguments));
    refused(why, all.toArray());
  }

  @Test
  void settingsThatMakeNoSense() {
    trainRefuses("hidden", "--hidden", 0);
    trainRefuses("lambda", "--lambda", -1);
    trainRefuses("beta", "--beta", -0.1);
    trainRefuses("rho", "--rho", 0);
    trainRefuses("rho", "--rho", 1);
    trainRefuses("number of patches", "--patches", 0);
    trainRefuses("patch size", "--patch-size", 0);
    trainRefuses("--threads", "--threads", 0);
    trainRefuses("--learning-rate", "--learning-rate", 0.1);
    trainRefuses(
        "--learning-rate belongs to --optimizer adam and gd",
        "--optimizer",
        "cg",
        "--learning-rate",
        0.1);
    trainRefuses("--momentum belongs to", "--optimizer", "adam", "--momentum", 0.9);
    trainRefuses("nesterov needs a momentum above 0", "--optimizer", "gd", "--nesterov");
    trainRefuses("momentum", "--optimizer", "gd", "--momentum", 1);
    trainRefuses("--learning-rate must be above 0", "--optimizer", "adam", "--learning-rate", -1);
    trainRefuses("--relative-decrease must be a number of at least 0", "--relative-decrease", -1);
    trainRefuses("--max-seconds must be above 0", "--max-seconds", 0);
    trainRefuses("add --validation", "--patience", 5);
    trainRefuses("--patience", "--validation", 0.1, "--patience", 0);
    trainRefuses("between 0 and 1", "--validation", 1);
    trainRefuses("between 0 and 1", "--validation", 1.5);
    trainRefuses("at least 1 on either side", "--patches", 50, "--validation", 0.001);
    trainRefuses("the encoder must be sigmoid, tanh or relu", "--encoder", "linear");
    trainRefuses("the decoder must be sigmoid or linear", "--decoder", "relu");
    trainRefuses("--encoder", "--encoder", "gelu");
    trainRefuses("leave --rho out", "--encoder", "relu", "--rho", 0.1);
    trainRefuses("--corrupt", "--corrupt", 1);
    trainRefuses("--hidden: 'many' is not a whole number", "--hidden", "many");
    trainRefuses("--lamda", "--lamda", 1);
    trainRefuses(
        "--encoder: must be sigmoid, tanh or relu, not 'sigmiod'; did you mean sigmoid?",
        "--encoder",
        "sigmiod");
    trainRefuses("--preset: must be seed or edges, not 'x'; see", "--preset", "x");
    trainRefuses(
        "--decoder: must be sigmoid or linear, not 'linaer'; did you mean linear?",
        "--decoder",
        "linaer");
    refused("did you mean train ", "trian");
    refused("did you mean train or ", "trian", "x", "--out", "train");
  }

  @Test
  void dataThatCannotBeUsed() throws IOException {
    trainRefuses("no such file", folder.resolve("nowhere"));
    trainRefuses("DATA: '' is an empty name", "");
    refused("--out: '' is an empty name", "train", "--patches", 50, "--out", "");
    refused("MODEL: '' is an empty name", "evaluate", "");
    Path arguments = Files.writeString(folder.resolve("arguments"), "--hidden\n");
    trainRefuses("@" + arguments + ": no such file", "@" + arguments);
    trainRefuses("'v?' is no name that a file can have", "--patches", 50, "--validation", "v\0");
    trainRefuses("DATA: 'm?.npy' is no name that a file can have", "m\0.npy");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    trainRefuses(empty.toString(), empty);
    Path small = Files.createDirectory(folder.resolve("small"));
    ImageIO.write(
        new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB),
        "png",
        small.resolve("a.png").toFile());
    trainRefuses(small.toString(), small);
    Path broken = Files.createDirectory(folder.resolve("broken"));
    byte[] png = Files.readAllBytes(Path.of("data/photos/train/bison.png"));
    Files.write(broken.resolve("half.png"), Arrays.copyOf(png, png.length / 2));
    trainRefuses("half.png", broken);
    trainRefuses("h.h5", Files.write(folder.resolve("h.h5"), new byte[] {
      (byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n', 0
    }));

    trainRefuses(
        "t.csv: line 2, column 1: 'x' is not a number",
        Files.writeString(folder.resolve("t.csv"), "1,2\nx,3\n"));
    Path npz = Path.of("src/test/resources/fovea/data/formats/patches.npz");
    trainRefuses("no array 'x': it has data, other", npz, "--dataset", "x");

    float[] values = new float[12 * 4];
    Arrays.fill(values, 0.5f);
    Path good = FoveaJar.npy(folder.resolve("good.npy"), values, 12, 4);
    trainRefuses("no such file", good, "--validation", folder.resolve("nowhere"));
    trainRefuses("expected 4 values per example, found 768", good, "--validation", "heldout");
    trainRefuses("an example has 4 values", "--patches", 50, "--validation", good);
    byte[] bytes = Files.readAllBytes(good);
    trainRefuses(
        "cut.npy", Files.write(folder.resolve("cut.npy"), Arrays.copyOf(bytes, bytes.length - 5)));
    trainRefuses("12", FoveaJar.npy(folder.resolve("flat.npy"), Arrays.copyOf(values, 12), 12));
    values[5] = Float.NaN;
    trainRefuses(
        "example 1, value 1 is NaN", FoveaJar.npy(folder.resolve("nan.npy"), values, 12, 4));
    values[5] = 1.5f;
    Path high = FoveaJar.npy(folder.resolve("high.npy"), values, 12, 4);
    trainRefuses("example 1, value 1 is 1.5", high);
    // The row keeps its number, whichever rows were held out before it.
    Arrays.fill(values, 0.5f);
    values[4 * 11 + 2] = -1;
    Path last = FoveaJar.npy(folder.resolve("last.npy"), values, 12, 4);
    for (int seed = 1; seed <= 6; seed++)
      trainRefuses("example 11, value 2 is -1.0", last, "--validation", 0.5, "--seed", seed);
    trainRefuses("these are rows of 4 values", good, "--preprocess", "full");
  }

  @Test
  void modelsThatCannotBeUsed() throws IOException {
    NetworkShape shape = new NetworkShape(4, 3);
    Path model = FoveaJar.model(folder.resolve("m.safetensors"), shape, 1, Hyperparameters.DEFAULT);
    byte[] bytes = Files.readAllBytes(model);
    Path cut =
        Files.write(folder.resolve("cut.safetensors"), Arrays.copyOf(bytes, bytes.length - 3));
    trainRefuses("cut.safetensors", "--init", cut);
    refused("cut.safetensors", "evaluate", cut);
    refused("none.safetensors", "evaluate", folder.resolve("none.safetensors"));
    trainRefuses("takes 4 values an example", "--init", model, "--patches", 50);
    trainRefuses("--hidden", "--init", model, "--hidden", 5);
    trainRefuses("leave --encoder out", "--init", model, "--encoder", "tanh");
    trainRefuses("leave --decoder out", "--init", model, "--decoder", "linear");
    trainRefuses("leave --tied out", "--init", model, "--tied");
    refused("takes 4 values an example", "evaluate", model, "--patches", 50);
    refused("leave --decoder out", "evaluate", model, "--decoder", "linear");
    refused("MODEL", "evaluate");
    float[] saturated = Parameters.random(shape, 1);
    saturated[Parameters.b1(shape)] = 1e3f;
    Path always = folder.resolve("always.safetensors");
    ModelFile.write(
        always,
        new StoredModel(
            new Autoencoder(shape, saturated), Hyperparameters.DEFAULT, Optional.empty()));
    float[] values = new float[12 * 4];
    Arrays.fill(values, 0.5f);
    trainRefuses(
        "cost is not finite there",
        FoveaJar.npy(folder.resolve("x.npy"), values, 12, 4),
        "--init",
        always);
  }

  @Test
  void foldersThatCannotBeWrittenTo() throws IOException {
    Path file = Files.write(folder.resolve("file"), new byte[1]);
    refused("is a file, not a folder", "train", "--patches", 50, "--out", file);
    refused("cannot be written to", "train", "--patches", 50, "--out", file.resolve("below"));
    assertThat(file).hasBinaryContent(new byte[1]);
    Path earlier = Files.createDirectory(folder.resolve("earlier"));
    Path model = Files.write(earlier.resolve("model.safetensors"), new byte[1]);
    refused("--overwrite", "train", "--patches", 50, "--out", earlier);
    assertThat(model).hasBinaryContent(new byte[1]);
  }
}
