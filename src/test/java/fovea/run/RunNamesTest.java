package fovea.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunNamesTest {
  private static StoredRun run(String path, String... settings) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < settings.length; i += 2) map.put(settings[i], settings[i + 1]);
    return new StoredRun(Path.of(path), List.of(), map, Map.of());
  }

  private static List<String> names(StoredRun... runs) {
    return RunNames.of(Arrays.asList(runs));
  }

  @Test
  void everySettingThatDiffersIsInTheNames() {
    assertThat(names(
            run("r/a", "beta", "0.2", "rho", "0.5", "seed", "1"),
            run("r/b", "beta", "0.5", "rho", "0.05", "seed", "1"),
            run("r/c", "beta", "0.1", "rho", "0.05", "seed", "1")))
        .containsExactly("beta 0.2, rho 0.5", "beta 0.5, rho 0.05", "beta 0.1, rho 0.05");
    assertThat(names(
            run("r/a", "optimizer", "gd", "learning_rate", "0.5", "seed", "1"),
            run("r/b", "optimizer", "gd", "learning_rate", "0.1", "seed", "1"),
            run("r/c", "optimizer", "lbfgs", "seed", "1")))
        .containsExactly("gd, learning rate 0.5", "gd, learning rate 0.1", "lbfgs");
  }

  @Test
  void whatAnOptimizerUsuallyHasFollowsFromIt() {
    assertThat(names(
            run("r/a", "optimizer", "lbfgs", "iterations", "300", "relative_decrease", "1e-4"),
            run("r/b", "optimizer", "gd", "iterations", "1000", "learning_rate", "0.5")))
        .containsExactly("lbfgs", "gd");
    assertThat(names(
            run("r/a", "optimizer", "lbfgs", "iterations", "50"),
            run("r/b", "optimizer", "gd", "iterations", "1000", "learning_rate", "0.1")))
        .containsExactly("lbfgs, iterations 50", "gd, iterations 1000, learning rate 0.1");
  }

  @Test
  void notToHaveASettingIsToldWhereItIsAChoice() {
    assertThat(names(
            run(
                "r/a",
                "optimizer",
                "lbfgs",
                "encoder",
                "relu",
                "validation",
                "0.1",
                "patience",
                "20"),
            run("r/b", "optimizer", "lbfgs", "encoder", "sigmoid", "rho", "0.5")))
        .containsExactly("encoder relu, validation 0.1", "encoder sigmoid, no validation");
  }

  @Test
  void runsOfTheSameSettingsAreNamedAfterTheirFolders() {
    assertThat(names(run("r/a", "seed", "1"), run("r/b", "seed", "1"))).containsExactly("a", "b");
    assertThat(names(run("r/a"), run("q/a"))).containsExactly("r/a", "q/a");
    assertThat(names(run("r/a", "seed", "1"))).containsExactly("a");
    assertThat(names(run("r/a"), run("r/a"))).containsExactly("r/a", "r/a");
    assertThat(names(run("r/a", "rho", "0.5"), run("r/b", "rho", "0.1"), run("r/c", "rho", "0.1")))
        .containsExactly("rho 0.5", "rho 0.1 (b)", "rho 0.1 (c)");
    assertThat(names(run("r/a", "rho", "0.5"), run("r/b"))).containsExactly("a", "b");
  }
}
