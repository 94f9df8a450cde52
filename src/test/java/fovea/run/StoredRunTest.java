package fovea.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.data.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
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
    assertThat(run.rows())
        .containsExactly(
            new MetricsReader.Row(0, 4.25, 0.5, 1, OptionalDouble.empty()),
            new MetricsReader.Row(1, 2.125, 1.5, 3, OptionalDouble.of(3.5)));
    assertThat(run.settings()).isEmpty();
    assertThat(StoredRun.read(folderWith("iteration,cost,seconds,evaluations\n0,1,2,3\n"))
            .rows())
        .containsExactly(new MetricsReader.Row(0, 1, 2, 3, OptionalDouble.empty()));
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
         "training": {"optimizer": "adam", "beta1": 0.9, "epsilon": 1e-8, "momentum": null}}
        """);
    assertThat(StoredRun.read(folder).settings())
        .as("the epsilon of whitening, which is chosen, and not Adam's, which is not")
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("optimizer", "adam", "source", "x.npy", "epsilon", "0.01"));
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
  }

  private static StoredRun run(String path, String... settings) {
    Map<String, String> map = new java.util.LinkedHashMap<>();
    for (int i = 0; i < settings.length; i += 2) map.put(settings[i], settings[i + 1]);
    return new StoredRun(Path.of(path), List.of(), map);
  }

  @Test
  void runsAreNamedAfterTheFewestSettingsThatTellThemApart() {
    assertThat(RunNames.of(List.of(
            run("r/a", "optimizer", "lbfgs", "iterations", "300", "seed", "1"),
            run("r/b", "optimizer", "gd", "iterations", "1000", "learning_rate", "0.5"))))
        .containsExactly("lbfgs", "gd");
    assertThat(RunNames.of(List.of(
            run("r/a", "optimizer", "gd", "learning_rate", "0.5", "seed", "1"),
            run("r/b", "optimizer", "gd", "learning_rate", "0.1", "seed", "1"),
            run("r/c", "optimizer", "lbfgs", "seed", "1"))))
        .containsExactly("gd, learning rate 0.5", "gd, learning rate 0.1", "lbfgs");
    assertThat(RunNames.of(List.of(run("r/a", "rho", "0.5"), run("r/b", "rho", "0.1"))))
        .containsExactly("rho 0.5", "rho 0.1");
  }

  @Test
  void runsOfTheSameSettingsAreNamedAfterTheirFolders() {
    assertThat(RunNames.of(List.of(run("r/a", "seed", "1"), run("r/b", "seed", "1"))))
        .containsExactly("a", "b");
    assertThat(RunNames.of(List.of(run("r/a"), run("q/a")))).containsExactly("r/a", "q/a");
    assertThat(RunNames.of(List.of(run("r/a", "seed", "1")))).containsExactly("a");
    assertThat(RunNames.of(List.of(run("r/a"), run("r/a")))).containsExactly("r/a", "r/a");
  }
}
