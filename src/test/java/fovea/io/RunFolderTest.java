package fovea.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.data.InputException;
import fovea.model.Cost;
import fovea.train.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
  @TempDir
  private Path folder;

  @Test
  void aRunIsNotReplacedUnlessAskedFor() throws IOException {
    Path path = folder.resolve("a/b");
    RunFolder run = RunFolder.create(path, false);
    assertThat(run.figures()).isDirectory();
    RunFolder.create(path, false);
    Files.write(run.model(), new byte[1]);
    assertThatThrownBy(() -> RunFolder.create(path, false))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("--overwrite");
    assertThat(RunFolder.create(path, true)).isEqualTo(run);
    assertThat(run.model()).exists();
    Path other = Files.createDirectory(folder.resolve("other"));
    Path mine = Files.writeString(other.resolve("config.json"), "mine");
    assertThatThrownBy(() -> RunFolder.create(other, false))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(mine.toString());
    assertThat(mine).hasContent("mine");
  }

  @Test
  void metricsHaveADecimalPointInEveryCountry() throws IOException {
    Path file = folder.resolve("metrics.csv");
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try (MetricsCsv metrics = new MetricsCsv(file)) {
      metrics.write(new Step(0, new Cost(1, 0, 0), 1), 1.5);
    } finally {
      Locale.setDefault(before);
    }
    assertThat(file).content().endsWith(",1.500000\n");
  }

  @Test
  void aFileInTheWayIsNamed() throws IOException {
    Path file = Files.write(folder.resolve("f"), new byte[1]);
    assertThatThrownBy(() -> RunFolder.create(file, false))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("is a file, not a folder");
    assertThatThrownBy(() -> RunFolder.create(file.resolve("below"), false))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("cannot be written to");
  }

  @Test
  void metricsAppearWhenTheyAreComplete() throws IOException {
    Path file = folder.resolve("metrics.csv");
    try (MetricsCsv metrics = new MetricsCsv(file)) {
      metrics.write(new Step(0, new Cost(0.1, 0.02, 0.003), 1 / 3.0), 1.5);
      assertThat(file).doesNotExist();
    }
    assertThat(Files.readAllLines(file))
        .containsExactly(
            "iteration,cost,reconstruction,weight_decay,sparsity,gradient_norm,seconds",
            "0,%s,0.1,0.02,0.003,%s,1.500000".formatted(0.1 + 0.02 + 0.003, 1 / 3.0));
    try (var left = Files.list(folder)) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void aFileThatCannotBeWrittenStaysAsItWas() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "before");
    assertThatThrownBy(() -> AtomicFile.write(file, out -> {
          out.write(1);
          throw new IOException("full");
        }))
        .isInstanceOf(IOException.class);
    assertThat(file).hasContent("before");
    try (var left = Files.list(folder)) {
      assertThat(left).containsExactly(file);
    }
  }
}
