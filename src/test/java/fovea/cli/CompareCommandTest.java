package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code fovea compare}. */
class CompareCommandTest {
  @TempDir
  private Path folder;

  private Path run(String name, String optimizer, String rows) throws IOException {
    Path run = Files.createDirectory(folder.resolve(name));
    Files.writeString(
        run.resolve("metrics.csv"),
        "iteration,cost,seconds,evaluations,held_out_cost,held_out_explained_variance\n" + rows);
    Files.writeString(
        run.resolve("config.json"), "{\"training\": {\"optimizer\": \"%s\"}}".formatted(optimizer));
    return run;
  }

  private void refused(String why, Object... arguments) {
    List<Object> all = new ArrayList<>(List.of("compare"));
    all.addAll(Arrays.asList(arguments));
    FoveaJar.here(all.toArray()).isRefusal(why);
  }

  private static FoveaJar.Ended compare(Object... arguments) {
    List<Object> all = new ArrayList<>(List.of("compare"));
    all.addAll(Arrays.asList(arguments));
    FoveaJar.Ended ended = FoveaJar.here(all.toArray());
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.errors()).isEmpty();
    return ended;
  }

  @Test
  void drawsAndTells() throws IOException {
    Path gd = run("b", "gd", "0,4,0.01,1,,\n1,3.75,0.02,2,,\n");
    Path lbfgs =
        run("a", "lbfgs", "0,4,0.01,1,4.5,0.5\n1,3,0.03,2,3.25,0.75\n2,1.5,0.05,4,3.5,0.7\n");
    Path out = folder.resolve("chart.png");
    assertThat(compare(gd, lbfgs, "--out", out).out().lines())
        .containsExactly(
            "run            cost  held-out cost  explained %  iterations  evaluations   seconds  folder",
            "lbfgs      1.500000       3.250000        75.00           2            4       0.1  "
                + lbfgs,
            "gd         3.750000              -            -           1            2       0.0  "
                + gd,
            out.toString());
    assertThat(ImageIO.read(out.toFile()).getWidth()).isGreaterThan(1000);
    byte[] chart = Files.readAllBytes(out);
    refused("add --overwrite", gd, "--out", out);
    assertThat(out).hasBinaryContent(chart);
    assertThat(compare(gd, "--out", out, "--overwrite").out()).doesNotContain("held-out");
    assertThat(Files.readAllBytes(out)).isNotEqualTo(chart);
  }

  @Test
  void costsThatDoNotCompareAreTold() throws IOException {
    Path sparse = run("sparse", "lbfgs", "0,4,0.01,1,4,0.5\n");
    Path dense = run("dense", "lbfgs", "0,1,0.01,1,4,0.25\n");
    Files.writeString(
        sparse.resolve("config.json"), "{\"network\": {\"beta\": 0.5, \"rho\": 0.05}}");
    Files.writeString(dense.resolve("config.json"), "{\"network\": {\"beta\": 0.2, \"rho\": 0.5}}");
    assertThat(compare(dense, sparse, "--out", folder.resolve("chart.png"))
            .out()
            .lines()
            .toList())
        .satisfies(lines -> {
          assertThat(lines.get(1)).startsWith("beta 0.5, rho 0.05 ").endsWith(sparse.toString());
          assertThat(lines.get(2)).startsWith("beta 0.2, rho 0.5 ").endsWith(dense.toString());
          assertThat(lines.get(3))
              .isEqualTo("Costs do not compare: the runs differ in beta and rho. "
                  + "Order: highest held-out explained variance first.");
        });
  }

  @Test
  void ofManyRunsTheBestAreDrawn() throws IOException {
    List<Object> runs = new ArrayList<>();
    for (int i = 1; i <= 9; i++)
      runs.add(run("run" + i, "gd", "0,9,0.01,1,,\n1,%d,0.02,2,,\n".formatted(10 - i)));
    runs.addAll(List.of("--out", folder.resolve("chart.png")));
    List<String> lines = compare(runs.toArray()).out().lines().toList();
    assertThat(lines).hasSize(12);
    assertThat(lines.get(1)).startsWith("run9 ");
    assertThat(lines.get(9)).startsWith("run1 ");
    assertThat(lines.get(10))
        .isEqualTo("The chart shows the first 7 of 9 runs, lowest cost first.");
  }

  @Test
  void aFolderBesideTheRunsIsPassedOver() throws IOException {
    Path run = run("run", "gd", "0,9,0.01,1,,\n");
    Path other = Files.createDirectory(folder.resolve("figures"));
    Path file = Files.createFile(folder.resolve("train.log"));
    FoveaJar.Ended ended =
        FoveaJar.here("compare", other, run, file, "--out", folder.resolve("chart.png"));
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.errors())
        .containsExactly(
            "fovea: note: %s holds no metrics.csv and is passed over".formatted(other),
            "fovea: note: %s holds no metrics.csv and is passed over".formatted(file));
    refused("holds no metrics.csv", other, "--out", folder.resolve("other.png"));
  }

  @Test
  void whatCannotBeComparedIsRefused() throws IOException {
    Path good = run("good", "gd", "0,4,0.01,1,,\n");
    Path old = Files.createDirectory(folder.resolve("old"));
    Files.writeString(old.resolve("metrics.csv"), "iteration,cost,seconds\n0,4,0.01\n");
    Path out = folder.resolve("chart.png");
    refused("no column evaluations", good, old, "--out", out);
    refused("no such folder", good, folder.resolve("none"), "--out", out);
    refused("ends in .png", good, "--out", good.resolve("metrics.csv"));
    refused("a folder that exists", good, "--out", folder.resolve("none/chart.png"));
    refused("RUN");
    assertThat(out).doesNotExist();
  }
}
