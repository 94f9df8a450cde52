package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Data on the disk that another program takes away. With the real jar, because a mapped page that is gone is an error
 * of the virtual machine, which any of its threads may meet.
 */
class StreamIT {
  @TempDir
  private Path folder;

  @Test
  void aFileThatIsCutShortDuringTrainingIsNamedAndTheCheckpointStays() throws Exception {
    Path table = FoveaJar.npy(folder.resolve("table.npy"), new float[20_000 * 16], 20_000, 16);
    Path run = folder.resolve("cut");
    Object[] train = {
      "train",
      table,
      "--stream",
      "--hidden",
      9,
      "--optimizer",
      "gd",
      "--learning-rate",
      0.001,
      "--iterations",
      1_000_000,
      "--tolerance",
      0,
      "--checkpoint-every",
      2,
      "--quiet",
      "--out",
      run
    };
    CompletableFuture<FoveaJar.Ended> training =
        CompletableFuture.supplyAsync(() -> FoveaJar.run(train));
    while (!Files.exists(run.resolve("checkpoint")) && !training.isDone())
      LockSupport.parkNanos(2_000_000);
    try (FileChannel channel = FileChannel.open(table, StandardOpenOption.WRITE)) {
      channel.truncate(100_000);
    }
    training.get(1, TimeUnit.MINUTES).isRefusal("table.npy: has become shorter");
    assertThat(run.resolve("checkpoint")).exists();
  }
}
