package fovea.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.data.InputException;
import fovea.io.AtomicFile;
import fovea.model.Cost;
import fovea.optimize.Step;
import fovea.train.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated // changes the locale of all threads
class RunFolderTest {
  @TempDir
  private Path folder;

  private static Metrics row(Cost cost, Optional<Metrics.HeldOut> heldOut) {
    return new Metrics(
        new Step(7, cost.total(), 1 / 3.0, 0.125, 9), 11, cost, 1.5, 0.75, 0.5, 2, 1, heldOut);
  }

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
  void nothingOfAnEarlierRunStaysButWhatIsTheUsersOwn() throws IOException {
    RunFolder run = RunFolder.create(folder.resolve("run"), false);
    for (Path file : new Path[] {run.model(), run.metrics(), run.config(), run.report()})
      Files.write(file, new byte[1]);
    for (Path file : new Path[] {run.checkpoint(), run.previousCheckpoint()})
      Files.write(file, new byte[1]);
    for (String figure : RunFolder.FIGURES) Files.write(run.figures().resolve(figure), new byte[1]);
    Path mine = Files.write(run.figures().resolve("mine.png"), new byte[1]);
    run.clear();
    try (var left = Files.walk(run.path())) {
      assertThat(left.filter(Files::isRegularFile)).containsExactly(mine);
    }
  }

  @Test
  void metricsHaveADecimalPointInEveryCountry() throws IOException {
    Path file = folder.resolve("metrics.csv");
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      MetricsCsv.write(file, List.of(row(new Cost(1, 0, 0), Optional.empty())));
    } finally {
      Locale.setDefault(before);
    }
    assertThat(file).content().contains(",1.500000,0.125,").endsWith(",2,1,,\n");
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
    Cost cost = new Cost(0.1, 0.02, 0.003);
    Iterable<Metrics> rows = () -> {
      assertThat(file).doesNotExist();
      return List.of(
              row(cost, Optional.empty()),
              row(cost, Optional.of(new Metrics.HeldOut(0.25, Double.NaN))))
          .iterator();
    };
    MetricsCsv.write(file, rows);
    assertThat(Files.readAllLines(file))
        .containsExactly(
            "iteration,cost,reconstruction,weight_decay,sparsity,gradient_norm,seconds,step_length,evaluations,"
                + "examples,explained_variance,mean_activation,dead_units,saturated_units,"
                + "held_out_cost,held_out_explained_variance",
            "7,%s,0.1,0.02,0.003,%s,1.500000,0.125,9,11,0.75,0.5,2,1,,"
                .formatted(0.1 + 0.02 + 0.003, 1 / 3.0),
            "7,%s,0.1,0.02,0.003,%s,1.500000,0.125,9,11,0.75,0.5,2,1,0.25,NaN"
                .formatted(0.1 + 0.02 + 0.003, 1 / 3.0));
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
