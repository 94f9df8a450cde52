package fovea.data;

import static fovea.data.TestFiles.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every sample is divided by the largest value that its depth can have, or the file is refused. */
class SampleDepthTest {
  /** Images are 16×16; pixel i has the sample i, or what a test makes of it. */
  private static final int PIXELS = 256;

  private static final ReadOptions WHOLE = ReadOptions.defaults().withPatches(1);

  private static final int COMPRESSION = 259;
  private static final int EXTRA_SAMPLES = 338;
  private static final int SAMPLE_FORMAT = 339;

  @TempDir
  Path folder;

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 6, 8, 10, 12, 14})
  void dividesPackedGreyByItsDepth(int depth) throws IOException {
    int largest = (1 << depth) - 1;
    Path file = tiff(pack(depth, i -> i * largest / 255), 1, new int[] {depth});
    assertGrey(file, i -> (double) (i * largest / 255) / largest);
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 10, 12, 14})
  void dividesPackedColoursByTheirDepth(int depth) throws IOException {
    int largest = (1 << depth) - 1;
    byte[] samples = packed(
        depth, 3 * PIXELS, k -> k % 3 == 1 ? largest : (k % 3 == 0 ? k / 3 : 255 - k / 3) * 2);
    float[] values = values(tiff(samples, 2, new int[] {depth, depth, depth}));
    for (int i = 0; i < PIXELS / 2; i++) {
      assertThat(values[i]).isEqualTo((float) ((double) (2 * i % (largest + 1)) / largest));
      assertThat(values[PIXELS + i]).isEqualTo(1);
    }
  }

  @Test
  void refusesDepthsThatTheDecoderGetsWrong() throws IOException {
    assertRefused(
        tiff(pack(12, i -> i), 0, new int[] {12}), WHOLE, "x.tif: its samples of 12 bits", "save");
    assertRefused(tiff(pack(7, i -> i / 2), 1, new int[] {7}), WHOLE, "samples of 7 bits");
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 16, 32})
  void refusesSignedSamples(int depth) throws IOException {
    int[] signed = {SAMPLE_FORMAT, 2};
    assertRefused(
        tiff(new byte[PIXELS * depth / 8], 1, new int[] {depth}, signed),
        WHOLE,
        "x.tif: its samples are signed integers: save it with unsigned ones");
  }

  @Test
  void keepsThePrecisionOf32Bits() throws IOException {
    ByteBuffer samples = ByteBuffer.allocate(4 * PIXELS).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < PIXELS; i++) samples.putInt(i * 0x01010101);
    assertGrey(
        tiff(samples.array(), 1, new int[] {32}), i -> i * (double) 0x01010101 / 0xFFFF_FFFFL);
  }

  @Test
  void samplesOfNoStatedKindAreUnsigned() throws IOException {
    assertGrey(
        tiff(pack(8, i -> i), 1, new int[] {8}, new int[] {SAMPLE_FORMAT, 4}), i -> i / 255.0);
  }

  @Test
  void refusesFloatsThatTheDecoderWouldClip() throws IOException {
    int[] floating = {SAMPLE_FORMAT, 3};
    assertGrey(tiff(floats(i -> i / 255f), 1, new int[] {32}, floating), i -> (float) (i / 255f));
    assertRefused(
        tiff(floats(i -> i / 128f), 1, new int[] {32}, floating),
        WHOLE,
        "x.tif: a floating-point sample is 1.0078125, not between 0 and 1: rescale the image");
    assertRefused(
        tiff(floats(i -> -i), 1, new int[] {32}, floating), WHOLE, "a floating-point sample is -1");
  }

  @Test
  void onlyADeclaredOpacityIsOne() throws IOException {
    int[] depths = {8, 8, 8, 8};
    byte[] pixels = packed(8, 4 * PIXELS, k -> k / 4);
    IntToDoubleFunction opaque = i -> i / 255.0;
    assertGrey(tiff(pixels, 2, depths, new int[] {EXTRA_SAMPLES, 0}), opaque);
    assertGrey(
        tiff(pixels, 2, depths, new int[] {EXTRA_SAMPLES, 2}),
        i -> Math.min(1, i / 255.0 * (i / 255.0) + (1 - i / 255.0)));
  }

  @Test
  void namesACompressionThatIsNotSupported() throws IOException {
    byte[] pixels = pack(8, i -> i);
    assertRefused(
        tiff(pixels, 1, new int[] {8}, new int[] {COMPRESSION, 50_000}),
        WHOLE,
        "x.tif: its compression, Zstandard, is not supported: save it with Deflate");
    assertRefused(
        tiff(pixels, 1, new int[] {8}, new int[] {COMPRESSION, 34_925}), WHOLE, "LZMA, is not");
    assertRefused(
        tiff(pixels, 1, new int[] {8}, new int[] {COMPRESSION, 777}), WHOLE, "number 777, is not");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8, 16})
  void findsTheTransparentGreyOfAPngOfAnyDepth(int depth) throws IOException {
    int largest = (1 << depth) - 1;
    for (int key : new int[] {0, 5 * largest / 15, largest}) {
      float[] values = values(png(depth, i -> i % 16 * largest / 15, key));
      for (int i = 0; i < PIXELS; i++) {
        int sample = i % 16 * largest / 15;
        assertThat(values[i])
            .as("depth %d, key %d, pixel %d", depth, key, i)
            .isEqualTo(sample == key ? 1 : (float) ((double) sample / largest));
      }
    }
  }

  private float[] values(Path file) {
    return DataReader.read(file, WHOLE).values();
  }

  private void assertGrey(Path file, IntToDoubleFunction expected) {
    float[] values = values(file);
    for (int k = 0; k < values.length; k++)
      assertThat(values[k]).as("value %d", k).isEqualTo((float) expected.applyAsDouble(k % PIXELS));
  }

  private interface Sample {
    int at(int index);
  }

  private interface FloatSample {
    float at(int index);
  }

  private static byte[] pack(int depth, Sample sample) {
    return packed(depth, PIXELS, sample);
  }

  /** Most significant bit first; 16 samples of any depth fill whole bytes, so no row needs filling up. */
  private static byte[] packed(int depth, int count, Sample sample) {
    byte[] packed = new byte[count * depth / 8];
    for (int i = 0, bit = 0; i < count; i++) {
      for (int b = depth - 1; b >= 0; b--, bit++)
        packed[bit / 8] |= (byte) ((sample.at(i) >> b & 1) << (7 - bit % 8));
    }
    return packed;
  }

  private static byte[] floats(FloatSample sample) {
    ByteBuffer floats = ByteBuffer.allocate(4 * PIXELS).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < PIXELS; i++) floats.putFloat(sample.at(i));
    return floats.array();
  }

  /** A little-endian TIFF of one strip; fields are tag and value. */
  private Path tiff(byte[] strip, int photometric, int[] depths, int[]... fields)
      throws IOException {
    SortedMap<Integer, Integer> tags = new TreeMap<>();
    tags.put(256, 16);
    tags.put(257, 16);
    tags.put(258, depths[0]);
    tags.put(COMPRESSION, 1);
    tags.put(262, photometric);
    tags.put(273, 0);
    tags.put(277, depths.length);
    tags.put(278, 16);
    tags.put(279, strip.length);
    for (int[] field : fields) tags.put(field[0], field[1]);
    int after = 8 + 2 + 12 * tags.size() + 4;
    int start = after + 2 * depths.length;
    ByteBuffer file = ByteBuffer.allocate(start + strip.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8);
    file.putShort((short) tags.size());
    tags.forEach((tag, value) -> {
      boolean several = tag == 258 && depths.length > 1;
      file.putShort((short) (int) tag).putShort((short) (tag == 273 || tag == 279 ? 4 : 3));
      file.putInt(several ? depths.length : 1);
      file.putInt(several ? after : tag == 273 ? start : value);
    });
    file.putInt(0);
    for (int depth : depths) file.putShort((short) depth);
    file.put(strip);
    return Files.write(folder.resolve("x.tif"), file.array());
  }

  private Path png(int depth, Sample sample, int key) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
    ByteBuffer header = ByteBuffer.allocate(13).putInt(16).putInt(16).put((byte) depth);
    chunk(file, "IHDR", header.array());
    chunk(file, "tRNS", ByteBuffer.allocate(2).putShort((short) key).array());
    ByteArrayOutputStream pixels = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(pixels)) {
      byte[] packed = pack(depth, sample);
      int row = packed.length / 16;
      for (int y = 0; y < 16; y++) {
        out.write(0);
        out.write(Arrays.copyOfRange(packed, y * row, (y + 1) * row));
      }
    }
    chunk(file, "IDAT", pixels.toByteArray());
    chunk(file, "IEND", new byte[0]);
    return Files.write(folder.resolve("x.png"), file.toByteArray());
  }

  private static void chunk(ByteArrayOutputStream file, String type, byte[] data) {
    ByteBuffer chunk = ByteBuffer.allocate(12 + data.length).putInt(data.length);
    for (char c : type.toCharArray()) chunk.put((byte) c);
    chunk.put(data);
    CRC32 crc = new CRC32();
    crc.update(chunk.array(), 4, 4 + data.length);
    file.writeBytes(chunk.putInt((int) crc.getValue()).array());
  }
}
