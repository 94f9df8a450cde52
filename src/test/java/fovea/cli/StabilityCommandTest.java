package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StabilityCommandTest {
  @TempDir
  private Path folder;

  private Path train(String name, int seed, int hidden, int side) {
    Path run = folder.resolve(name);
    FoveaJar.Ended ended = FoveaJar.here(
        "train",
        "--patches",
        300,
        "--patch-size",
        side,
        "--hidden",
        hidden,
        "--seed",
        seed,
        "--iterations",
        5,
        "--quiet",
        "--out",
        run);
    assertThat(ended.exit()).as(ended.err()).isZero();
    return run;
  }

  @Test
  void aRunFindsItsOwnFeaturesAgainAndAnotherLess() throws IOException {
    Path a = train("a", 1, 6, 8);
    Path b = train("b", 2, 6, 8);
    FoveaJar.Ended same = FoveaJar.here("stability", a, a.resolve("model.safetensors"));
    assertThat(same.exit()).as(same.err()).isZero();
    assertThat(same.out())
        .contains("6 units of " + a + ", found again in 1 other model")
        .contains("mean |cosine|       1.000");

    Path out = folder.resolve("stability.csv");
    FoveaJar.Ended other = FoveaJar.here("stability", a, b, a, "--out", out);
    assertThat(other.exit()).as(other.err()).isZero();
    List<String> rows = Files.readAllLines(out);
    assertThat(rows).hasSize(7).first().isEqualTo("unit,stability");
    double sum = 0;
    for (String row : rows.subList(1, 7)) {
      double stability = Double.parseDouble(row.split(",")[1]);
      // Once found with a cosine of 1.
      assertThat(stability).isBetween(0.5, 1.0);
      sum += stability;
    }
    assertThat(other.out()).contains("mean |cosine|       %.3f".formatted(sum / 6));
    FoveaJar.here("stability", a, b, "--out", out).isRefusal("is there already");
  }

  @Test
  void whatDoesNotCompareIsRefused() {
    Path a = train("a", 1, 3, 8);
    Path other = train("other", 1, 3, 9);
    FoveaJar.here("stability", a, other)
        .isRefusal(other + ": takes 81 values an example, and " + a + " takes 64");
    FoveaJar.here("stability", a, folder).isRefusal("holds no model.safetensors");
    FoveaJar.here("stability", a).isRefusal("MODEL");
  }
}
