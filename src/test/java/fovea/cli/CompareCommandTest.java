package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
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
        run.resolve("metrics.csv"), "iteration,cost,seconds,evaluations,held_out_cost\n" + rows);
    Files.writeString(
        run.resolve("config.json"), "{\"training\": {\"optimizer\": \"%s\"}}".formatted(optimizer));
    return run;
  }

  private void refused(String why, Object... arguments) {
    List<Object> all = new ArrayList<>(List.of("compare"));
    all.addAll(Arrays.asList(arguments));
    FoveaJar.here(all.toArray()).isRefusal(why);
  }

  @Test
  void drawsAndTells() throws IOException {
    Path lbfgs = run("a", "lbfgs", "0,4,0.01,1,4.5\n1,3,0.03,2,3.25\n2,1.5,0.05,4,3.5\n");
    Path gd = run("b", "gd", "0,4,0.01,1,\n1,3.75,0.02,2,\n");
    Path out = folder.resolve("chart.png");
    FoveaJar.Ended ended = FoveaJar.here("compare", lbfgs, gd, "--out", out);
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.errors()).isEmpty();
    assertThat(ended.out().lines())
        .containsExactly(
            "run            cost  lowest held-out cost  iterations  evaluations   seconds",
            "lbfgs      1.500000              3.250000           2            4       0.1",
            "gd         3.750000                                 1            2       0.0",
            out.toString());
    assertThat(ImageIO.read(out.toFile()).getWidth()).isGreaterThan(1000);
    // Again: the chart is replaced.
    assertThat(FoveaJar.here("compare", gd, "--out", out).out()).doesNotContain("held-out");
  }

  @Test
  void whatCannotBeComparedIsRefused() throws IOException {
    Path good = run("good", "gd", "0,4,0.01,1,\n");
    Path old = Files.createDirectory(folder.resolve("old"));
    Files.writeString(old.resolve("metrics.csv"), "iteration,cost,seconds\n0,4,0.01\n");
    Path out = folder.resolve("chart.png");
    refused("no column evaluations", good, old, "--out", out);
    refused("no such folder", good, folder.resolve("none"), "--out", out);
    refused("ends in .png", good, "--out", good.resolve("metrics.csv"));
    refused("a folder that exists", good, "--out", folder.resolve("none/chart.png"));
    List<Object> many = new ArrayList<>(Collections.nCopies(8, good));
    refused("8 runs", many.toArray());
    refused("RUN");
    assertThat(out).doesNotExist();
  }
}
