package fovea.cli;

import static fovea.cli.FoveaJar.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.data.DataReader;
import fovea.data.Notes;
import fovea.data.ReadOptions;
import fovea.data.TableLayout;
import fovea.io.ModelFile;
import fovea.io.StoredModel;
import fovea.kernels.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** {@code train --missing mean}, and what later commands make of such a model. */
@Isolated("listens to notes, which all threads share")
class MissingTest {
  private static final int D = 3;

  @TempDir
  private Path folder;

  private static float[] values(Path file) {
    return DataReader.read(
            file, ReadOptions.defaults().withTable(TableLayout.usual().withMissing(true)))
        .values();
  }

  /** Every seventh value is missing, and is written in one of the usual ways. */
  private static float[] gaps(int n, long seed) {
    float[] x = new Samples(seed).signed(n * D, 5);
    for (int i = 3; i < x.length; i += 7) x[i] = Float.NaN;
    return x;
  }

  private Path csv(String name, float[] x) throws IOException {
    String[] ways = {"", "NA", "NaN", "nan", "n/a", "null"};
    StringBuilder text = new StringBuilder("a,b,c\n");
    for (int i = 0; i < x.length; i++)
      text.append(Float.isNaN(x[i]) ? ways[i % ways.length] : "" + x[i])
          .append(i % D == D - 1 ? '\n' : ',');
    return Files.writeString(folder.resolve(name), text);
  }

  private Path train(Path data, Object... more) {
    Path run = folder.resolve("run");
    List<Object> all =
        new ArrayList<>(List.of("train", data, "--decoder", "linear", "--hidden", 4));
    all.addAll(List.of("--iterations", 8, "--overwrite", "--out", run));
    all.addAll(List.of(more));
    done(all.toArray());
    return run;
  }

  @Test
  void aMissingValueIsTheMeanAndCountsInNoError() throws IOException {
    float[] training = gaps(70, 1);
    Path data = csv("table.csv", training);
    assertThat(values(data)).isEqualTo(training);
    List<String> notes = new ArrayList<>();
    Notes.to(notes::add);
    Path run;
    try {
      run = train(data, "--missing", "mean", "--scale", "standard");
    } finally {
      Notes.to(note -> {});
    }
    assertThat(notes)
        .containsExactly(data
            + ": 30 missing values are taken for the means of their columns: "
            + "10 in 'a', 10 in 'b', 10 in 'c'");
    StoredModel model = ModelFile.read(run.resolve("model.safetensors"));
    float[] means = model.preprocessing().orElseThrow().table().orElseThrow().means();

    float[] x = gaps(20, 2);
    for (int k = 0; k < D; k++) x[k] = Float.NaN; // nothing is known of the first
    float[] filled = x.clone();
    for (int i = 0; i < x.length; i++) if (Float.isNaN(x[i])) filled[i] = means[i % D];
    Path later = FoveaJar.npy(folder.resolve("later.npy"), x, 20, D);
    Path whole = FoveaJar.npy(folder.resolve("whole.npy"), filled, 20, D);
    Path codes = folder.resolve("codes.npy");
    Path same = folder.resolve("same.npy");
    done("encode", run, later, "--out", codes);
    done("encode", run, whole, "--out", same);
    assertThat(Files.readAllBytes(codes)).isEqualTo(Files.readAllBytes(same));

    Path scores = folder.resolve("scores.npy");
    Path squares = folder.resolve("squares.npy");
    done("anomaly", run, later, "--out", scores, "--per-value", squares);
    Path all = folder.resolve("all.npy");
    done("anomaly", run, whole, "--per-value", all);
    float[] found = values(squares);
    float[] complete = values(all);
    for (int i = 0; i < 20; i++) {
      double sum = 0;
      int there = 0;
      for (int k = 0; k < D; k++) {
        int at = i * D + k;
        assertThat(Float.valueOf(found[at]))
            .isEqualTo(Float.valueOf(Float.isNaN(x[at]) ? Float.NaN : complete[at]));
        if (Float.isNaN(x[at])) continue;
        sum += found[at];
        there++;
      }
      assertThat((double) values(scores)[i])
          .isCloseTo(i == 0 ? 0 : sum / there, within(1e-6 * sum));
    }
    done("evaluate", run, csv("later.csv", x));
    assertThat(Files.readString(run.resolve("report.html")))
        .contains("<dt>missing values</dt><dd>the mean of their column", "missing.mean");
    done("report", run);
  }

  @Test
  void readAgainInEveryStepItIsTheSameModel() throws IOException {
    Path data = FoveaJar.npy(folder.resolve("table.npy"), gaps(900, 3), 900, D);
    Path run = train(data, "--missing", "mean", "--scale", "minmax");
    byte[] expected = Files.readAllBytes(run.resolve("model.safetensors"));
    train(data, "--missing", "mean", "--scale", "minmax", "--stream");
    assertThat(Files.readAllBytes(run.resolve("model.safetensors"))).isEqualTo(expected);
  }

  @Test
  void unlessAskedForMissingValuesAreRefused() throws IOException {
    Path data = csv("table.csv", gaps(40, 4));
    Path out = folder.resolve("no");
    FoveaJar.here("train", data, "--out", out).isRefusal("--missing mean");
    Path npy = FoveaJar.npy(folder.resolve("table.npy"), gaps(40, 4), 40, D);
    FoveaJar.here("train", npy, "--out", out).isRefusal("--missing mean");
    Path words = Files.writeString(folder.resolve("w.csv"), "a,b\n1,2\n3,red\n");
    FoveaJar.here("train", words, "--missing", "mean", "--out", out).isRefusal("encode words");
    Path infinite = FoveaJar.npy(folder.resolve("i.npy"), new float[] {1, 1 / 0f, 2, 3}, 2, 2);
    FoveaJar.here("train", infinite, "--missing", "mean", "--out", out).isRefusal("Infinity");
    assertThat(out).doesNotExist();

    Path run = train(csv("whole.csv", new Samples(5).signed(60, 1)));
    FoveaJar.here("encode", run, data, "--out", out + ".npy").isRefusal("--missing mean");
    FoveaJar.here("encode", run, data, "--missing", "mean", "--out", out + ".npy")
        .isRefusal("--missing refuse");
  }
}
