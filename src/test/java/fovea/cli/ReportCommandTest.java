package fovea.cli;

import static fovea.cli.FoveaJar.done;
import static org.assertj.core.api.Assertions.assertThat;

import fovea.kernels.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code fovea report}. */
class ReportCommandTest {
  @TempDir
  private Path folder;

  private static void refused(String why, Object... arguments) {
    FoveaJar.here(arguments).isRefusal(why);
  }

  @Test
  void theReportOfTheBuiltInPhotographsIsWrittenAgainAsItWas() throws IOException {
    Path run = folder.resolve("run");
    done("train", "--patches", 1300, "--iterations", 12, "--hidden", 20, "--quiet", "--out", run);
    Path page = run.resolve("report.html");
    byte[] first = Files.readAllBytes(page);
    Files.delete(page);
    assertThat(done("report", run, "--threads", 1).out().strip()).isEqualTo(page.toString());
    assertThat(Files.readAllBytes(page)).isEqualTo(first);
    // Nothing was held out, but these photographs were not trained on.
    assertThat(Files.readString(page)).contains("built-in held-out photographs");
  }

  @Test
  void unitsThatOtherRunsFindAgainAreTold() throws IOException {
    Path run = folder.resolve("run");
    Path other = folder.resolve("other");
    Object[] train = {"train", "--patches", 300, "--iterations", 5, "--hidden", 4, "--quiet"};
    done(with(train, "--seed", 1, "--out", run));
    done(with(train, "--seed", 2, "--out", other));
    assertThat(run.resolve("report.html")).content().doesNotContain("tability");
    Path csv = folder.resolve("stability.csv");
    done("stability", run, other, "--out", csv);
    done("report", run, "--compare", other);
    String page = Files.readString(run.resolve("report.html"));
    assertThat(page).contains("data-way=\"down\">stability</option>");
    for (String row : Files.readAllLines(csv).subList(1, 5)) {
      String[] cells = row.split(",");
      double stability = Double.parseDouble(cells[1]);
      assertThat(page)
          .containsPattern("<li data-unit=\"%s\"[^>]* data-stability=\"%s\""
              .formatted(cells[0], String.format(Locale.ROOT, "%.4f", stability)))
          .contains(String.format(Locale.ROOT, "<br />stability %.2f", stability));
    }
    byte[] before = Files.readAllBytes(run.resolve("report.html"));
    refused("holds no model.safetensors", "report", run, "--compare", folder);
    assertThat(run.resolve("report.html")).hasBinaryContent(before);
  }

  private static Object[] with(Object[] first, Object... then) {
    return Stream.concat(Stream.of(first), Stream.of(then)).toArray();
  }

  /** Arguments in a config.json are for people: the file that one names with @ is nobody's business. */
  @Test
  void argumentsInAConfigAreNeverExpanded() throws IOException {
    Path run = folder.resolve("run");
    done("train", "--patches", 300, "--iterations", 2, "--hidden", 3, "--quiet", "--out", run);
    Path secret = Files.writeString(folder.resolve("secret"), "--hush=4711\n");
    Path config = run.resolve("config.json");
    Files.writeString(
        config,
        Files.readString(config)
            .replaceFirst("\"train\", \"--patches\"", "\"train\", \"@%s\"".formatted(secret)));
    for (FoveaJar.Ended ended : new FoveaJar.Ended[] {
      done("report", run),
      done("train", "--resume", run, "--iterations", 3),
      done("compare", run, "--out", folder.resolve("c.png"))
    }) assertThat(ended.out() + ended.err()).doesNotContain("4711");
    assertThat(Files.readString(run.resolve("report.html")))
        .contains("@" + secret)
        .doesNotContain("4711");
  }

  @Test
  void dataThatMovedAreNamed() throws IOException {
    float[] values = new Samples(1).pixels(300 * 9);
    Path table = FoveaJar.npy(folder.resolve("table.npy"), values, 300, 9);
    Path run = folder.resolve("run");
    done(
        "train",
        table,
        "--validation",
        0.2,
        "--iterations",
        5,
        "--hidden",
        4,
        "--quiet",
        "--out",
        run);
    Path page = run.resolve("report.html");
    String first = Files.readString(page);
    assertThat(first).contains("240 examples").contains("total, held out");
    Path moved = Files.move(table, folder.resolve("moved.npy"));
    refused("name their new place after RUN", "report", run);
    done("report", run, moved);
    assertThat(Files.readString(page).replace("moved.npy", "table.npy")).isEqualTo(first);

    Path other = FoveaJar.npy(folder.resolve("other.npy"), new Samples(2).pixels(90), 10, 9);
    done("report", run, other);
    assertThat(Files.readString(page)).contains("These are not the examples");
    Path wide = FoveaJar.npy(folder.resolve("wide.npy"), new Samples(2).pixels(80), 10, 8);
    refused("8 values", "report", run, wide);
  }

  @Test
  void whatIsNoRunIsRefused() throws IOException {
    refused("give a folder that 'train' wrote", "report", folder);
    refused("RUN", "report");
    Path earlier = Files.createDirectory(folder.resolve("earlier"));
    Files.writeString(
        earlier.resolve("config.json"), "{\"version\": \"0.1.0\", \"arguments\": []}");
    refused("config.json: was written by an earlier Fovea (0.1.0)", "report", earlier);
  }
}
