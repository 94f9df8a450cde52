package fovea.data;

import static fovea.data.TestFiles.assertOneLine;
import static fovea.data.TestFiles.resource;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  private static void read(Path path, byte[] bytes, ReadOptions options, String what)
      throws IOException {
    Files.write(path, bytes);
    Throwable thrown = catchThrowable(() -> DataReader.read(path, options));
    if (thrown != null)
      assertOneLine(thrown).as(what).contains(path.getFileName().toString());
  }
}
