package fovea.data;

import static fovea.data.TestFiles.assertOneLine;
import static fovea.data.TestFiles.assertRefused;
import static fovea.data.TestFiles.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is done to a file of any format, it is read, or refused in one line that names it. */
class HostileInputTest {
  private static final long SEED = 20_240_607;
  private static final int ROUNDS = 60;

  @TempDir
  Path folder;

  @ParameterizedTest
  @CsvSource({
    "formats/patches.npy, data",
    "formats/patches.npz, data",
    "formats/only.npz, data",
    "formats/patches.safetensors, data",
    "formats/types.safetensors, u1",
    "formats/patches.h5, data",
    "formats/images-idx3-ubyte, data",
    "formats/images-idx3-ubyte.gz, data",
    "formats/types.mat, uint8",
    "formats/plain.mat, x",
    "formats/big-endian.mat, x",
    "formats/stack.mat, IMAGES",
    "formats/version-7.3.mat, IMAGES",
    "formats/semicolons.csv, data",
    "formats/savetxt.txt, data",
    "images/lzw.tif, data",
    "images/progressive.jpg, data",
    "images/lossless.webp, data",
    "images/animated.gif, data"
  })
  void isReadOrRefusedInOneLine(String name, String dataset) throws IOException {
    byte[] whole = resource(name);
    Path path = folder.resolve(Path.of(name).getFileName());
    ReadOptions options = new ReadOptions(dataset, 10, 4, 1);
    DataReader.read(Files.write(path, whole), options);
    int step = Math.max(1, whole.length / 100);
    for (int length = whole.length - 1; length >= 0; length -= length < 60 ? 1 : step)
      read(path, Arrays.copyOf(whole, length), options, "the first %d bytes".formatted(length));
    Random random = new Random(SEED);
    // A damaged header may make a decoder of images work for a second.
    int rounds = name.startsWith("images/") ? ROUNDS / 4 : ROUNDS;
    for (int round = 0; round < rounds; round++) {
      byte[] damaged = whole.clone();
      // Headers, where most can go wrong, lie at the beginning more often than not.
      int within = random.nextBoolean() ? damaged.length : Math.min(damaged.length, 300);
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        int at = random.nextInt(within);
        damaged[at] = random.nextBoolean()
            ? (byte) random.nextInt()
            : (byte) (damaged[at] ^ 1 << random.nextInt(8));
      }
      read(path, damaged, options, "seed %d, round %d".formatted(SEED, round));
    }
  }

  /** What takes no room in a file system must not be gone through. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "mat",
        "jpg",
        "jpeg",
        "gif",
        "webp",
        "npy",
        "csv",
        "png",
        "tif",
        "idx",
        "npz",
        "safetensors",
        "h5"
      })
  @Timeout(20)
  void zerosWithoutEnd(String ending) throws IOException {
    byte[] start = switch (ending) {
      case "mat" -> Arrays.copyOf(resource("formats/plain.mat"), 128);
      case "jpg" -> Arrays.copyOf(resource("images/progressive.jpg"), 20);
      case "jpeg" -> resource("images/progressive.jpg");
      case "gif" -> Arrays.copyOf(resource("images/animated.gif"), 13);
      case "webp" -> Arrays.copyOf(resource("images/lossless.webp"), 40);
      case "csv" -> "1,2\n3".getBytes(StandardCharsets.US_ASCII);
      case "png" -> Arrays.copyOf(Files.readAllBytes(Path.of("data/photos/heldout/pika.png")), 33);
      case "tif" -> Arrays.copyOf(resource("images/lzw.tif"), 8);
      case "idx" -> Arrays.copyOf(resource("formats/doubles.idx"), 12);
      default -> Arrays.copyOf(resource("formats/patches." + ending), 60);
    };
    // Its last data come before the end of the image.
    if (ending.equals("jpeg")) start = Arrays.copyOf(start, start.length / 2);
    Path path = folder.resolve("zeros." + ending);
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.write(start);
      file.setLength(1L << 37);
    } catch (IOException e) {
      assumeThat(e).as("a file system with holes in its files").isNull();
    }
    Throwable thrown = catchThrowable(
        () -> DataReader.read(path, ReadOptions.defaults().withPatches(10).withPatchSize(4)));
    // Zeros are the codes of pixels in a WebP image, which has no checksum.
    if (thrown != null || !ending.equals("webp")) assertOneLine(thrown).contains(path.toString());
  }

  /** The decoder of WebP goes on behind the end of the file, with bits that it makes up. */
  @Test
  void aWebpThatEndsTooEarlyIsRefused() throws IOException {
    byte[] whole = resource("images/lossless.webp");
    int size = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getInt(16);
    for (int less = 16; less < size; less += 16) {
      byte[] part = Arrays.copyOf(whole, 20 + size - less);
      ByteBuffer.wrap(part)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putInt(4, part.length - 8)
          .putInt(16, size - less);
      Path path = Files.write(folder.resolve("part.webp"), part);
      assertRefused(path, ReadOptions.defaults().withPatches(10).withPatchSize(4), "part.webp");
    }
  }

  /** An image of one colour takes no bits for its pixels: few bytes are no sign of damage. */
  @Test
  @Timeout(20)
  void aWebpOfOneColourIsRead() throws IOException {
    Path path = Files.write(folder.resolve("one.webp"), oneColour(4000));
    Examples examples =
        DataReader.read(path, ReadOptions.defaults().withPatches(1).withPatchSize(1));
    assertThat(examples.values()).containsExactly(120 / 255f, 90 / 255f, 30 / 255f);
    assertRefused(
        Files.write(path, oneColour(16383)),
        ReadOptions.defaults(),
        "16383x16383 pixels are more than 34 bytes can hold");
  }

  /** VP8L (WebP Lossless Bitstream Specification): no transform, five codes of one symbol each. */
  private static byte[] oneColour(int side) {
    BitSet bits = new BitSet();
    int at = 0;
    for (int[] field : new int[][] {
      {0x2f, 8},
      {side - 1, 14},
      {side - 1, 14},
      {0, 7},
      {1, 3},
      {90, 8},
      {1, 3},
      {120, 8},
      {1, 3},
      {30, 8},
      {1, 3},
      {255, 8},
      {1, 3},
      {0, 8}
    }) {
      // A code: simple, one symbol, of eight bits.
      int value = field[1] == 3 ? 0b101 : field[0];
      for (int b = 0; b < field[1]; b++) bits.set(at++, (value >> b & 1) != 0);
    }
    byte[] data = Arrays.copyOf(bits.toByteArray(), 14);
    return ByteBuffer.allocate(20 + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put("RIFF".getBytes(StandardCharsets.US_ASCII))
        .putInt(12 + data.length)
        .put("WEBPVP8L".getBytes(StandardCharsets.US_ASCII))
        .putInt(data.length)
        .put(data)
        .array();
  }

  /** A TIFF of a few bytes, one strip of which would be all of it. */
  @Test
  void anImageThatItsBytesCannotHoldIsRefused() throws IOException {
    ByteBuffer tiff = ByteBuffer.allocate(150).order(ByteOrder.LITTLE_ENDIAN);
    tiff.put("II*\0".getBytes(StandardCharsets.ISO_8859_1)).putInt(8).putShort((short) 9);
    for (int[] entry : new int[][] {
      {256, Integer.MAX_VALUE},
      {257, Integer.MAX_VALUE},
      {258, 8},
      {259, 1},
      {262, 1},
      {273, 8},
      {277, 1},
      {278, Integer.MAX_VALUE},
      {279, 8}
    }) tiff.putShort((short) entry[0]).putShort((short) 4).putInt(1).putInt(entry[1]);
    assertRefused(
        Files.write(folder.resolve("huge.tif"), tiff.array()),
        ReadOptions.defaults(),
        "2147483647x2147483647 pixels are more than 150 bytes can hold");
  }

  private static void read(Path path, byte[] bytes, ReadOptions options, String what)
      throws IOException {
    Files.write(path, bytes);
    Throwable thrown = catchThrowable(() -> DataReader.read(path, options));
    if (thrown != null)
      assertOneLine(thrown).as(what).contains(path.getFileName().toString());
  }
}
