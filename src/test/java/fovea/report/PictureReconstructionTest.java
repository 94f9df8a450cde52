package fovea.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.data.InputException;
import fovea.data.PatchColour;
import fovea.data.PatchPreprocessing;
import fovea.data.Picture;
import fovea.data.Preprocessing;
import fovea.kernels.Team;
import fovea.model.Autoencoder;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureReconstructionTest {
  private static final int SIDE = 4;

  /** So wide that the values a network sees are all near 0.5, where a sigmoid is a straight line. */
  private static final PatchPreprocessing WIDE =
      new PatchPreprocessing(PatchColour.LUMINANCE, SIDE, 10);

  @TempDir
  Path folder;

  /** σ(16 (σ(x − ½) − ½)) = x, nearly, for x near ½. */
  private static Autoencoder identity(int d) {
    NetworkShape shape = new NetworkShape(d, d);
    float[] theta = new float[Parameters.count(shape)];
    for (int i = 0; i < d; i++) {
      theta[Parameters.w1(shape) + i * d + i] = 1;
      theta[Parameters.b1(shape) + i] = -0.5f;
      theta[Parameters.w2(shape) + i * d + i] = 16;
      theta[Parameters.b2(shape) + i] = -8;
    }
    return new Autoencoder(shape, theta);
  }

  private static Autoencoder flat() {
    NetworkShape shape = new NetworkShape(SIDE * SIDE, 1);
    return new Autoencoder(shape, new float[Parameters.count(shape)]);
  }

  private PictureReconstruction reconstruct(Autoencoder network, Path in, boolean sideBySide)
      throws IOException {
    return reconstruct(network, WIDE, in, sideBySide);
  }

  private PictureReconstruction reconstruct(
      Autoencoder network, Preprocessing preprocessing, Path in, boolean sideBySide)
      throws IOException {
    try (Team team = new Team(2)) {
      return PictureReconstruction.write(
          folder.resolve("out.png"),
          Picture.read(in),
          network,
          preprocessing,
          1,
          sideBySide,
          team,
          part -> assertThat(part).isBetween(0.0, 1.0));
    }
  }

  private BufferedImage out() throws IOException {
    return ImageIO.read(folder.resolve("out.png").toFile());
  }

  private Path save(BufferedImage image) throws IOException {
    Path file = folder.resolve("in.png");
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  private static BufferedImage noise(int type) {
    BufferedImage image = new BufferedImage(13, 9, type);
    Random random = new Random(type);
    for (int y = 0; y < 9; y++) for (int x = 0; x < 13; x++) image.setRGB(x, y, random.nextInt());
    return image;
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_BYTE_INDEXED,
        BufferedImage.TYPE_BYTE_BINARY
      })
  void theIdentityGivesThePictureBack(int type) throws IOException {
    BufferedImage image = noise(type);
    PictureReconstruction result = reconstruct(identity(SIDE * SIDE), save(image), false);
    BufferedImage found = out();
    assertThat(found.getWidth()).isEqualTo(13);
    assertThat(found.getHeight()).isEqualTo(9);
    for (int y = 0; y < 9; y++)
      for (int x = 0; x < 13; x++) {
        int expected = image.getRGB(x, y);
        // What little the network is off counts for more the more transparent a pixel is.
        if (expected >>> 24 < 16) assertThat(found.getRGB(x, y) >>> 24).isEqualTo(expected >>> 24);
        else assertThat(found.getRGB(x, y)).as("%d, %d", x, y).isEqualTo(expected);
      }
    assertThat(result.patches()).isEqualTo(10 * 6);
    assertThat(result.luminancePsnrDb()).isGreaterThan(75);
    assertThat(result.rgbPsnrDb()).isGreaterThan(75);
  }

  @Test
  void aModelOfColourReconstructsAllChannels() throws IOException {
    BufferedImage image = noise(BufferedImage.TYPE_INT_RGB);
    PatchPreprocessing wide = new PatchPreprocessing(PatchColour.RGB, SIDE, 10);
    PictureReconstruction result = reconstruct(identity(3 * SIDE * SIDE), wide, save(image), false);
    BufferedImage found = out();
    for (int y = 0; y < 9; y++)
      for (int x = 0; x < 13; x++)
        assertThat(found.getRGB(x, y)).as("%d, %d", x, y).isEqualTo(image.getRGB(x, y));
    assertThat(result.luminancePsnrDb()).isGreaterThan(75);

    // A network that gives 0.5 leaves the mean of all channels, which has no colour.
    NetworkShape shape = new NetworkShape(3 * SIDE * SIDE, 1);
    BufferedImage blue = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < SIDE; y++) for (int x = 0; x < SIDE; x++) blue.setRGB(x, y, 0x000096);
    result = reconstruct(
        new Autoencoder(shape, new float[Parameters.count(shape)]), wide, save(blue), false);
    assertThat(out().getRGB(1, 2) & 0xffffff).isEqualTo(0x323232);
    double square = (50 * 50 + 50 * 50 + 100 * 100) / 3.0;
    assertThat(result.rgbPsnrDb()).isEqualTo(-10 * Math.log10(square / 255 / 255), within(1e-5));
    double luminance = 50 - 150 * 0.0722;
    assertThat(result.luminancePsnrDb()).isEqualTo(-20 * Math.log10(luminance / 255), within(1e-5));
  }

  @Test
  void colourIsKeptAndErrorsAreMeasured() throws IOException {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    // Left half and right half: luminance 50 and 150 (of 255), the right with a tint of +5, 0, -5.
    for (int y = 0; y < SIDE; y++)
      for (int x = 0; x < SIDE; x++) image.setRGB(x, y, x < 2 ? 0x323232 : 0x9b9691);
    PictureReconstruction result = reconstruct(flat(), save(image), false);
    double tint = 5 * (0.2126 - 0.0722);
    double half = (150 + tint - 50) / 2;
    // One patch, which becomes its mean: the left gets lighter by half, the right darker by half.
    int left = (int) Math.round(50 + half);
    assertThat(out().getRGB(0, 0) & 0xffffff).isEqualTo(left * 0x10101);
    int right = (int) Math.round(150 - half);
    assertThat(out().getRGB(3, 3) & 0xffffff)
        .isEqualTo((right + 5) << 16 | right << 8 | (right - 5));
    assertThat(result.luminancePsnrDb()).isEqualTo(-20 * Math.log10(half / 255), within(1e-5));
    double square = (Math.pow(left - 50, 2) + Math.pow(150 - right, 2)) / 2;
    assertThat(result.rgbPsnrDb()).isEqualTo(-10 * Math.log10(square / 255 / 255), within(1e-5));
  }

  @Test
  void whatLeavesTheRangeIsClipped() throws IOException {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < SIDE; y++)
      for (int x = 0; x < SIDE; x++) image.setRGB(x, y, x < 2 ? 0xff0000 : 0xffffff);
    reconstruct(flat(), save(image), false);
    // Luminance 0.2126 and 1: the mean is 0.3937 above the red and below the white.
    assertThat(out().getRGB(0, 0) & 0xffffff).isEqualTo(0xff6464);
    assertThat(out().getRGB(3, 0) & 0xffffff).isEqualTo(0x9b9b9b);
  }

  @Test
  void transparentPixelsLookRightOverWhite() throws IOException {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < SIDE; y++)
      for (int x = 0; x < SIDE; x++) image.setRGB(x, y, x < 2 ? 0x80404040 : x == 2 ? 0 : -1);
    reconstruct(flat(), save(image), false);
    double a = 128 / 255.0;
    double seen = 64 / 255.0 * a + 1 - a;
    double mean = (seen + 1) / 2;
    int found = out().getRGB(0, 0);
    assertThat(found >>> 24).isEqualTo(128);
    assertThat((found & 255) / 255.0 * a + 1 - a).isEqualTo(mean, within(0.5 * a / 255 + 1e-6));
    assertThat(out().getRGB(2, 0)).isEqualTo(0xffffff);
    assertThat(out().getRGB(3, 0) & 255).isEqualTo((int) Math.round(255 * mean));
  }

  @Test
  void putsBothSideBySide() throws IOException {
    BufferedImage image = noise(BufferedImage.TYPE_INT_RGB);
    Path in = save(image);
    reconstruct(flat(), in, false);
    BufferedImage alone = out();
    reconstruct(flat(), in, true);
    BufferedImage both = out();
    assertThat(both.getWidth()).isEqualTo(26);
    for (int y = 0; y < 9; y++)
      for (int x = 0; x < 13; x++) {
        assertThat(both.getRGB(x, y)).isEqualTo(image.getRGB(x, y));
        assertThat(both.getRGB(13 + x, y)).isEqualTo(alone.getRGB(x, y));
      }
  }

  @Test
  void refusesWhatIsNoPictureOrTooSmall() throws IOException {
    Path small = save(new BufferedImage(SIDE - 1, 50, BufferedImage.TYPE_INT_RGB));
    assertThatThrownBy(() -> reconstruct(flat(), small, false))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("in.png: has 3x50 pixels, the model's patches have 4x4");
    assertThat(folder.resolve("out.png")).doesNotExist();
    assertThatThrownBy(() -> Picture.read(folder)).hasMessageContaining("is a folder");
    assertThatThrownBy(() -> Picture.read(folder.resolve("none.png")))
        .hasMessageContaining("no such file");
    Path text = Files.writeString(folder.resolve("text.png"), "words");
    assertThatThrownBy(() -> Picture.read(text))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("not an image");
  }
}
