package fovea.data;

import static fovea.data.TestFiles.DEFAULTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.data.ExampleShape.Patch;
import fovea.data.ExampleShape.Row;
import fovea.data.TableLayout.Names;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where names of columns come from, and how they bring a table into order. */
@Isolated("listens to notes, which all threads share")
class ColumnNamesTest {
  private static final ColumnNames ABC = new ColumnNames(List.of("a", "b", "c"));

  @TempDir
  private Path folder;

  private final List<String> notes = new ArrayList<>();

  @BeforeEach
  void listen() {
    Notes.to(notes::add);
  }

  @AfterEach
  void deaf() {
    Notes.to(note -> {});
  }

  private Examples csv(String text, ReadOptions options) throws IOException {
    return DataReader.read(Files.writeString(folder.resolve("t.csv"), text), options);
  }

  private static ReadOptions layout(Names header, Names index) {
    return DEFAULTS.withTable(new TableLayout(header, index, false));
  }

  @Test
  void namesThatAreNotInUtf8AreTold() throws IOException {
    Path file = folder.resolve("t.csv");
    Files.write(file, "Gr\u00f6\u00dfe,b\n1,2\n".getBytes(StandardCharsets.ISO_8859_1));
    DataReader.read(file, DEFAULTS);
    assertThat(notes)
        .containsExactly(file + ": its column 'Gr\ufffd\ufffde' is not in UTF-8; "
            + "save it in UTF-8 to keep its letters");
    notes.clear();
    csv("Gr\u00f6\u00dfe,b\n1,2\n", DEFAULTS);
    assertThat(notes).isEmpty();
  }

  @Test
  void columnsArePutIntoTheOrderAskedFor() throws IOException {
    Examples there = csv("c,a,b\n3,1,2\n6,4,5\n", DEFAULTS.withColumns(ABC));
    assertThat(there.values()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(there.columns()).isEqualTo(ABC);
    assertThat(notes).hasSize(1);
    assertThat(notes.getFirst()).contains("t.csv: its columns stand in another order");
  }

  @Test
  void theSameOrderAndTablesWithoutNamesStayAsTheyAre() throws IOException {
    for (String text : List.of("a,b,c\n1,2,3\n", "1,2,3\n")) {
      Examples table = csv(text, DEFAULTS.withColumns(ABC));
      assertThat(table.values()).containsExactly(1, 2, 3);
      assertThat(table.columns()).isEqualTo(ABC);
    }
    assertThat(csv("1,2\n", DEFAULTS.withColumns(ABC)).columns()).isEqualTo(ColumnNames.NONE);
    Examples patch = new Examples("p", 1, new Patch(3, 1), new float[3]);
    assertThat(ABC.arrange(patch)).isSameAs(patch);
    assertThat(ColumnNames.NONE.arrange(csv("c,a\n1,2\n", DEFAULTS)).values())
        .containsExactly(1, 2);
    assertThat(notes).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a,x,c,y | no column 'b', which the model has, and a column 'x', which the model has not",
        "c,a | it has no column 'b', which the model has: give",
        "c,id,a,b | it has a column 'id', which the model has not: give",
      })
  void otherColumnsAreRefused(String header, String why) {
    String values = "1" + ",2".repeat(header.split(",").length - 1);
    assertThatThrownBy(() -> csv(header + "\n" + values + "\n", DEFAULTS.withColumns(ABC)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(why);
  }

  @Test
  void aHeaderGivesThem() throws IOException {
    assertThat(csv("\"Größe, in m\",b\n1.5,2\n", DEFAULTS).columns().list())
        .containsExactly("Größe, in m", "b");
    assertThat(csv(",a,b\n0,1,2\n1,3,4\n", DEFAULTS).columns().list()).containsExactly("a", "b");
    assertThat(csv("row,a,b\nx,1,2\n", layout(Names.AUTO, Names.YES)).columns().list())
        .containsExactly("a", "b");
    assertThat(csv("0,1,2\n3,4,5\n", DEFAULTS).columns().list()).containsExactly("0", "1", "2");
    assertThat(csv("0,1\n0.5,4\n", DEFAULTS).columns().list()).containsExactly("0", "1");
  }

  @Test
  void anExampleIsNoHeader() throws IOException {
    for (String text : List.of("0,1\n3,4\n", "0,1,2\n", "5,6\n7,8\n"))
      assertThat(csv(text, DEFAULTS).columns()).isEqualTo(ColumnNames.NONE);
    assertThat(csv("5,6\n7,8\n", layout(Names.YES, Names.AUTO)).columns().list())
        .containsExactly("5", "6");
    ReadOptions transposed =
        DEFAULTS.withTable(new TableLayout(Names.AUTO, Names.AUTO, true)).withColumns(ABC);
    assertThat(csv("x,y\n1,2\n3,4\n5,6\n", transposed).values()).containsExactly(1, 3, 5, 2, 4, 6);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"a,b,a | two are called 'a'", "a,,b | column 2 has none"})
  void namesThatTellNothingApartAreNotUsed(String header, String why) throws IOException {
    assertThat(csv(header + "\n1.5,2,3\n", DEFAULTS).columns()).isEqualTo(ColumnNames.NONE);
    assertThat(notes).hasSize(1);
    assertThat(notes.getFirst()).contains("t.csv: its column names are not used: " + why);
  }

  @Test
  void whatIsHeldOutKeepsThem() throws IOException {
    Split split = Split.draw(csv("a,b\n1,2\n3,4\n5,6\n", DEFAULTS), 0.34, 1);
    assertThat(split.training().columns().list()).containsExactly("a", "b");
    assertThat(split.heldOut().columns().list()).containsExactly("a", "b");
  }

  @Test
  void thereIsOneNameForEachValueOfARow() {
    assertThatThrownBy(() -> new Examples("t", 1, new Row(2), new float[2], ABC))
        .isInstanceOf(InputException.class)
        .hasMessage("t: examples of 2 values do not have 3 column names");
    assertThat(ABC.of(2)).isEmpty();
    assertThat(ABC.name(3, 1)).isEqualTo("b");
    assertThat(ABC.name(2, 1)).isEqualTo("2");
  }

  @ParameterizedTest
  @CsvSource({"Id,4,5,7,1", "id,4,5,5,0", "id,4,5,7.5,0", "ids,4,5,7,0"})
  void aColumnThatNumbersTheRowsIsTold(
      String name, String first, String second, String third, int told) throws IOException {
    String text = "%s,v\n%s,1\n%s,1\n%s,2\n".formatted(name, first, second, third);
    ColumnNames.noteRowNumbers(csv(text, DEFAULTS));
    assertThat(notes).hasSize(told);
    if (told == 1) assertThat(notes.getFirst()).contains("'Id'", "--index-column yes");
  }

  @Test
  void hdf5FilesHaveThemInAnAttribute() throws IOException {
    Path file = folder.resolve("t.h5");
    float[][] values = {{1, 2, 3}, {4, 5, 6}};
    try (WritableHdfFile out = HdfFile.write(file)) {
      out.putDataset("data", values).putAttribute("columns", new String[] {"c", "ä", "b"});
      out.putDataset("few", values).putAttribute("columns", new String[] {"c", "ä"});
      out.putDataset("numbers", values).putAttribute("columns", new int[] {1, 2, 3});
    }
    assertThat(DataReader.read(file, DEFAULTS).columns().list()).containsExactly("c", "ä", "b");
    assertThat(notes).isEmpty();
    assertThat(DataReader.read(file, DEFAULTS.withDataset("numbers")).columns())
        .isEqualTo(ColumnNames.NONE);
    assertThat(DataReader.read(file, DEFAULTS.withDataset("few")).columns())
        .isEqualTo(ColumnNames.NONE);
    assertThat(notes).hasSize(1);
    assertThat(notes.getFirst()).contains("dataset few", "there are 2 for 3 columns");
  }

  private static byte[] npy(String descr, String shape, ByteBuffer elements) {
    String header =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }\n".formatted(descr, shape);
    ByteBuffer all = ByteBuffer.allocate(10 + header.length() + elements.capacity())
        .order(ByteOrder.LITTLE_ENDIAN);
    all.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    all.putShort((short) header.length());
    return all.put(header.getBytes(StandardCharsets.US_ASCII))
        .put(elements.array())
        .array();
  }

