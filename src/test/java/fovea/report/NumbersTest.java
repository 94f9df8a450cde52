package fovea.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Isolated // changes the locale of all threads
class NumbersTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.03405 | 3 | 0.0340",
        "0.0340501 | 3 | 0.0341",
        "0.5 | 3 | 0.500",
        "12 | 3 | 12.0",
        "1234.4 | 3 | 1,234",
        "0.09996 | 3 | 0.100",
        "999999.6 | 3 | 1.00e6",
        "0.000099996 | 3 | 0.000100",
        "0.000012345 | 3 | 1.23e-5",
        "9.9996e-8 | 3 | 1.00e-7",
        "-0.5 | 3 | -0.500",
        "-3e-9 | 2 | -3.0e-9",
        "0 | 3 | 0",
        "NaN | 3 | NaN",
        "Infinity | 4 | Infinity",
        "0.852261 | 4 | 0.8523",
        "4.9e-324 | 3 | 4.94e-324"
      })
  void significantDigits(double value, int digits, String text) {
    assertThat(Numbers.significant(value, digits)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 0",
        "1 | 1",
        "255 | 255",
        "65535 | 65,535",
        "0.25 | 0.25",
        "-3.1 | -3.1",
        "1e-12 | 1e-12",
        "9.999999999999999E-6 | 1e-5",
        "100 | 100",
        "2e7 | 2e7",
        "0.0001 | 0.0001",
        "-0.2214 | -0.221"
      })
  void briefly(double value, String text) {
    assertThat(Numbers.brief(value)).isEqualTo(text);
  }

  @Test
  void whatIsWrittenIsTheValueToHalfAUnitOfTheLastDigit() {
    long seed = 20;
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 20_000; i++) {
      double value = (random.nextBoolean() ? 1 : -1) * Math.pow(10, random.nextDouble(-20, 20));
      int digits = random.nextInt(1, 7);
      double read = Double.parseDouble(Numbers.significant(value, digits).replace(",", ""));
      double tolerance = Math.abs(value) * 5.000001 * Math.pow(10, -digits);
      assertThat(read)
          .as("seed %d: %s to %d digits", seed, value, digits)
          .isCloseTo(value, within(tolerance));
    }
  }

  @Test
  void theLocaleDoesNotMatter() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(Numbers.significant(1234.5, 6)).isEqualTo("1,234.50");
      assertThat(Numbers.grouped(1234567)).isEqualTo("1,234,567");
      assertThat(Numbers.fixed(0.5, 2)).isEqualTo("0.50");
      assertThat(Numbers.percent(0.48329, 2)).isEqualTo("48.33 %");
    } finally {
      Locale.setDefault(before);
    }
  }
}
