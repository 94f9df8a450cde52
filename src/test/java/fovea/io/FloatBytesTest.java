package fovea.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FloatBytesTest {
  private static final int BLOCK = 1 << 14;

  /** Any bits, so NaNs and both zeros too: they are copied, not computed with. */
  private static float[] random(int length) {
    Random random = new Random(5);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) values[i] = Float.intBitsToFloat(random.nextInt());
    return values;
  }

  private static byte[] oneByOne(float[] values, int at, int length) {
    byte[] bytes = new byte[4 * length];
    for (int i = 0; i < bytes.length; i++)
      bytes[i] = (byte) (Float.floatToRawIntBits(values[at + i / 4]) >>> (8 * (i % 4)));
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK + 7})
  void writesTheLowestByteFirstAndReadsItBack(int length) throws IOException {
    float[] values = random(length + 5);
    byte[] expected = oneByOne(values, 3, length);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    FloatBytes.write(out, values, 3, length);
    assertThat(out.toByteArray()).isEqualTo(expected);
    assertThat(FloatBytes.of(values, 3, length)).isEqualTo(expected);

    float[] read = new float[length];
    ByteArrayInputStream in = new ByteArrayInputStream(Arrays.copyOf(expected, 4 * length + 1));
    FloatBytes.read(in, read);
    assertThat(oneByOne(read, 0, length)).isEqualTo(expected);
    assertThat(in.available()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4 * BLOCK, 4 * BLOCK + 3})
  void refusesAStreamThatEndsTooEarly(int bytes) {
    float[] values = new float[BLOCK + 1];
    assertThatThrownBy(() -> FloatBytes.read(new ByteArrayInputStream(new byte[bytes]), values))
        .isInstanceOf(EOFException.class);
  }
}
