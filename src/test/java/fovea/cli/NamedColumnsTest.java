package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.data.DataReader;
import fovea.data.Notes;
import fovea.data.ReadOptions;
import fovea.io.JsonFile;
import fovea.io.ModelFile;
import fovea.io.StoredModel;
import fovea.kernels.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** What commands do with the names of a table's columns. */
@Isolated("listens to notes, which all threads share")
class NamedColumnsTest {
  private static final List<String> NAMES = List.of("alcohol", "malic acid", "ash", "\"pH\", old");
  private static final List<Integer> USUAL = List.of(0, 1, 2, 3);
  private static final List<Integer> OTHER = List.of(2, 0, 3, 1);
  private static final String REORDERED = "its columns stand in another order than the model's";
  private static final int D = 4;

  @TempDir
  private Path folder;

  private final List<String> notes = new CopyOnWriteArrayList<>();

  private static String quoted(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  /** The table of some seed, with its columns in this order. */
  private Path csv(String name, int seed, List<Integer> order) throws IOException {
    float[] x = new Samples(seed).pixels(200 * D);
    StringBuilder text = new StringBuilder();
    text.append(String.join(",", order.stream().map(k -> quoted(NAMES.get(k))).toList()));
    for (int i = 0; i < 200; i++)
      for (int k = 0; k < D; k++) text.append(k == 0 ? '\n' : ',').append(x[i * D + order.get(k)]);
    return Files.writeString(folder.resolve(name), text);
  }

  private Path replaced(Path table, String name, String by) throws IOException {
    String text = Files.readString(table).replace(quoted(name), by);
    return Files.writeString(folder.resolve("replaced.csv"), text);
  }

  @BeforeEach
  void listen() {
    Notes.to(notes::add);
  }

  @AfterEach
  void deaf() {
    Notes.to(note -> {});
  }

  /** The command ends well; {@link #notes} are its own. */
  private FoveaJar.Ended done(Object... arguments) {
    notes.clear();
    FoveaJar.Ended ended = FoveaJar.here(arguments);
    assertThat(ended.exit()).as(ended.err()).isZero();
    return ended;
  }

  /** Trains a small network. */
  private void trained(Path run, Path table, Object... more) {
    done(all(more, "train", table, "--hidden", 3, "--iterations", 5, "--overwrite", "--out", run));
  }

  private static Object[] all(Object[] more, Object... first) {
    return Stream.concat(Arrays.stream(first), Arrays.stream(more)).toArray();
  }

  private static StoredModel model(Path run) {
    return ModelFile.read(run.resolve("model.safetensors"));
  }

  private static float[] values(Path file) {
    return DataReader.read(file, ReadOptions.defaults()).values();
  }

  @Test
  void aModelKnowsItsColumnsAndTakesThemInAnyOrder() throws IOException {
    Path run = folder.resolve("run");
    trained(run, csv("train.csv", 1, USUAL));
    assertThat(model(run).columns().list()).isEqualTo(NAMES);
    Path usual = csv("usual.csv", 2, USUAL);
    Path other = csv("other.csv", 2, OTHER);

    Path codes = folder.resolve("codes.csv");
    done("encode", run, usual, "--out", codes);
    assertThat(notes).isEmpty();
    assertThat(Files.readString(codes)).startsWith("unit_0,unit_1,unit_2\n");
    Path again = folder.resolve("again.csv");
    done("encode", run, other, "--out", again);
    assertThat(notes).singleElement().asString().contains(other.toString(), REORDERED);
    assertThat(again).hasSameBinaryContentAs(codes);

    Path decoded = folder.resolve("decoded.csv");
    done("decode", run, codes, "--out", decoded);
    assertThat(Files.readString(decoded))
        .startsWith("alcohol,\"malic acid\",ash,\"\"\"pH\"\", old\"\n");
    assertThat(DataReader.read(decoded, ReadOptions.defaults()).columns().list())
        .isEqualTo(NAMES);

    for (String command : List.of("evaluate", "anomaly"))
      assertThat(done(command, run, other).out().replace("other.csv", "usual.csv"))
          .isEqualTo(done(command, run, usual).out());
    done("check-gradient", other, "--model", run, "--examples", 20);
    assertThat(notes).singleElement().asString().contains(REORDERED);
    Path nameless = folder.resolve("nameless.csv");
    Files.writeString(nameless, Files.readString(usual).replaceFirst(".*\n", ""));
    done("encode", run, nameless, "--out", again, "--overwrite");
    assertThat(notes).isEmpty();
    assertThat(again).hasSameBinaryContentAs(codes);
  }

  @Test
  void scaledColumnsGoIntoOrderFirst() throws IOException {
    Path run = folder.resolve("run");
    trained(run, csv("train.csv", 1, USUAL), "--scale", "standard", "--decoder", "linear");
    Path usual = csv("usual.csv", 2, USUAL);
    Path other = csv("other.csv", 2, OTHER);
    assertThat(done("evaluate", run, other, "--json").out().replace("other.csv", "usual.csv"))
        .isEqualTo(done("evaluate", run, usual, "--json").out());
    Path a = folder.resolve("a.csv");
    Path b = folder.resolve("b.csv");
    done("encode", run, usual, "--out", a);
    done("encode", run, other, "--out", b);
    assertThat(b).hasSameBinaryContentAs(a);
    done("decode", run, a, "--out", b, "--overwrite");
    assertThat(DataReader.read(b, ReadOptions.defaults()).columns().list()).isEqualTo(NAMES);
  }

  @Test
  void otherColumnsAreRefused() throws IOException {
    Path run = folder.resolve("run");
    Path table = csv("train.csv", 1, USUAL);
    trained(run, table);
    Path wrong = replaced(csv("t.csv", 2, OTHER), "ash", "dust");
    String why = "replaced.csv: it has no column 'ash', which the model has, and a column 'dust'";
    FoveaJar.here("encode", run, wrong, "--out", folder.resolve("c.csv")).isRefusal(why);
    FoveaJar.here("evaluate", run, wrong).isRefusal(why);
    FoveaJar.here("anomaly", run, wrong).isRefusal(why);
    FoveaJar.here("anomaly", run, "--calibrate", wrong, "--quantile", 0.9).isRefusal(why);
    FoveaJar.here("train", wrong, "--init", run, "--out", folder.resolve("r")).isRefusal(why);
    FoveaJar.here("train", table, "--validation", wrong, "--out", folder.resolve("r"))
        .isRefusal(why);
    FoveaJar.here("check-gradient", wrong, "--model", run).isRefusal(why);
    FoveaJar.here("report", run, wrong).isRefusal(why);
    assertThat(folder.resolve("r")).doesNotExist();
    assertThat(folder.resolve("c.csv")).doesNotExist();
  }

  @Test
  void trainingGoesOnInTheOrderOfItsModel() throws IOException {
    Path first = folder.resolve("first");
    Path usual = csv("usual.csv", 1, USUAL);
    Path other = csv("other.csv", 1, OTHER);
    trained(first, usual);
    trained(folder.resolve("a"), usual, "--init", first);
    trained(folder.resolve("b"), other, "--init", first);
    assertThat(notes).singleElement().asString().contains(REORDERED);
    assertThat(folder.resolve("b/model.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("a/model.safetensors"));

    // The run's model is in the order of --init, and the run goes on so.
    done("train", "--resume", folder.resolve("b"), "--iterations", 7);
    assertThat(notes).singleElement().asString().contains(REORDERED);
    assertThat(model(folder.resolve("b")).columns().list()).isEqualTo(NAMES);
    done("train", usual, "--resume", folder.resolve("a"), "--iterations", 7);
    assertThat(notes).isEmpty();
    assertThat(folder.resolve("b/model.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("a/model.safetensors"));
    done("report", first, other);
    assertThat(notes).singleElement().asString().contains(REORDERED);
  }

  @Test
  void dataOnTheDiskTakeOverTheNamesOfTheirStart() throws IOException {
    Path first = folder.resolve("first");
    trained(first, csv("usual.csv", 1, USUAL));
    Path data = FoveaJar.npy(folder.resolve("x.npy"), new Samples(3).pixels(80), 20, D);
    Path run = folder.resolve("run");
    Path other = csv("other.csv", 2, OTHER);
    trained(run, data, "--init", first, "--stream", "--validation", other);
    assertThat(notes).singleElement().asString().contains("other.csv: " + REORDERED);
    assertThat(model(run).columns().list()).isEqualTo(NAMES);
  }

  @Test
  void heldOutExamplesAreBroughtIntoTheOrderOfTheOthers() throws IOException {
    Path table = csv("train.csv", 1, USUAL);
    Path run = folder.resolve("run");
    trained(run, table, "--validation", csv("usual.csv", 2, USUAL));
    String metrics = JsonFile.read(run.resolve("config.json")).path("result").toString();
    String cost = metrics.replaceAll(".*held_out_cost\":([^,]*),.*", "$1");
    trained(run, table, "--validation", csv("other.csv", 2, OTHER));
    assertThat(notes).singleElement().asString().contains("other.csv: " + REORDERED);
    assertThat(JsonFile.read(run.resolve("config.json")).path("result").toString())
        .contains("held_out_cost\":" + cost);

    // Those of the run, when its table has been saved anew in another order.
    Path calibration = folder.resolve("c.json");
    trained(run, table, "--validation", 0.5);
    done("anomaly", run, "--calibrate", "held-out", "--quantile", 0.9, "--out", calibration);
    String threshold = JsonFile.read(calibration).path("mse").toString();
    csv("train.csv", 1, OTHER);
    Object[] calibrate = {"--calibrate", "held-out", "--quantile", 0.9, "--overwrite"};
    done(all(calibrate, "anomaly", run, "--out", calibration));
    assertThat(notes).singleElement().asString().contains(REORDERED);
    assertThat(JsonFile.read(calibration).path("mse").toString()).isEqualTo(threshold);
  }

  @Test
  void anomaliesNameTheColumnsTheyComeFrom() throws IOException {
    Path run = folder.resolve("run");
    Path table = csv("train.csv", 1, USUAL);
    trained(run, table, "--validation", 0.5);
    done("anomaly", run, "--calibrate", "held-out", "--quantile", 0.9);
    String[] rows = Files.readString(csv("new.csv", 2, OTHER)).split("\n");
    rows[8] = "40,0.5,0.5,0.5"; // OTHER begins with ash
    Path data = Files.writeString(folder.resolve("new.csv"), String.join("\n", rows));
    Path squares = folder.resolve("squares.csv");
    FoveaJar.Ended ended = done("anomaly", run, data, "--top", 1, "--per-value", squares);
    assertThat(ended.out().lines().toList().getLast()).matches(" +7 .* yes +ash \\d+ %.*");
    assertThat(Files.readString(squares))
        .startsWith("alcohol,\"malic acid\",ash,\"\"\"pH\"\", old\"\n");
    assertThat(done("anomaly", run, data, "--top", 1, "--json").out())
        .contains("\"column\" : \"ash\"");
  }

  @Test
  void columnsWithoutNamesAreCountedFromOneByPeople() throws IOException {
    Path run = folder.resolve("run");
    float[] x = new Samples(3).pixels(200 * D);
    trained(run, FoveaJar.npy(folder.resolve("x.npy"), x, 200, D), "--validation", 0.5);
    done("anomaly", run, "--calibrate", "held-out", "--quantile", 0.9);
    x[7 * D + 2] = 40;
    Path data = FoveaJar.npy(folder.resolve("y.npy"), x, 200, D);
    assertThat(done("anomaly", run, data, "--top", 1).out().lines().toList().getLast())
        .matches(" +7 .* yes +3 \\d+ %.*");
    assertThat(done("anomaly", run, data, "--top", 1, "--json").out())
        .contains("\"column\" : \"2\"");
  }

  @Test
  void theReportAndTheExportsTellThem() throws IOException {
    Path run = folder.resolve("run");
    trained(run, csv("train.csv", 1, USUAL));
    String page = Files.readString(run.resolve("report.html"));
    assertThat(page)
        .containsPattern("<h3>Unit 0: (alcohol|malic acid|ash|&quot;pH&quot;, old), ")
        .containsPattern("largest weights: .*malic acid -?\\d")
        .contains("<th scope=\"row\">malic acid</th>")
        .doesNotContain("columns are counted from 1");

    Path onnx = folder.resolve("m.onnx");
    Path npz = folder.resolve("m.npz");
    Path java = folder.resolve("Coder.java");
    Path json = folder.resolve("m.json");
    done("export", run, "--onnx", onnx, "--npz", npz, "--java", java, "--json", json);
    String array = "[\"alcohol\",\"malic acid\",\"ash\",\"\\\"pH\\\", old\"]";
    assertThat(new String(Files.readAllBytes(onnx), StandardCharsets.UTF_8))
        .endsWith("columns\u0012" + (char) array.length() + array);
    assertThat(JsonFile.read(json).path("columns").toString()).isEqualTo(array);
    assertThat(Files.readString(java))
        .contains("public static String[] columns() {", "\"\\\"pH\\\", old\"");
    assertThat(new String(Files.readAllBytes(npz), StandardCharsets.UTF_8)).contains("columns.npy");
  }

  @Test
  void runsWhoseColumnsDifferAreNotHeldAgainstEachOther() throws IOException {
    trained(folder.resolve("a"), csv("usual.csv", 1, USUAL));
    trained(folder.resolve("b"), csv("other.csv", 1, OTHER));
    FoveaJar.here("stability", folder.resolve("a"), folder.resolve("b"))
        .isRefusal("stand in another order: they do not compare");
  }

  @Test
  void aColumnThatNumbersTheRowsIsToldOnce() throws IOException {
    StringBuilder text = new StringBuilder("v,ID\n");
    for (int i = 0; i < 50; i++) text.append("0.%d,%d\n".formatted(i + 10, i));
    Path table = Files.writeString(folder.resolve("t.csv"), text);
    Path run = folder.resolve("run");
    trained(run, table, "--decoder", "linear");
    assertThat(notes)
        .singleElement()
        .asString()
        .contains("its column 'ID' numbers the rows", "leave it out of the file");
    done("encode", run, table, "--out", folder.resolve("c.npy"));
    done("report", run);
    assertThat(notes).isEmpty();
    Path sweep = folder.resolve("sweep");
    done("sweep", table, "--hidden", 2, "--iterations", 2, "--decoder", "linear", "--out", sweep);
    assertThat(notes).singleElement().asString().contains("its column 'ID' numbers the rows");
  }

  @Test
  void aModelOfATableWithAnIndexColumnSaysHowToReadItAgain() throws IOException {
    StringBuilder text = new StringBuilder("id,u,v\n");
    for (int i = 0; i < 50; i++) text.append("%d,0.%d,0.%d\n".formatted(i, i + 10, 90 - i));
    Path table = Files.writeString(folder.resolve("t.csv"), text);
    Path run = folder.resolve("run");
    trained(run, table, "--index-column", "yes");
    Path codes = folder.resolve("c.npy");
    FoveaJar.Ended ended = FoveaJar.here("encode", run, table, "--out", codes);
    ended.isRefusal("'id', which the model has not");
    ended.isRefusal("or --index-column yes if it names the rows");
    done("encode", run, table, "--index-column", "yes", "--out", codes);
  }
}