  private Path npz(String name, byte[] names) throws IOException {
    ByteBuffer values = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 6; i++) values.putFloat(i);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("x.npy"));
      zip.write(npy("<f4", "2, 3", values));
      zip.putNextEntry(new ZipEntry(name + ".npy"));
      zip.write(names);
    }
    return Files.write(folder.resolve(name + ".npz"), bytes.toByteArray());
  }

  @Test
  void npzFilesHaveThemInAnArray() throws IOException {
    ByteBuffer wide = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    wide.putInt('a').putInt(0).putInt(0x1F600).putInt('b').putInt('c').putInt(0);
    assertThat(DataReader.read(npz("columns", npy("<U2", "3,", wide)), DEFAULTS)
            .columns()
            .list())
        .containsExactly("a", "\uD83D\uDE00b", "c");
    ByteBuffer big = ByteBuffer.allocate(12).putInt('x').putInt('y').putInt('z');
    Examples table = DataReader.read(npz("feature_names", npy(">U1", "3,", big)), DEFAULTS);
    assertThat(table.columns().list()).containsExactly("x", "y", "z");
    assertThat(table.values()).containsExactly(0, 1, 2, 3, 4, 5);
    ByteBuffer bytes = ByteBuffer.allocate(6).put("p\0qqr".getBytes(StandardCharsets.UTF_8));
    assertThat(DataReader.read(npz("columns", npy("|S2", "3,", bytes)), DEFAULTS)
            .columns()
            .list())
        .containsExactly("p", "qq", "r");
    assertThat(notes).isEmpty();
  }

  @Test
  void npzArraysThatAreNoNamesAreNone() throws IOException {
    ReadOptions x = DEFAULTS.withDataset("x");
    ByteBuffer three = ByteBuffer.allocate(12);
    assertThat(DataReader.read(npz("columns", npy("<f4", "3,", three)), x).columns())
        .isEqualTo(ColumnNames.NONE);
    assertThat(notes).isEmpty();
    for (String descr : List.of("|O", "<U9999", "<U4"))
      assertThat(DataReader.read(npz("columns", npy(descr, "3,", three)), x).columns())
          .isEqualTo(ColumnNames.NONE);
    assertThat(notes).hasSize(3);
    assertThat(notes.get(0)).contains("array columns", "dtype=str");
    assertThat(notes.get(1)).contains("longer than the file");
    assertThat(notes.get(2)).contains("array columns");
  }
}
