package fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.Notes;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link ExactSum} and {@link ColumnMoments}, against BigDecimal, which does not round either. */
class ExactSumTest {
  private static final BigDecimal UNIT = BigDecimal.TWO.pow(ExactSum.UNIT_BITS);

  private static RandomGenerator random(long seed) {
    Notes.take("seed %d", seed);
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /** Any finite floats: every exponent, denormal numbers, both signs, and zeros. */
  private static float[] floats(RandomGenerator random, int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++)
      do values[i] = i % 50 == 0 ? 0 : Float.intBitsToFloat(random.nextInt());
      while (!Float.isFinite(values[i]));
    values[1] = Float.MIN_VALUE;
    values[2] = -Float.MAX_VALUE;
    values[3] = Float.MAX_VALUE;
    values[4] = 3 * Float.MIN_VALUE;
    values[5] = 1e-38f;
    values[6] = -1e38f;
    return values;
  }

  private static BigDecimal exactly(ExactSum sum) {
    return new BigDecimal(sum.units()).divide(UNIT);
  }

  private static BigDecimal reference(float[] x, int power) {
    BigDecimal sum = BigDecimal.ZERO;
    for (float v : x) sum = sum.add(new BigDecimal(v).pow(power));
    return sum;
  }

  private static void shuffle(float[] x, RandomGenerator random) {
    for (int i = x.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      float v = x[i];
      x[i] = x[j];
      x[j] = v;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void itIsThatOfBigDecimal(long seed) {
    RandomGenerator random = random(seed);
    float[] x = floats(random, 1000);
    ExactSum sum = new ExactSum();
    ExactSum squares = new ExactSum();
    for (int i = 0; i < x.length; i++) {
      sum.add(x[i]);
      squares.add((double) x[i] * x[i]);
      if (i % 100 == 0)
        assertThat(exactly(sum)).isEqualByComparingTo(reference(Arrays.copyOf(x, i + 1), 1));
    }
    assertThat(exactly(sum)).isEqualByComparingTo(reference(x, 1));
    assertThat(exactly(squares)).isEqualByComparingTo(reference(x, 2));
  }

  @Test
  void whatGoesInWithBothSignsLeavesNothing() {
    float[] x = floats(random(6), 1000);
    ExactSum sum = new ExactSum();
    ExactSum negative = new ExactSum();
    for (float v : x) sum.add(v);
    for (float v : x) negative.add(-v);
    sum.add(negative);
    assertThat(sum.units()).isZero();
  }

  /** The sum of 2^62 squares, the largest there are. */
  @Test
  void itHoldsMoreThanAnyTableHas() {
    double square = (double) Float.MAX_VALUE * -Float.MAX_VALUE;
    ExactSum sum = new ExactSum();
    sum.add(square);
    for (int i = 0; i < 62; i++) {
      ExactSum twice = new ExactSum();
      twice.add(sum);
      sum.add(twice);
    }
    assertThat(exactly(sum))
        .isEqualByComparingTo(new BigDecimal(square).multiply(BigDecimal.TWO.pow(62)));
  }

  @Test
  void whatItHasNoRoomForIsRefused() {
    for (double x : List.of(
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.MAX_VALUE,
        Double.MIN_VALUE,
        0x1p256,
        0x1p-303))
      assertThatThrownBy(() -> new ExactSum().add(x))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(Double.toString(x));
  }

  /** The order of rows and the parts that are merged change no bit. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void momentsAreThoseOfBigDecimalInAnyOrder(long seed) {
    RandomGenerator random = random(seed);
    float[] x = floats(random, 600);
    BigDecimal n = BigDecimal.valueOf(x.length);
    BigDecimal sum = reference(x, 1);
    double mean = sum.divide(n, MathContext.DECIMAL128).doubleValue();
    double deviation = StrictMath.sqrt(n.multiply(reference(x, 2))
        .subtract(sum.pow(2))
        .divide(n.pow(2), MathContext.DECIMAL128)
        .doubleValue());
    for (int order = 0; order < 5; order++) {
      // The same numbers in two columns, with a row in which both are missing.
      shuffle(x, random);
      ColumnMoments all = new ColumnMoments(2);
      all.add(new float[] {Float.NaN, Float.NaN}, 1);
      for (int start = 0, end; start < x.length; start = end) {
        end = Math.min(x.length, start + random.nextInt(1, 200));
        float[] rows = new float[2 * (end - start) + 2];
        for (int i = 0; i < 2 * (end - start); i++) rows[i] = x[start + i / 2];
        ColumnMoments part = new ColumnMoments(2);
        part.add(rows, end - start);
        all = random.nextBoolean() ? all.merge(part) : part.merge(all);
      }
      assertThat(new long[] {all.missing().of(0), all.missing().of(1)}).containsExactly(1, 1);
      for (int k = 0; k < 2; k++) {
        assertThat(all.mean(k)).isEqualTo(mean);
        assertThat(all.deviation(k)).isEqualTo(deviation);
        assertThat(all.least(k)).isEqualTo(-Float.MAX_VALUE);
        assertThat(all.largest(k)).isEqualTo(Float.MAX_VALUE);
      }
    }
  }

  /** A mean that is no float, and even no double, moves no value away from it. */
  @ParameterizedTest
  @ValueSource(floats = {0.1f, -1e-45f, 3e38f, 1 / 3f})
  void aConstantColumnHasNoDeviation(float value) {
    float[] column = new float[1001];
    Arrays.fill(column, value);
    ColumnMoments moments = new ColumnMoments(1);
    moments.add(column, 1001);
    assertThat(moments.mean(0)).isEqualTo(value);
    assertThat(moments.deviation(0)).isZero();
  }
}
