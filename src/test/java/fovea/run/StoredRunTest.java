package fovea.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.data.InputException;
import fovea.optimize.Step;
import fovea.train.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredRunTest {
  @TempDir
  private Path folder;

  private Path folderWith(String metrics) throws IOException {
    Files.writeString(folder.resolve("metrics.csv"), metrics);
    return folder;
  }

  private void refused(String metrics, String why) throws IOException {
    Path run = folderWith(metrics);
    assertThatThrownBy(() -> StoredRun.read(run))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(run.toString())
        .hasMessageContaining(why);
  }

  @Test
  void columnsAreFoundByTheirNames() throws IOException {
    StoredRun run = StoredRun.read(folderWith("""
        seconds,held_out_cost,iteration,evaluations,cost,other
        0.5,,0,1,4.25,x
        1.5,3.5,1,3,2.125,x
        """));
    assertThat(run.rows()).extracting(m -> m.step().iteration()).containsExactly(0, 1);
    assertThat(run.rows()).extracting(m -> m.step().cost()).containsExactly(4.25, 2.125);
    assertThat(run.rows()).extracting(Metrics::seconds).containsExactly(0.5, 1.5);
    assertThat(run.rows()).extracting(m -> m.step().evaluations()).containsExactly(1, 3);
    assertThat(run.rows())
        .extracting(m -> m.heldOut().map(Metrics.HeldOut::cost))
        .containsExactly(Optional.empty(), Optional.of(3.5));
    assertThat(run.settings()).isEmpty();
    Metrics row = StoredRun.read(folderWith("iteration,cost,seconds,evaluations\n0,1,2,3\n"))
        .rows()
        .getFirst();
    assertThat(row.step()).isEqualTo(new Step(0, 1, Double.NaN, Double.NaN, 3));
    assertThat(row.explainedVariance()).as("what the file does not tell").isNaN();
    assertThat(row.deadUnits()).isEqualTo(-1);
  }

  @Test
  void settingsAreTheScalarsOfThreeSections() throws IOException {
    folderWith("iteration,cost,seconds,evaluations\n0,1,2,3\n");
    Files.writeString(folder.resolve("config.json"), """
        {"version": "1", "arguments": ["train"], "data": {"seed": 7, "sigma": null},
         "network": {"rho": 0.05}, "training": {"optimizer": "lbfgs"}, "result": {"cost": 1}}
        """);
    assertThat(StoredRun.read(folder).settings())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("optimizer", "lbfgs", "rho", "0.05", "seed", "7"));
    Files.writeString(folder.resolve("config.json"), """
        {"data": {"path": "x.npy", "source": "x.npy", "epsilon": 0.01, "stream": false},
         "training": {"optimizer": "adam", "iterations": 7, "learning_rate": 0.5,
         "beta1": 0.9, "epsilon": 1e-8, "momentum": null}}
        """);
    assertThat(StoredRun.read(folder).settings())
        .as("what can be chosen, the limits last; the epsilon is that of whitening")
        .containsExactly(
            Map.entry("optimizer", "adam"),
            Map.entry("learning_rate", "0.5"),
            Map.entry("source", "x.npy"),
            Map.entry("epsilon", "0.01"),
            Map.entry("iterations", "7"));
    Files.writeString(folder.resolve("config.json"), "{\"data\": ");
    assertThatThrownBy(() -> StoredRun.read(folder))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("config.json: is not JSON");
  }

  @Test
  void whatIsNoRunIsRefused() throws IOException {
    assertThatThrownBy(() -> StoredRun.read(folder.resolve("none")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("none: no such folder");
    assertThatThrownBy(() -> StoredRun.read(folder))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("holds no metrics.csv");
    refused("iteration,cost,seconds\n0,1,2\n", "has no column evaluations");
    refused("iteration,cost,seconds,evaluations\n", "has no rows");
    refused("", "has no rows");
    refused("iteration,cost,seconds,evaluations\n0,1,2,3\n1,1,two,3\n", "line 3: seconds is 'two'");
    refused("iteration,cost,seconds,evaluations\n0,1,2\n", "line 2");
    refused("iteration,cost,seconds,evaluations\n0,1,2,\n", "evaluations is '', not a number");
    refused("iteration,cost,seconds,evaluations\n0.5,1,2,3\n", "line 2: iteration is 0.5");
  }
}
