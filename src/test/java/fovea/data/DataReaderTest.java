package fovea.data;

import static fovea.data.TestFiles.DEFAULTS;
import static fovea.data.TestFiles.assertOneLine;
import static fovea.data.TestFiles.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import fovea.data.ExampleShape.Patch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataReaderTest {
  @TempDir
  Path folder;

  /** NumPy and Pillow, given the documented draws, come to the same bits. */
  @Test
  void theDefaultPatchesHaveTheSameBitsOnEveryMachine() {
    Examples train = DataReader.trainPhotographs(DEFAULTS);
    assertThat(train.source()).isEqualTo("the built-in training photographs (20 images)");
    assertThat(train.count()).isEqualTo(10_240);
    assertThat(train.shape()).isEqualTo(new Patch(3, 16));
    assertThat(sha256(train.values()))
        .isEqualTo("8e7d039c6c204e2020e123cdc98da2af7db09b070965051e7c22aeaf3357fe56");
    assertThat(sha256(Preprocessing.fit(PreprocessMode.AUTO, train).apply(train)))
        .isEqualTo("a40c7a9c1463323459bd42231ec2cb1b356010cc13258500f99e4e2151b39830");
  }

  @Test
  void theHeldoutPatchesHaveTheSameBitsOnEveryMachine() {
    Examples heldout = DataReader.heldoutPhotographs(DEFAULTS);
    assertThat(heldout.source()).isEqualTo("the built-in held-out photographs (10 images)");
    assertThat(sha256(heldout.values()))
        .isEqualTo("61dec9bb608885439a7effd5b7858e5773ca652fb2003ac871e63c7dd9f206e5");
  }

  @Test
  void theBuiltInPhotographsAreThoseInTheFolder() {
    Examples folder = DataReader.read(Path.of("data/photos/train"), DEFAULTS);
    assertThat(folder.values()).isEqualTo(DataReader.trainPhotographs(DEFAULTS).values());
  }

  /** A format is one class, one line in DataReader and one in docs/data.md. */
  @Test
  void everyFormatIsInTheListAndInTheDocumentation() throws IOException {
    List<String> classes;
    try (Stream<Path> files = Files.list(Path.of("src/main/java/fovea/data"))) {
      classes = files
          .map(file -> file.getFileName().toString().replace(".java", ""))
          .filter(name -> name.endsWith("Format"))
          .filter(name -> !name.equals("DataFormat") && !name.equals("StreamedFormat"))
          .toList();
    }
    assertThat(DataReader.FORMATS)
        .extracting(format -> format.getClass().getSimpleName())
        .containsExactlyInAnyOrderElementsOf(classes);
    String page = Files.readString(Path.of("docs/data.md"));
    String table = page.substring(
        page.indexOf("## What can be read"), page.indexOf("If a file holds several arrays"));
    for (DataFormat format : DataReader.FORMATS) {
      assertThat(isTold(format, table)).as(format.name() + " in docs/data.md").isTrue();
      boolean wraps = format instanceof GzipFormat || format instanceof NpyFolderFormat;
      assertThat(wraps || isTold(format, "image, " + DataReader.KINDS))
          .as(format.name() + " in help texts")
          .isTrue();
    }
  }

  private static boolean isTold(DataFormat format, String text) {
    return text.contains(format.name().split(" ")[0])
        || format.extensions().stream().anyMatch(extension -> text.contains("." + extension));
  }

  @Test
  void refusesAPhotographThatIsNotTheOneListed() {
    ImageSource changed = new BuiltInPhotographs.Photograph("train/cow.png", "0".repeat(64));
    assertOneLine(catchThrowable(() -> ImageDecoder.decode(changed)))
        .startsWith("the built-in photograph train/cow.png: its checksum differs");
    ImageSource missing = new BuiltInPhotographs.Photograph("train/none.png", "0".repeat(64));
    assertOneLine(catchThrowable(() -> ImageDecoder.size(missing)))
        .startsWith("photos/train/none.png is not on the class path: add");
  }

  @Test
  void refusesWhatIsNotThereOrOfNoKnownKind() throws IOException {
    assertRefused(folder.resolve("none.npy"), DEFAULTS, "none.npy: no such file or folder");
    assertRefused(
        Files.write(folder.resolve("empty.h5"), new byte[0]),
        DEFAULTS,
        "empty.h5: the file is empty");
    assertRefused(
        Files.writeString(folder.resolve("x.md"), "Words"),
        DEFAULTS,
        "x.md: not a kind of data",
        ".npy",
        "HDF5");
    assertRefused(
        Files.writeString(folder.resolve("x"), "Words"), DEFAULTS, "x: not a kind of data");
    assertRefused(
        Files.writeString(folder.resolve("x.NPY"), "1,2,3"),
        DEFAULTS,
        "x.NPY: its contents",
        "NPY array");
    assertRefused(
        Files.writeString(folder.resolve("x.hdf5"), "1,2,3"),
        DEFAULTS,
        "x.hdf5: its contents",
        "HDF5 file");
    assertRefused(
        Files.writeString(folder.resolve("x.jpeg"), "1,2,3"),
        DEFAULTS,
        "x.jpeg: its contents",
        "image");
  }

  @Test
  void refusesOptionsThatAskForNothing() {
    assertOneLine(catchThrowable(() -> ReadOptions.defaults().withPatches(0).withPatchSize(16)))
        .contains("number of patches is 0", "1 or more");
    assertOneLine(catchThrowable(() -> ReadOptions.defaults().withPatches(10).withPatchSize(0)))
        .contains("patch size is 0", "1 or more");
    assertOneLine(catchThrowable(() -> new ReadOptions("data", -3, -1, 1))).contains("-3");
    assertThat(DEFAULTS.withDataset("x").withPatches(2000).withPatchSize(8).withSeed(7))
        .isEqualTo(new ReadOptions("x", 2000, 8, 7));
    assertOneLine(catchThrowable(() -> DEFAULTS.withPatches(-1))).contains("patches", "-1");
    assertOneLine(catchThrowable(() -> DEFAULTS.withPatchSize(0))).contains("patch size", "0");
    assertOneLine(catchThrowable(() -> new ReadOptions(" ", 1, 1, 1)))
        .contains("dataset name is empty");
  }

  @Test
  void refusesExamplesThatTheArrayDoesNotHold() {
    ExampleShape row = new ExampleShape.Row(3);
    assertOneLine(catchThrowable(() -> new Examples("x", 0, row, new float[0])))
        .contains("x: the number of examples is 0");
    assertOneLine(catchThrowable(() -> new Examples("x", -1, row, new float[3])))
        .contains("-1");
    assertOneLine(catchThrowable(() -> new Examples("x", 2, row, new float[7])))
        .contains("x: 2 examples of 3 values need 6 floats, the array has 7");
    assertOneLine(catchThrowable(() -> new ExampleShape.Row(0))).contains("0 values");
    assertOneLine(catchThrowable(() -> new Patch(2, 4))).contains("1 or 3 channels, not 2");
    assertOneLine(catchThrowable(() -> new Patch(1, 0))).contains("0 pixels");
  }

  private static String sha256(float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
