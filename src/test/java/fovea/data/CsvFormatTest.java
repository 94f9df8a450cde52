package fovea.data;

import static fovea.data.TestFiles.DEFAULTS;
import static fovea.data.TestFiles.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import fovea.data.ExampleShape.Row;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Isolated("listens to notes, which all threads share")
class CsvFormatTest {
  @TempDir
  Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"savetxt.txt", "semicolons.csv", "tabs.tsv"})
  void readsTablesThatPythonWrote(String name) throws IOException {
    Examples table = DataReader.read(TestFiles.copy("formats/" + name, folder), DEFAULTS);
    assertThat(table.shape()).isEqualTo(new Row(4));
    float[] expected = new float[24];
    for (int k = 0; k < 24; k++) expected[k] = (k * 7 % 23 - 5) / 32f;
    assertThat(table.values()).containsExactly(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1,2.5,-3\n4,5,6e-1\n",
        "1,2.5,-3\n4,5,6e-1",
        "1,2.5,-3\r\n4,5,6e-1\r\n",
        "1,2.5,-3\r4,5,6e-1\r",
        "\n\n 1 , 2.5,  -3\n\n4,5,+.6  \n\n",
        "a,b,c\n1,2.5,-3\n4,5,6e-1\n",
        "# made by hand, 1 of 2\n1,2.5,-3\n# more\n4,5,6e-1",
        "\"a\nb\",\"c,d\",\"e\"\"f\"\n\"1\",\"2.5\", \"-3\" \n4,5,6e-1",
        "1;2.5;-3\n4;5;6e-1",
        "1\t2.5\t-3\n4\t5\t6e-1",
        "1 2.5  -3\n  4 5 6e-1  \n",
        "\n  \n  # by hand\n1,2.5,-3\n \t \n  # more, and, more\n4,5,6e-1\n",
        "\uFEFF1,2.5,-3\n4,5,6e-1\n",
        "a b \"c d\"\n1 2.5 -3 \n\"4\" 5 \"6e-1\"",
        "01,2.50,-003.\n4.0E0,50e-1,6000000000000000000000e-22",
        "1,2.5,-3\n4,5,0.59999999999999999999999999999999999"
      })
  void readsTheSameTableHoweverItIsWritten(String text) throws IOException {
    assertThat(read(text).shape()).isEqualTo(new Row(3));
    assertThat(read(text).values()).containsExactly(1, 2.5f, -3, 4, 5, 0.6f);
  }

  @Test
  void roundsAsJavaDoes() throws IOException {
    Random random = new Random(8);
    StringBuilder text = new StringBuilder();
    float[] expected = new float[20_000];
    for (int i = 0; i < expected.length; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      String digits = switch (i % 5) {
        case 0 -> Double.toString(random.nextGaussian());
        case 1 -> Float.toString((float) random.nextGaussian());
        case 2 ->
          "%d.%de%d".formatted(random.nextLong(), random.nextInt(1000), random.nextInt(60) - 50);
        case 3 -> Long.toString(random.nextLong());
        default ->
          Double.isFinite(value) && Math.abs(value) < 1e38
              ? Double.toString(value)
              : "0.0001220703125";
      };
      expected[i] = (float) Double.parseDouble(digits);
      text.append(digits).append(i % 8 == 7 ? '\n' : ',');
    }
    assertThat(read(text.toString()).values()).isEqualTo(expected);
  }

  @Test
  void namesTheLineAndColumnOfWhatIsNotANumber() throws IOException {
    refuses("a,b\n1,2\n3,x\n", "x.csv: line 3, column 2: 'x' is not a number");
    refuses("1,2\n3,\n", "line 2, column 2: '' is not a number");
    refuses("1,2\n,3\n", "line 2, column 1: '' is not a number");
    refuses("5.1,3.5,Iris\n", "line 1, column 3: 'Iris' is not a number");
    refuses("Iris,5.1\n", "line 1, column 1: 'Iris' is not a number");
    refuses("1\n\n# no\n\"a\"\n", "line 4, column 1: 'a' is not a number");
    refuses("1;2\n1,5;2\n", "line 2, column 1: '1,5' is not a number", "decimal point");
    for (String wrong : new String[] {
      "nan",
      "NaN",
      "inf",
      "-Infinity",
      "0x10",
      "1f",
      "1d",
      "1e",
      "--1",
      "1.2.3",
      ".",
      "1 2",
      "1e5e5"
    }) refuses("1,2\n3," + wrong + "\n", "line 2, column 2: '" + wrong + "' is not a number");
    refuses("1,2\n3,1e39\n", "line 2, column 2: '1e39' is too large for 32 bits");
    refuses("1,2\n3,-1e999999999999\n", "is too large for 32 bits");
  }

  /** Text, then the options, then the values; what pandas writes with and without its index comes first. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0,1,2;.5,.6,.7|AUTO|AUTO|.5 .6 .7",
        "1,2,3;.5,.6,.7|AUTO|AUTO|.5 .6 .7",
        "'\"0\",\"1\",\"2\";4,5,6'|AUTO|AUTO|4 5 6",
        "0,1;.5,1|AUTO|AUTO|.5 1",
        "0,1;1,0|AUTO|AUTO|0 1 1 0",
        "0;1|AUTO|AUTO|0 1",
        "0.0,1.0,2.0;4,5,6|AUTO|AUTO|0 1 2 4 5 6",
        "0,1,3;4,5,6|AUTO|AUTO|0 1 3 4 5 6",
        "0,1,2;4,5,6|NO|AUTO|0 1 2 4 5 6",
        "7,8;4,5|YES|AUTO|4 5",
        ",x,y;0,.5,.6;1,.7,.8|AUTO|AUTO|.5 .6 .7 .8",
        ",0,1;0,.5,.6;1,.7,.8|AUTO|AUTO|.5 .6 .7 .8",
        ",0;0,.5;1,.7|AUTO|AUTO|.5 .7",
        ",x,y;17,.5,.6;3,.7,.8|AUTO|AUTO|.5 .6 .7 .8",
        ",x,y;.5,.5,.6;1,.7,.8|AUTO|AUTO|.5 .5 .6 1 .7 .8",
        ",x,y;0,.5,.6|AUTO|NO|0 .5 .6",
        "i,x,y;0,.5,.6|AUTO|AUTO|0 .5 .6",
        "i,x,y;0,.5,.6|AUTO|YES|.5 .6",
        "i,x,y;Iris,.5,.6|AUTO|YES|.5 .6",
        "Iris,5,6;Lily,7,8|AUTO|YES|5 6 7 8",
        "i,0,1,2;a,.5,.6,.7|AUTO|YES|.5 .6 .7",
        "9,0,1;9,2,3|AUTO|YES|0 1 2 3"
      })
  void namesOfColumnsAndRowsAreNoValues(
      String text, TableLayout.Names header, TableLayout.Names index, String values)
      throws IOException {
    Path file = Files.writeString(folder.resolve("x.csv"), text.replace(';', '\n'));
    ReadOptions options = DEFAULTS.withTable(new TableLayout(header, index, false));
    float[] expected = new float[values.split(" ").length];
    for (int i = 0; i < expected.length; i++)
      expected[i] = Float.parseFloat(values.split(" ")[i]);
    assertThat(DataReader.read(file, options).values()).containsExactly(expected);
  }

  @Test
  void saysWhatItTakesForNames() throws IOException {
    List<String> notes = new ArrayList<>();
    Notes.to(notes::add);
    try {
      read(",0,1\n5,.5,.6\n");
    } finally {
      Notes.to(note -> {});
    }
    assertThat(notes).hasSize(2);
    assertThat(notes.get(0)).contains("x.csv: its first line", "--header no");
    assertThat(notes.get(1)).contains("x.csv: its first column", "--index-column no");
  }

  @Test
  void tellsTheWayOutWhereNamesAreNotRecognised() throws IOException {
    refuses("x,y\nIris,5\n", "line 2, column 1: 'Iris' is not a number", "--index-column yes");
    assertRefused(
        Files.writeString(folder.resolve("x.csv"), "1\n2\n"),
        DEFAULTS.withTable(new TableLayout(TableLayout.Names.AUTO, TableLayout.Names.YES, false)),
        "x.csv: has no column besides the index");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1,2\n3,4\n", "a,b\n1,2\n3,4\n", "# a b\n1 2\n3 4\n", "\uFEFF1,2\n3,4\n"})
  void readsTheSameFromGzip(String text) throws IOException {
    Path file = folder.resolve("x.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    assertThat(DataReader.read(file, DEFAULTS).values()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void transposesTables() throws IOException {
    ReadOptions options =
        DEFAULTS.withTable(new TableLayout(TableLayout.Names.AUTO, TableLayout.Names.YES, true));
    Path file = Files.writeString(folder.resolve("x.csv"), "gene,s,t,u\nA,1,2,3\nB,4,5,6\n");
    Examples examples = DataReader.read(file, options);
    assertThat(examples.shape()).isEqualTo(new Row(2));
    assertThat(examples.values()).containsExactly(1, 4, 2, 5, 3, 6);
    Path patches = TestFiles.copy("formats/patches.npy", folder);
    assertRefused(patches, options, "patches.npy", "--transpose is for tables");
    Path rows = folder.resolve("rows.npy");
    NpyPartsTest.npy(rows, "|u1", new byte[] {0, 51, 102, (byte) 153, (byte) 204, -1}, "2, 3");
    try (ExampleSource source = ExampleSource.open(rows, options)) {
      assertThat(((ExampleSource.InMemory) source).examples().values())
          .containsExactly(0, .6f, .2f, .8f, .4f, 1);
    }
  }

  @Test
  void refusesWhatIsNoTable() throws IOException {
    refuses("1,2\n3\n", "line 2 has 1 values, the lines before it have 2");
    refuses("1,2\n3,4,5\n", "line 2 has 3 values");
    refuses("a,b\n3,4,5,6\n", "line 2 has 4 values, the lines before it have 2");
    // What R's write.table writes by itself.
    String row = "a b\n1 1.5 2.5\n";
    refuses(
        row, "line 2 has 3 values and the header 2 names: name the first column, too", "col.names");
    assertRefused(
        Files.writeString(folder.resolve("x.csv"), row),
        DEFAULTS.withTable(new TableLayout(TableLayout.Names.AUTO, TableLayout.Names.YES, false)),
        "line 2 has 3 values and the header 2 names");
    refuses("a,b\n1,2,3\n", "line 2 has 3 values");
    refuses("a,b\n", "no line of numbers");
    refuses("# nothing\n", "no line of numbers");
    refuses("1,\"2\n3,4", "line 1: a quoted field does not end");
    refuses("1," + "x".repeat(70_000), "a field has more than 4096 characters");
    refuses("1," + "1".repeat(70_000), "a field has more than 4096 characters");
    refuses("\"" + "x".repeat(70_000) + "\",2", "a quoted field does not end");
    refuses("1 2\n3 \n", "line 2 has 1 values");
  }

  @Test
  void readsAcrossTheEdgesOfItsBuffer() throws IOException {
    StringBuilder text =
        new StringBuilder(" ".repeat(70_000) + "a,b\r\n#" + "-".repeat(70_000) + "\r\n");
    float[] expected = new float[60_000];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = i / 64f;
      text.append(i % 3 == 0 ? "\"" + i / 64.0 + "\"" : " ".repeat(i % 7) + i / 64.0)
          .append(i % 2 == 1 ? "\r\n" : ",");
    }
    assertThat(read(text.toString()).values()).isEqualTo(expected);
    refuses(text + "1,x\n", "line 30003, column 2");
  }

  @Test
  void textThatIsNoTableIsNoData() throws IOException {
    assertRefused(
        Files.writeString(folder.resolve("x.json"), "{\"a\": 1}"), DEFAULTS, "not a kind of data");
    assertRefused(
        Files.writeString(folder.resolve("notes"), "Some words"), DEFAULTS, "not a kind of data");
    assertThat(DataReader.read(Files.writeString(folder.resolve("numbers"), "1 2 3"), DEFAULTS)
            .values())
        .containsExactly(1, 2, 3);
    assertRefused(
        Files.write(folder.resolve("x.csv"), new byte[] {1, 2, 3, 0}),
        DEFAULTS,
        "x.csv: its contents are not those of a CSV table");
  }

  private Examples read(String text) throws IOException {
    return DataReader.read(Files.writeString(folder.resolve("x.csv"), text), DEFAULTS);
  }

  private void refuses(String text, String... parts) throws IOException {
    assertRefused(Files.writeString(folder.resolve("x.csv"), text), DEFAULTS, parts);
  }
}
