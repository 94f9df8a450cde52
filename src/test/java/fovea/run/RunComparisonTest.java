package fovea.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunComparisonTest {
  private static final String SAME = "\"data\": {\"path\": \"x.npy\", \"sigma\": 0.1}, "
      + "\"network\": {\"lambda\": 5e-4, \"beta\": 0.2, \"rho\": 0.5}";

  @TempDir
  private Path folder;

  private int runs;

  /** @param explained the held-out variance that is explained at the lowest held-out cost, or empty */
  private StoredRun run(String name, String config, String cost, String explained)
      throws IOException {
    Path run = Files.createDirectory(folder.resolve(name));
    String heldOut = explained.isEmpty() ? "" : "1";
    Path metrics = Files.writeString(
        run.resolve("metrics.csv"),
        "iteration,cost,seconds,evaluations,held_out_cost,held_out_explained_variance\n"
            + "0,%s,0,1,%s,%s\n1,%s,1,2,%s,0.99\n"
                .formatted(cost, heldOut, explained, cost, heldOut.isEmpty() ? "" : "2")
                .replace(",,0.99", ",,"));
    Files.setLastModifiedTime(metrics, FileTime.fromMillis(1000 * ++runs));
    if (!config.isEmpty()) Files.writeString(run.resolve("config.json"), "{" + config + "}");
    return StoredRun.read(run);
  }

  private static void assertOrder(RunComparison comparison, String... names) {
    assertThat(comparison.runs())
        .extracting(run -> String.valueOf(run.path().getFileName()))
        .containsExactlyElementsOf(Arrays.asList(names));
  }

  private static RunComparison of(StoredRun... runs) {
    return RunComparison.of(Arrays.asList(runs));
  }

  @Test
  void costsOfOneProblemCompare() throws IOException {
    RunComparison comparison = of(
        run("undefined", SAME, "NaN", ""),
        run("high", SAME, "3", "0.9"),
        run("low", SAME + ", \"training\": {\"optimizer\": \"gd\"}", "2", "0.1"),
        run("old", "", "2.5", ""));
    assertThat(comparison.apart()).isEmpty();
    assertThat(comparison.order()).isEqualTo("lowest cost first");
    assertOrder(comparison, "low", "old", "high", "undefined");
  }

  @Test
  void costsOfOtherDataOrWeightsDoNot() throws IOException {
    StoredRun same = run("same", SAME, "3", "0.7");
    RunComparison comparison = of(
        same,
        run("rho", SAME.replace("0.5}", "0.05}"), "1", "0.8"),
        run("unknown", SAME.replace("0.5}", "0.1}"), "1", ""),
        run("sigma", SAME.replace("0.1}", "0.2}"), "1", "0.9"));
    assertThat(comparison.apart()).containsExactly("data", "rho");
    assertThat(comparison.order()).isEqualTo("highest held-out explained variance first");
    assertOrder(comparison, "sigma", "rho", "same", "unknown");
    assertThat(comparison.heldOutIsTheSame()).as("held out of other data").isFalse();
    assertThat(of(same, comparison.runs().get(1)).heldOutIsTheSame()).isTrue();
    String other = SAME.replace("0.5}", "0.1}") + ", \"validation\": {\"value\": \"other.npy\"}";
    assertThat(of(same, run("other", other, "1", "0.5")).heldOutIsTheSame()).isFalse();
    for (String part : new String[] {"lambda", "beta"})
      assertThat(of(
                  same,
                  run(
                      part,
                      SAME.replace("\"%s\": ".formatted(part), "\"%s\": 1".formatted(part)),
                      "1",
                      ""))
              .apart())
          .containsExactly(part);
  }

  @Test
  void withoutHeldOutExamplesTheNewestComesFirst() throws IOException {
    RunComparison comparison =
        of(run("old", SAME, "1", ""), run("new", SAME.replace("0.5}", "0.05}"), "3", ""));
    assertThat(comparison.order()).isEqualTo("newest first");
    assertOrder(comparison, "new", "old");
  }

  @Test
  void rhoWithoutWeightMakesNoDifference() throws IOException {
    String none = SAME.replace("\"beta\": 0.2", "\"beta\": 0");
    assertThat(of(run("a", none, "1", ""), run("b", none.replace("0.5}", "0.05}"), "3", ""))
            .apart())
        .isEmpty();
  }
}
