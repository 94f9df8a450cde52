package fovea.data;

import static fovea.data.TestFiles.DEFAULTS;
import static fovea.data.TestFiles.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What other programs write and is not read here is told by its name, with the cure. */
@Isolated("listens to notes, which all threads share")
class ForeignFilesTest {
  private static final ReadOptions SMALL = DEFAULTS.withPatches(3).withPatchSize(4);

  @TempDir
  Path folder;

  private Path file(String name, String bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes.getBytes(StandardCharsets.ISO_8859_1));
  }

  private Path zip(String name, String... entries) throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (String entry : entries) zip.putNextEntry(new ZipEntry(entry));
    }
    return file;
  }

  private void image(String name, int side) throws IOException {
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    ImageIO.write(image, "png", folder.resolve(name).toFile());
  }

  @Test
  void archivesAndPicklesAreToldFromEachOther() throws IOException {
    assertRefused(
        zip("m.pt", "m/data.pkl", "m/data/0"), DEFAULTS, "m.pt: a file of PyTorch", "numpy.save");
    assertRefused(
        zip("t.xlsx", "xl/workbook.xml"), DEFAULTS, "t.xlsx: an Excel workbook", "as CSV");
    assertRefused(zip("t.zip", "t.txt"), DEFAULTS, "t.zip: a ZIP archive without .npy arrays");
    assertRefused(file("o.pt", "\u0080\u0002x"), DEFAULTS, "o.pt: a Python pickle", "numpy.save");
    assertRefused(file("t.csv", "PAR1\u0001"), DEFAULTS, "t.csv: a Parquet table", "as .npy");
    assertRefused(file("t.zst", "(\u00b5/\u00fd"), DEFAULTS, "t.zst: packed with Zstandard");
    assertRefused(
        file("a.jpg", "\0\0\0\u0020ftypavif"), DEFAULTS, "a.jpg: an AVIF image", "save it as PNG");
  }

  @Test
  void imagesThatAreNotReadAreNamedInANote() throws IOException {
    image("a.png", 8);
    file("b.heic", "\0\0\0\u0020ftypheic");
    file("c.ppm", "P6\n1 1\n255\nabc");
    file("notes.txt", "nothing to be told of");
    Files.createSymbolicLink(folder.resolve("d.jpg"), Path.of("nowhere.jpg"));
    List<String> notes = new ArrayList<>();
    Notes.to(notes::add);
    try {
      assertThat(DataReader.read(folder, SMALL).source()).endsWith("(1 image)");
    } finally {
      Notes.to(note -> {});
    }
    assertThat(notes).hasSize(1);
    assertThat(notes.get(0))
        .contains("3 files were passed over", "b.heic, c.ppm, d.jpg (a link to nothing)")
        .doesNotContain("notes.txt");
  }

  @Test
  void aFolderOfOnlySuchImagesIsToldFromOneOfSmallImages() throws IOException {
    file("a.avif", "\0\0\0\u0020ftypavif");
    file("b.jp2", "\0\0\0\u000cjP  ");
    assertRefused(folder, SMALL, "2 files were passed over", "a.avif, b.jp2", "no other image");
    image("small.png", 2);
    assertRefused(folder, SMALL, "no image of at least 4x4 pixels");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"6, 8, 3|6 x 8 x 3", "1, 10, 4|1 x 10 x 4"})
  void theShapeOfAnArrayIsToldAsItIs(String shape, String told) throws IOException {
    Path file = folder.resolve("x.npy");
    NpyPartsTest.npy(file, "|u1", new byte[144], shape);
    assertRefused(file, DEFAULTS, "x.npy: found " + told + ", expected");
    try (ExampleSource opened = ExampleSource.open(file, DEFAULTS)) {
      throw new AssertionError(opened.source());
    } catch (InputException e) {
      assertThat(e).hasMessageContaining("found " + told + ", expected");
    }
  }

  @Test
  void tensorsOfATypeThatIsNotReadAreNamed() throws IOException {
    String one = "\"%s\":{\"dtype\":\"F8_E4M3\",\"shape\":[2,2],\"data_offsets\":[%d,%d]}";
    assertRefused(
        tensors(one.formatted("w", 0, 4)), DEFAULTS, "tensor w: its numbers are of type F8_E4M3");
    Path two = tensors(one.formatted("w", 0, 4) + "," + one.formatted("v", 4, 8));
    assertRefused(two, DEFAULTS, "its 2 tensors are of types that are not supported", "as F32");
    assertRefused(two, DEFAULTS.withDataset("v"), "tensor v: its numbers are of type F8_E4M3");
  }

  private Path tensors(String header) throws IOException {
    byte[] json = ("{" + header + "}").getBytes(StandardCharsets.US_ASCII);
    ByteBuffer file = ByteBuffer.allocate(8 + json.length + 8).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(json.length).put(json);
    return Files.write(folder.resolve("x.safetensors"), file.array());
  }
}
