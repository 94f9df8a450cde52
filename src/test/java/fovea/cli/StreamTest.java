package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data that stay on the disk give the bytes that data in memory give. */
class StreamTest {
  private static final Path PHOTOGRAPHS = Path.of("data/photos/heldout").toAbsolutePath();

  @TempDir
  private Path folder;

  private byte[] model(String name, Object... arguments) throws IOException {
    Path run = folder.resolve(name);
    Object[] train = {
      "train", "--hidden", 9, "--iterations", 12, "--seed", 4, "--quiet", "--out", run
    };
    Object[] all = Arrays.copyOf(train, train.length + arguments.length);
    System.arraycopy(arguments, 0, all, train.length, arguments.length);
    FoveaJar.Ended ended = FoveaJar.here(all);
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(run.resolve("report.html")).exists();
    return Files.readAllBytes(run.resolve("model.safetensors"));
  }

  @Test
  void patchesOnTheDiskGiveTheModelOfTheFolderThatTheyWereCutFrom() throws IOException {
    Path patches = folder.resolve("x.npy");
    FoveaJar.Ended cut = FoveaJar.here(
        "patches",
        PHOTOGRAPHS,
        "--patches",
        1300,
        "--patch-size",
        8,
        "--seed",
        4,
        "--out",
        patches);
    assertThat(cut.exit()).as(cut.err()).isZero();
    assertThat(cut.out()).isEmpty();
    assertThat(cut.errors())
        .endsWith("wrote %s: 1300 x 3 x 8 x 8 values, uint8".formatted(patches));
    byte[] expected = model("folder", PHOTOGRAPHS, "--patches", 1300, "--patch-size", 8);
    assertThat(model("disk", patches, "--stream", "--threads", 1)).isEqualTo(expected);

    FoveaJar.here("train", patches, "--stream", "--validation", 0.1).isRefusal("not cut in two");
    FoveaJar.here("train", patches, "--stream", "--corrupt", 0.1).isRefusal("--corrupt");
    FoveaJar.here("train", patches, "--stream", "--whiten", "zca", "--decoder", "linear")
        .isRefusal("--whiten zca");
    FoveaJar.here("train", PHOTOGRAPHS, "--stream").isRefusal("--stream");
    FoveaJar.here("train", "--stream").isRefusal("--stream");
  }

  /** By another program, with the same length. What was read before is not what a step reads then. */
  @Test
  void dataThatAreOverwrittenWhileTheyAreUsed() throws Exception {
    float[] values = new float[900 * 6];
    for (int i = 0; i < values.length; i++) values[i] = (i * 37 % 101) / 101f;
    Path table = FoveaJar.npy(folder.resolve("table.npy"), values, 900, 6);
    Files.setLastModifiedTime(table, FileTime.fromMillis(1_000_000_000_000L));
    Path run = folder.resolve("run");
    CompletableFuture<FoveaJar.Ended> training = CompletableFuture.supplyAsync(() -> FoveaJar.here(
        "train",
        table,
        "--stream",
        "--optimizer",
        "gd",
        "--learning-rate",
        0.001,
        "--tolerance",
        0,
        "--iterations",
        100_000_000,
        "--max-seconds",
        60,
        "--threads",
        1,
        "--quiet",
        "--out",
        run));
    while (!Files.exists(run.resolve("config.json")) && !training.isDone())
      LockSupport.parkNanos(2_000_000);
    // Another file of that name does no harm.
    Path copy = FoveaJar.npy(folder.resolve("copy.npy"), values, 900, 6);
    Files.move(table, folder.resolve("kept.npy"));
    Files.move(copy, table);
    LockSupport.parkNanos(200_000_000);
    assertThat(training).isNotDone();
    Files.move(folder.resolve("kept.npy"), table, StandardCopyOption.REPLACE_EXISTING);
    // In place, without a moment at which the file is shorter.
    byte[] bytes = Files.readAllBytes(table);
    bytes[bytes.length - 2] ^= 1;
    Files.write(table, bytes, StandardOpenOption.WRITE);
    training
        .get(300, TimeUnit.SECONDS)
        .isRefusal(table + ": has been overwritten while it was read");
    assertThat(run.resolve("model.safetensors")).doesNotExist();
  }

  @Test
  void partsOfATableOnTheDiskGiveTheModelOfTheWholeInMemory() throws IOException {
    float[] values = new float[900 * 6];
    for (int i = 0; i < values.length; i++) values[i] = (i * 37 % 101) / 101f;
    Path whole = FoveaJar.npy(folder.resolve("whole.npy"), values, 900, 6);
    Path parts = Files.createDirectory(folder.resolve("parts"));
    FoveaJar.npy(parts.resolve("a.npy"), Arrays.copyOf(values, 650 * 6), 650, 6);
    FoveaJar.npy(
        parts.resolve("b.npy"), Arrays.copyOfRange(values, 650 * 6, values.length), 250, 6);
    byte[] expected = model("memory", whole);
    assertThat(model("disk", parts, "--stream")).isEqualTo(expected);

    values[700 * 6 + 2] = 1.5f;
    FoveaJar.npy(
        parts.resolve("b.npy"), Arrays.copyOfRange(values, 650 * 6, values.length), 250, 6);
    FoveaJar.here("train", parts, "--stream").isRefusal("example 700, value 2 is 1.5");
  }
}
