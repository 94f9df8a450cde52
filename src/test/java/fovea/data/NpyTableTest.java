package fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NpyTableTest {
  private static byte[] file(String descr, boolean fortran, String shape, byte[] numbers) {
    byte[] header = "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }\n"
        .formatted(descr, fortran ? "True" : "False", shape)
        .getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(10 + header.length + numbers.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(NpyHeader.MAGIC)
        .put((byte) 1)
        .put((byte) 0)
        .putShort((short) header.length)
        .put(header)
        .put(numbers)
        .array();
  }

  private static NpyTable read(byte[] file) throws IOException {
    return NpyTable.read("a.npy", new ByteArrayInputStream(file), file.length);
  }

  @Test
  void rowsAreWhereItSaysThatTheyAre() throws IOException {
    byte[] numbers = ByteBuffer.allocate(48)
        .putDouble(1)
        .putDouble(2)
        .putDouble(3)
        .putDouble(4)
        .putDouble(5)
        .putDouble(6)
        .array();
    byte[] file = file(">f8", false, "(3, 2)", numbers);
    NpyTable table = read(file);
    assertThat(table.rows()).isEqualTo(3);
    assertThat(table.columns()).isEqualTo(2);
    float[] to = new float[5];
    int from = (int) table.position(1);
    table.convert(Arrays.copyOfRange(file, from, from + 2 * table.rowBytes()), 2, to, 1);
    assertThat(to).containsExactly(0, 3, 4, 5, 6);
  }

  @Test
  void whatIsNoTableIsRefused() {
    assertRefused(file("<f4", false, "(3, 2, 2)", new byte[48]), "3 dimensions");
    assertRefused(file("<f4", true, "(3, 2)", new byte[24]), "Fortran order");
    assertRefused(file("<f4", false, "(3, 2)", new byte[23]), "cut short");
    assertRefused(file("<f4", false, "(3000000000, 2)", new byte[23]), "more than 2^31 - 1");
  }

  private static void assertRefused(byte[] file, String why) {
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("a.npy: ")
        .hasMessageContaining(why);
  }
}
