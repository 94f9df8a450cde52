package fovea.data;

import static fovea.data.TestFiles.assertBeginningsAreRefused;
import static fovea.data.TestFiles.assertOneLine;
import static fovea.data.TestFiles.assertRefused;
import static fovea.data.TestFiles.copy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import fovea.data.ExampleShape.Patch;
import java.awt.Point;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFormatTest {
  private static final int SIDE = 16;

  /** One patch as large as the image: the image itself. */
  private static final ReadOptions WHOLE = new ReadOptions("data", 1, SIDE, 1);

  @TempDir
  Path folder;

  private interface Picture {
    /** The value in [0, 1] at a pixel; channels 0 1 2 are red, green, blue. */
    double at(int channel, int y, int x);
  }

  /** What make-fixtures.py draws. */
  private static double fixture(int channel, int y, int x) {
    return (channel == 0 ? 16 * x : channel == 1 ? 16 * y : 8 * (x + y)) / 255.0;
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "tiff"})
  void readsBackRgbExactly(String format) throws IOException {
    assertWhole(write(picture(BufferedImage.TYPE_3BYTE_BGR), format), ImageFormatTest::fixture, 0);
  }

  @ParameterizedTest
  @CsvSource({
    "lossless.webp, 0",
    "animated.webp, 0",
    "animated.gif, 0",
    "lzw.tif, 0",
    "big.tif, 0",
    "cmyk.tif, 0",
    "cmyk.jpg, 2",
    "progressive.jpg, 2",
    "bad-profile.jpg, 2",
    "jpeg.tif, 2",
    "lossy.webp, 30"
  })
  void readsWhatOtherProgramsWrote(String name, int tolerance) throws IOException {
    assertWhole(copy("images/" + name, folder), ImageFormatTest::fixture, tolerance / 255.0);
  }

  /** Samples that are neither a colour nor opacity are passed over (TIFF 6.0, ExtraSamples). */
  @ParameterizedTest
  @CsvSource({"1, 0", "1, 1", "1, 2", "3, 0", "3, 1", "3, 2"})
  void samplesThatAreNoColourArePassedOver(int colours, int more) throws IOException {
    Path file = Files.write(folder.resolve("more.tif"), tiff(colours, more));
    assertWhole(file, (c, y, x) -> (16 * y + (colours == 1 ? 0 : c)) / 255.0, 0);
  }

  /** An uncompressed TIFF of bytes: colours of 16·y and one more for each further one, then samples of 200. */
  private static byte[] tiff(int colours, int more) {
    int bands = colours + more;
    int[][] tags = {
      {256, SIDE},
      {257, SIDE},
      {258, 8},
      {259, 1},
      {262, colours == 1 ? 1 : 2},
      {273, 512},
      {277, bands},
      {278, SIDE},
      {279, SIDE * SIDE * bands},
      {338, 0}
    };
    ByteBuffer file = ByteBuffer.allocate(512 + SIDE * SIDE * bands).order(ByteOrder.LITTLE_ENDIAN);
    file.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8);
    int entries = more == 0 ? tags.length - 1 : tags.length;
    file.putShort((short) entries);
    for (int[] tag : Arrays.copyOf(tags, entries)) {
      boolean perBand = tag[0] == 258 || tag[0] == 338;
      int count = tag[0] == 258 ? bands : tag[0] == 338 ? more : 1;
      file.putShort((short) tag[0]).putShort((short) (perBand ? 3 : 4)).putInt(count);
      // Up to two short values stand in the entry, more elsewhere.
      if (!perBand) file.putInt(tag[1]);
      else if (count <= 2) file.putShort((short) tag[1]).putShort((short) tag[1]);
      else file.putInt(400);
    }
    file.position(400);
    for (int band = 0; band < bands; band++) file.putShort((short) 8);
    file.position(512);
    for (int i = 0; i < SIDE * SIDE; i++)
      for (int band = 0; band < bands; band++)
        file.put((byte) (band < colours ? 16 * (i / SIDE) + band : 200));
    return file.array();
  }

  @Test
  void readsJpegAndGif() throws IOException {
    BufferedImage grey = grey(BufferedImage.TYPE_BYTE_GRAY, 8);
    assertWhole(
        write(picture(BufferedImage.TYPE_3BYTE_BGR), "jpg"), ImageFormatTest::fixture, 20 / 255.0);
    assertWhole(write(grey, "jpg"), (c, y, x) -> 8 * (x + y) / 255.0, 3 / 255.0);
    assertWhole(write(indexed(), "gif"), ImageFormatTest::palette, 0);
  }

  @Test
  void readsGreyAsStored() throws IOException {
    // getRGB would give 188/255 for 128: the JDK takes grey for linear.
    assertWhole(
        write(grey(BufferedImage.TYPE_BYTE_GRAY, 8), "png"), (c, y, x) -> 8 * (x + y) / 255.0, 0);
    assertWhole(
        write(grey(BufferedImage.TYPE_BYTE_GRAY, 8), "bmp"), (c, y, x) -> 8 * (x + y) / 255.0, 0);
  }

  @Test
  void keepsThePrecisionOf16Bits() throws IOException {
    assertWhole(
        write(grey(BufferedImage.TYPE_USHORT_GRAY, 2111), "png"),
        (c, y, x) -> 2111 * (x + y) / 65535.0,
        0);
    assertWhole(
        write(rgb16(), "png"), (c, y, x) -> (4096 * (c + 1) * x / 4 + 257 * y) / 65535.0, 0);
    assertWhole(copy("images/grey16.tif", folder), (c, y, x) -> (4096 * x + y) / 65535.0, 0);
    assertWhole(copy("images/float.tif", folder), (c, y, x) -> (4096 * x + y) / 65536.0, 0);
  }

  @Test
  void readsPalettes() throws IOException {
    assertWhole(write(indexed(), "png"), ImageFormatTest::palette, 0);
    assertWhole(write(indexed(), "bmp"), ImageFormatTest::palette, 0);
    assertWhole(write(indexed(), "tiff"), ImageFormatTest::palette, 0);
  }

  @Test
  void readsOneBitPerPixel() throws IOException {
    BufferedImage bits = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_BINARY);
    each((y, x) -> bits.getRaster().setSample(x, y, 0, (x + y) % 3 == 0 ? 1 : 0));
    Picture white = (c, y, x) -> (x + y) % 3 == 0 ? 1 : 0;
    assertWhole(write(bits, "png"), white, 0);
    assertWhole(write(bits, "bmp"), white, 0);
    assertWhole(copy("images/fax.tif", folder), white, 0);
  }

  @Test
  void laysTransparencyOverWhite() throws IOException {
    BufferedImage image = picture(BufferedImage.TYPE_4BYTE_ABGR);
    each((y, x) -> image.getRaster().setSample(x, y, 3, 255 - 17 * x));
    Picture expected = (c, y, x) -> {
      double opacity = (255 - 17 * x) / 255.0;
      return fixture(c, y, x) * opacity + (1 - opacity);
    };
    assertWhole(write(image, "png"), expected, 0);
    assertWhole(copy("images/alpha.webp", folder), expected, 0);
    // Stored colours are rounded after they have been multiplied.
    assertWhole(copy("images/premultiplied.tif", folder), expected, 0.51 / 255);
  }

  @Test
  void laysATransparentColourOfAPaletteOverWhite() throws IOException {
    byte[] ramp = {0, (byte) 128, (byte) 255};
    IndexColorModel colours =
        new IndexColorModel(2, 3, ramp, ramp, ramp, new byte[] {0, (byte) 51, (byte) 255});
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_INDEXED, colours);
    each((y, x) -> image.getRaster().setSample(x, y, 0, x % 3));
    double[] expected = {1, 128 / 255.0 * 0.2 + 0.8, 1};
    assertWhole(write(image, "png"), (c, y, x) -> expected[x % 3], 0);
  }

  @Test
  void convertsOtherColourSpaces() {
    ColorSpace xyz = ColorSpace.getInstance(ColorSpace.CS_CIEXYZ);
    ComponentColorModel model =
        new ComponentColorModel(xyz, false, false, Transparency.OPAQUE, DataBuffer.TYPE_BYTE);
    BufferedImage image =
        new BufferedImage(model, model.createCompatibleWritableRaster(4, 4), false, null);
    float[] orange = xyz.fromRGB(new float[] {0.9f, 0.5f, 0.2f});
    for (int y = 0; y < 4; y++) {
      for (int x = 0; x < 4; x++)
        image.getRaster().setDataElements(x, y, model.getDataElements(orange, 0, null));
    }
    float[] rgb = new float[3 * 16];
    new DecodedImage("orange", image).cut(0, 0, 4, 4, rgb, 0);
    assertThat(rgb[0]).isCloseTo(0.9f, within(0.03f));
    assertThat(rgb[16]).isCloseTo(0.5f, within(0.03f));
    assertThat(rgb[32]).isCloseTo(0.2f, within(0.03f));
  }

  @Test
  void refusesFloatingPointSamplesThatAreNotNumbers() throws IOException {
    assertRefused(
        copy("images/float-nan.tif", folder),
        WHOLE,
        "float-nan.tif",
        "a floating-point sample is NaN");
  }

  @Test
  void refusesSignedSamples() throws IOException {
    assertRefused(copy("images/grey32.tif", folder), WHOLE, "grey32.tif", "signed");
    ComponentColorModel model = new ComponentColorModel(
        ColorSpace.getInstance(ColorSpace.CS_GRAY),
        false,
        false,
        Transparency.OPAQUE,
        DataBuffer.TYPE_SHORT);
    BufferedImage image =
        new BufferedImage(model, model.createCompatibleWritableRaster(2, 2), false, null);
    assertOneLine(catchThrowable(() -> new DecodedImage("signed.tif", image)))
        .contains("signed.tif", "signed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lossless.webp",
        "lossy.webp",
        "alpha.webp",
        "cmyk.jpg",
        "progressive.jpg",
        "cmyk.tif",
        "fax.tif",
        "big.tif",
        "jpeg.tif",
        "lzw.tif"
      })
  void refusesTruncations(String name) throws IOException {
    byte[] whole = TestFiles.resource("images/" + name);
    assertBeginningsAreRefused(whole, 3, folder.resolve("cut.jpg"), WHOLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "bmp"})
  void refusesEveryTruncation(String format) throws IOException {
    byte[] whole = Files.readAllBytes(write(picture(BufferedImage.TYPE_3BYTE_BGR), format));
    assertBeginningsAreRefused(whole, 1, folder.resolve("cut.jpg"), WHOLE);
  }

  @Test
  void refusesAGifWithoutItsPixels() throws IOException {
    byte[] whole = Files.readAllBytes(write(indexed(), "gif"));
    // The last byte only says that no more pictures follow.
    byte[] pixels = Arrays.copyOf(whole, whole.length - 1);
    assertBeginningsAreRefused(pixels, 1, folder.resolve("cut.gif"), WHOLE);
  }

  @Test
  void refusesAPngWithAnyWrongByte() throws IOException {
    byte[] whole = Files.readAllBytes(write(grey(BufferedImage.TYPE_BYTE_GRAY, 8), "png"));
    Random random = new Random(11);
    for (int at = 0; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      assertRefused(Files.write(folder.resolve("damaged.png"), damaged), WHOLE, "damaged.png");
    }
  }

  @Test
  void damageIsEitherHarmlessOrRefused() throws IOException {
    long seed = 5;
    Random random = new Random(seed);
    for (String name :
        new String[] {"lossy.webp", "cmyk.jpg", "fax.tif", "cmyk.tif", "animated.gif", "jpeg.tif"
        }) {
      byte[] whole = TestFiles.resource("images/" + name);
      for (int round = 0; round < 100; round++) {
        byte[] damaged = whole.clone();
        int at = random.nextInt(damaged.length);
        damaged[at] = (byte) random.nextInt(256);
        Path file = Files.write(folder.resolve("damaged.png"), damaged);
        Throwable thrown = catchThrowable(() -> DataReader.read(file, WHOLE));
        if (thrown != null)
          assertThat(thrown)
              .as("%s, seed %d, round %d, byte %d", name, seed, round, at)
              .isInstanceOf(InputException.class);
      }
    }
  }

  @Test
  void refusesAnAbsurdSizeBeforeDecoding() throws IOException {
    byte[] png = Files.readAllBytes(write(picture(BufferedImage.TYPE_3BYTE_BGR), "png"));
    ByteBuffer header = ByteBuffer.wrap(png);
    header.putInt(16, 2_000_000_000).putInt(20, 2_000_000_000);
    CRC32 crc = new CRC32();
    crc.update(png, 12, 17);
    header.putInt(29, (int) crc.getValue());
    assertRefused(
        Files.write(folder.resolve("huge.png"), png),
        WHOLE,
        "huge.png",
        "2000000000x2000000000 pixels are more than",
        "bytes can hold");
  }

  @Test
  void refusesAnImageSmallerThanAPatch() throws IOException {
    Path file = write(picture(BufferedImage.TYPE_3BYTE_BGR), "png");
    assertRefused(
        file,
        new ReadOptions("data", 1, SIDE + 1, 1),
        "x.png",
        "17x17 pixels",
        "smaller patch size");
  }

  @Test
  void decidesByContentsNotByName() throws IOException {
    Path png = write(picture(BufferedImage.TYPE_3BYTE_BGR), "png");
    Path misnamed = Files.move(png, folder.resolve("picture.jpg"));
    assertWhole(misnamed, ImageFormatTest::fixture, 0);
    Path text = Files.writeString(folder.resolve("text.png"), "BMW and other words");
    assertRefused(text, WHOLE, "text.png", "not those of an image");
  }

  private void assertWhole(Path file, Picture expected, double tolerance) {
    Examples examples = DataReader.read(file, WHOLE);
    assertThat(examples.shape()).isEqualTo(new Patch(3, SIDE));
    for (int c = 0; c < 3; c++) {
      int channel = c;
      each((y, x) -> {
        float found = examples.values()[(channel * SIDE + y) * SIDE + x];
        double value = expected.at(channel, y, x);
        if (tolerance == 0)
          assertThat(found).as("channel %d, y %d, x %d", channel, y, x).isEqualTo((float) value);
        else
          assertThat((double) found)
              .as("channel %d, y %d, x %d", channel, y, x)
              .isCloseTo(value, within(tolerance + 1e-7));
      });
    }
  }

  private interface Pixel {
    void at(int y, int x);
  }

  private static void each(Pixel pixel) {
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) pixel.at(y, x);
    }
  }

  private Path write(BufferedImage image, String format) throws IOException {
    Path file = folder.resolve("x." + format);
    Files.deleteIfExists(file);
    assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
    return file;
  }

  private static BufferedImage picture(int type) {
    BufferedImage image = new BufferedImage(SIDE, SIDE, type);
    each((y, x) -> {
      for (int c = 0; c < 3; c++)
        image.getRaster().setSample(x, y, c, (int) Math.round(255 * fixture(c, y, x)));
    });
    return image;
  }

  private static BufferedImage grey(int type, int step) {
    BufferedImage image = new BufferedImage(SIDE, SIDE, type);
    each((y, x) -> image.getRaster().setSample(x, y, 0, step * (x + y)));
    return image;
  }

  private static BufferedImage rgb16() {
    ComponentColorModel model = new ComponentColorModel(
        ColorSpace.getInstance(ColorSpace.CS_sRGB),
        false,
        false,
        Transparency.OPAQUE,
        DataBuffer.TYPE_USHORT);
    WritableRaster raster =
        Raster.createInterleavedRaster(DataBuffer.TYPE_USHORT, SIDE, SIDE, 3, new Point());
    each((y, x) -> {
      for (int c = 0; c < 3; c++) raster.setSample(x, y, c, 4096 * (c + 1) * x / 4 + 257 * y);
    });
    return new BufferedImage(model, raster, false, null);
  }

  private static BufferedImage indexed() {
    byte[] red = new byte[16];
    byte[] green = new byte[16];
    byte[] blue = new byte[16];
    for (int i = 0; i < 16; i++) {
      red[i] = (byte) (17 * i);
      green[i] = (byte) (255 - 10 * i);
      blue[i] = (byte) (i * i);
    }
    IndexColorModel colours = new IndexColorModel(4, 16, red, green, blue);
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_BINARY, colours);
    each((y, x) -> image.getRaster().setSample(x, y, 0, (3 * y + x) % 16));
    return image;
  }

  private static double palette(int channel, int y, int x) {
    int i = (3 * y + x) % 16;
    return (channel == 0 ? 17 * i : channel == 1 ? 255 - 10 * i : i * i) / 255.0;
  }
}
