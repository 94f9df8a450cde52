package fovea.data;

import static fovea.data.TestFiles.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.data.ExampleShape.Patch;
import fovea.kernels.RandomDraws;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("listens to notes, which all threads share")
class PatchSamplerTest {
  @TempDir
  Path folder;

  @Test
  void drawsImageThenRowThenColumnForEachPatch() throws IOException {
    // Created out of order: 'B' < 'a' < 'b' and "a/z" < "b", but "a.png" < "a/z" because '.' < '/'.
    List<String> names = List.of("B.png", "a.png", "a/z.bmp", "b/c/d.png", "b/small.png");
    int[][] sizes = {{20, 31}, {9, 40}, {64, 9}, {12, 13}, {100, 8}};
    for (int i : new int[] {3, 0, 4, 2, 1}) write(names.get(i), i, sizes[i][0], sizes[i][1]);
    int side = 9;
    int count = 500;
    List<String> notes = new ArrayList<>();
    Notes.to(notes::add);
    Examples examples;
    try {
      examples = DataReader.read(folder, new ReadOptions("data", count, side, 77));
    } finally {
      Notes.to(note -> {});
    }
    assertThat(notes)
        .containsExactly(
            folder + " (5 images): 1 image is smaller than a patch of 9x9 pixels and left out");
    assertThat(examples.shape()).isEqualTo(new Patch(3, side));
    assertThat(examples.source()).isEqualTo(folder + " (5 images)");

    RandomDraws draws = new RandomDraws(77, RandomDraws.Stream.PATCHES);
    float[] expected = new float[count * 3 * side * side];
    for (int i = 0, to = 0; i < count; i++) {
      int image = draws.below(4);
      int y = draws.below(sizes[image][1] - side + 1);
      int x = draws.below(sizes[image][0] - side + 1);
      for (int c = 0; c < 3; c++) {
        for (int v = 0; v < side; v++) {
          for (int u = 0; u < side; u++)
            expected[to++] = (float) (level(image, c, y + v, x + u) / 255.0);
        }
      }
    }
    assertThat(examples.values()).isEqualTo(expected);
  }

  @Test
  void anotherSeedGivesOtherPatchesAndTheSameSeedTheSame() throws IOException {
    write("a.png", 0, 64, 64);
    float[] one = DataReader.read(folder, ReadOptions.defaults().withPatches(20).withPatchSize(8))
        .values();
    assertThat(DataReader.read(folder, ReadOptions.defaults().withPatches(20).withPatchSize(8))
            .values())
        .isEqualTo(one);
    assertThat(DataReader.read(
                folder, ReadOptions.defaults().withPatches(20).withPatchSize(8).withSeed(2))
            .values())
        .isNotEqualTo(one);
  }

  @Test
  void aLongerSampleBeginsWithTheShorterOne() throws IOException {
    write("a.png", 0, 64, 64);
    write("b.png", 1, 33, 70);
    float[] shorter = DataReader.read(
            folder, ReadOptions.defaults().withPatches(20).withPatchSize(8))
        .values();
    float[] longer = DataReader.read(
            folder, ReadOptions.defaults().withPatches(200).withPatchSize(8))
        .values();
    assertThat(Arrays.copyOf(longer, shorter.length)).isEqualTo(shorter);
  }

  @Test
  void passesOverHiddenFilesAndOthersThatAreNoImages() throws IOException {
    write("a.png", 0, 16, 16);
    write(".hidden.png", 1, 16, 16);
    write(".git/b.png", 1, 16, 16);
    Files.writeString(folder.resolve("README.md"), "BM");
    Files.createDirectory(folder.resolve("empty"));
    Examples examples =
        DataReader.read(folder, ReadOptions.defaults().withPatches(50).withPatchSize(16));
    assertThat(examples.source()).endsWith("(1 image)");
    for (int i = 1; i < 50; i++)
      assertThat(Arrays.copyOfRange(examples.values(), i * 768, (i + 1) * 768))
          .isEqualTo(Arrays.copyOf(examples.values(), 768));
  }

  @Test
  void followsLinksButNotInCircles() throws IOException {
    write("real/a.png", 0, 16, 16);
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.createSymbolicLink(data.resolve("linked"), folder.resolve("real"));
    Files.createSymbolicLink(data.resolve("circle"), data);
    Files.createSymbolicLink(data.resolve("broken.png"), folder.resolve("nothing"));
    assertThat(DataReader.read(data, ReadOptions.defaults().withPatches(1).withPatchSize(16))
            .source())
        .endsWith("(1 image)");
  }

  @Test
  void refusesFoldersItCannotUse() throws IOException {
    ReadOptions options = ReadOptions.defaults().withPatches(10).withPatchSize(16);
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertRefused(empty, options, empty + ": no images", "PNG, JPEG, GIF, BMP, TIFF, WebP");
    write("small/a.png", 0, 15, 16);
    write("small/b.png", 0, 16, 15);
    assertRefused(folder.resolve("small"), options, "small", "no image of at least 16x16 pixels");
    write("bad/a.png", 0, 16, 16);
    Files.writeString(folder.resolve("bad/b.png"), "not an image");
    assertRefused(folder.resolve("bad"), options, "b.png: not an image, although its name says so");
    Files.write(folder.resolve("bad/b.png"), new byte[0]);
    assertRefused(folder.resolve("bad"), options, "b.png: not an image");
  }

  @Test
  void namesTheFirstDamagedImage() throws IOException {
    for (String name : new String[] {"a.png", "b.png", "c.png", "d.png"}) write(name, 0, 64, 64);
    for (String name : new String[] {"b.png", "d.png"}) {
      byte[] png = Files.readAllBytes(folder.resolve(name));
      Files.write(folder.resolve(name), Arrays.copyOf(png, png.length - 20));
    }
    for (int i = 0; i < 20; i++)
      assertRefused(
          folder,
          ReadOptions.defaults().withPatches(100).withPatchSize(16),
          "b.png: cannot be read as a PNG image");
  }

  /** It is for whoever called to say that memory is short; it is not a fault of the program. */
  @Test
  void passesOnThatThereIsNotEnoughMemory() throws IOException {
    write("a.png", 0, 64, 64);
    List<PatchSampler.Candidate> candidates = PatchSampler.candidates(
        "test", ImageFolder.images(folder), ReadOptions.defaults().withPatches(3));
    OutOfMemoryError full = new OutOfMemoryError("Java heap space");
    PatchSampler.Cutter cutter = (image, candidate) -> {
      throw full;
    };
    assertThatThrownBy(() -> PatchSampler.cut(candidates, cutter)).isSameAs(full);
  }

  @Test
  void refusesMorePatchesThanOneArrayHolds() throws IOException {
    write("a.png", 0, 64, 64);
    assertRefused(
        folder,
        new ReadOptions("data", Integer.MAX_VALUE, 16, 1),
        "more than 2147483639 values",
        "fewer");
  }

  /** The value of a pixel in image number {@code image}. */
  private static int level(int image, int channel, int y, int x) {
    return (image * 50 + channel * 85 + 7 * y + 3 * x + x * y) & 0xFF;
  }

  private void write(String name, int image, int width, int height) throws IOException {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < 3; c++) picture.getRaster().setSample(x, y, c, level(image, c, y, x));
      }
    }
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    assertThat(ImageIO.write(picture, DataReader.extension(file), file.toFile()))
        .isTrue();
  }
}
