package fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelsTest {
  @TempDir
  private Path folder;

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private static byte[] idx(int... labels) {
    byte[] bytes = new byte[8 + labels.length];
    bytes[2] = 8;
    bytes[3] = 1;
    bytes[7] = (byte) labels.length;
    for (int i = 0; i < labels.length; i++) bytes[8 + i] = (byte) labels[i];
    return bytes;
  }

  private static byte[] npy(String descr, String shape, byte[] data) {
    String header =
        "{'descr': '%s', 'fortran_order': False, 'shape': %s, }\n".formatted(descr, shape);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    out.writeBytes(new byte[] {(byte) header.length(), 0});
    out.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(data);
    return out.toByteArray();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private static void isRefused(Path file, int examples, String why) {
    assertThatThrownBy(() -> Labels.read(file, examples))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(why);
  }

  @Test
  void bytesOfIdxAndNpyAreLabelsAsTheyAre() throws IOException {
    assertThat(Labels.read(write("a", idx(7, 0, 255)), 3).each()).containsExactly("7", "0", "255");
    assertThat(Labels.read(write("a.gz", gzip(idx(3, 4))), 2).each()).containsExactly("3", "4");
    assertThat(Labels.read(write("b.npy", npy("|u1", "(2,)", new byte[] {9, 1})), 2)
            .each())
        .containsExactly("9", "1");
    assertThat(Labels.read(write("c.npy", npy("|u1", "(2, 1)", new byte[] {9, 1})), 2)
            .each())
        .containsExactly("9", "1");
    byte[] words = "cat\0dove".getBytes(StandardCharsets.US_ASCII);
    assertThat(Labels.read(write("d.npy", npy("|S4", "(2,)", words)), 2).each())
        .containsExactly("cat", "dove");
  }

  @Test
  void linesAreLabelsAndOneTooManyIsAName() throws IOException {
    String text = "species\n\n# seen in May\ncat\n \"great, tit\" \r\n3.0\n";
    assertThat(Labels.read(write("a.csv", text), 3).each())
        .containsExactly("cat", "great, tit", "3");
    assertThat(Labels.read(write("b.csv", "\uFEFFcat\n3e0"), 2).each()).containsExactly("cat", "3");
    assertThat(Labels.read(write("c.gz", gzip("x\ny".getBytes(StandardCharsets.US_ASCII))), 2)
            .each())
        .containsExactly("x", "y");
  }

  @Test
  void whatIsNoLabelForEachIsRefused() throws IOException {
    isRefused(write("a", idx(7, 0, 1)), 4, "has 3 labels for 4 examples");
    isRefused(write("a.csv", "a\nb\n"), 3, "has 2 labels for 3 examples");
    isRefused(write("b.csv", "a\nb,c\n"), 2, "line 2 has several fields");
    isRefused(write("c.csv", "a\nNA\n"), 2, "line 2 has no label");
    isRefused(write("d.csv", "a\0\nb"), 2, "holds no labels");
    isRefused(write("e.csv", "a".repeat(20_000)), 1, "is longer than 1 labels can be");
    isRefused(write("f.npy", npy("|u1", "(2, 2)", new byte[4])), 2, "holds 2 x 2 values");
    byte[] nan = {0, 0, (byte) 0xC0, 0x7F};
    isRefused(write("g.npy", npy("<f4", "(1,)", nan)), 1, "example 0 has no label");
    byte[] cut = idx(1, 2, 3);
    cut[7] = 5;
    isRefused(write("h", cut), 5, "cut short");
    isRefused(folder.resolve("none"), 1, "no such file");
  }

  private LabelledExamples table(String text, String column, ReadOptions options)
      throws IOException {
    return LabelledExamples.read(write("t.csv", text), options, column);
  }

  private LabelledExamples table(String text, String column) throws IOException {
    return table(text, column, ReadOptions.defaults());
  }

  @Test
  void aColumnOfATableHoldsLabels() throws IOException {
    String[] columns = {"kind", "2"};
    for (String column : columns) {
      LabelledExamples named = table("a,kind,b\n1,cat,2\n3,\"great, tit\",4\n", column);
      assertThat(named.labels().each()).containsExactly("cat", "great, tit");
      assertThat(named.examples().values()).containsExactly(1, 2, 3, 4);
      assertThat(named.examples().columns().list()).containsExactly("a", "b");
    }
    LabelledExamples last = table("1 2 x\n3 4 7\n", "3");
    assertThat(last.labels().each()).containsExactly("x", "7");
    assertThat(last.examples().values()).containsExactly(1, 2, 3, 4);
    LabelledExamples first = table("x,1,2\ny,3,4\n", "1");
    assertThat(first.labels().each()).containsExactly("x", "y");
    assertThat(first.examples().values()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void headersThatCountAndIndexesGoWithLabels() throws IOException {
    LabelledExamples counted = table("0,1,2\n1.5,2,1\n3,4,0\n", "2");
    assertThat(counted.labels().each()).containsExactly("1", "0");
    assertThat(counted.examples().values()).containsExactly(1.5f, 2, 3, 4);
    LabelledExamples index = table(",a,kind,b\n0,1,x,2\n1,3,y,4\n", "kind");
    assertThat(index.labels().each()).containsExactly("x", "y");
    assertThat(index.examples().values()).containsExactly(1, 2, 3, 4);
    assertThat(index.examples().columns().list()).containsExactly("a", "b");
  }

  @Test
  void theOtherColumnsArePutIntoTheModelsOrder() throws IOException {
    ReadOptions options = ReadOptions.defaults().withColumns(new ColumnNames(List.of("b", "a")));
    LabelledExamples table = table("a,kind,b\n1,x,2\n", "kind", options);
    assertThat(table.examples().values()).containsExactly(2, 1);
    assertThatThrownBy(() -> table("a,kind,b\n1,2,3\n", "a", options))
        .hasMessageContaining("no column 'a'");
  }

  @Test
  void tablesWithoutTheColumnAreRefused() {
    assertThatThrownBy(() -> table("a,b\n1,2\n", "kind"))
        .hasMessageContaining("has no column 'kind' for labels: give a name in its header");
    assertThatThrownBy(() -> table("1,2\n3,4\n", "3"))
        .hasMessageContaining("has no column '3' for labels: give its number, up to 2");
    assertThatThrownBy(() -> table("a,kind\n1,x\n2,\n", "kind"))
        .hasMessageContaining("line 3 has no label");
    assertThatThrownBy(() -> table("a,kind\n1,x\n2\n", "kind"))
        .hasMessageContaining("line 3 has 1 values, the lines before it have 2");
    assertThatThrownBy(() -> table("kind\nx\n", "kind"))
        .hasMessageContaining("no column besides the labels'");
    assertThatThrownBy(() -> table("a,b\n1,x\n", "a"))
        .hasMessageContaining("line 2, column 2: 'x'");
  }

  @Test
  void anythingElseHasNoColumns() throws IOException {
    Path file = write("x.npy", npy("|u1", "(2, 2)", new byte[4]));
    assertThatThrownBy(() -> LabelledExamples.read(file, ReadOptions.defaults(), "kind"))
        .hasMessageContaining("labels kind: there is no such file, and " + file);
  }
}
