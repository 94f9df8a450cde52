package fovea.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import fovea.kernels.RandomDraws.Stream;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomDrawsTest {
  /** The numbers also come out of a rewriting of the algorithm in Python, from its paper and the JDK's seeding. */
  @Test
  void theFirstNumbersOfEveryStreamNeverChange() {
    assertThat(first(1, Stream.PATCHES)).containsExactly(941789, 928877, 910871, 485938);
    assertThat(first(1, Stream.WEIGHTS)).containsExactly(561213, 623291, 16543, 12661);
    assertThat(first(1, Stream.FIGURES)).containsExactly(528258, 637749, 862932, 174718);
    assertThat(first(-7, Stream.PATCHES)).containsExactly(410566, 997198, 236372, 81558);
  }

  @Test
  void unitsAreTheUpper53BitsOfTheNamedGenerator() {
    var generator =
        RandomGeneratorFactory.of("L64X128MixRandom").create(42 + 2 * 0x9E3779B97F4A7C15L);
    RandomDraws draws = new RandomDraws(42, Stream.WEIGHTS);
    for (int i = 0; i < 100; i++)
      assertThat(draws.unit()).isEqualTo(Math.scalb((double) (generator.nextLong() >>> 11), -53));
  }

  @Test
  void everyUniformMethodTakesOneNumber() {
    RandomDraws a = new RandomDraws(3, Stream.PATCHES);
    RandomDraws b = new RandomDraws(3, Stream.PATCHES);
    for (int i = 0; i < 100; i++) {
      double u = b.unit();
      switch (i % 3) {
        case 0 -> assertThat(a.unit()).isEqualTo(u);
        case 1 -> assertThat(a.below(1000 + i)).isEqualTo((int) Math.floor(u * (1000 + i)));
        default -> assertThat(a.uniform(-0.25, 0.5)).isEqualTo((float) (-0.25 + u * 0.75));
      }
    }
  }

  @Test
  void boundedDrawsCoverTheirRangeEvenly() {
    int bound = 7;
    int[] counts = new int[bound];
    RandomDraws draws = new RandomDraws(5, Stream.FIGURES);
    for (int i = 0; i < 70_000; i++) counts[draws.below(bound)]++;
    // Standard deviation of a count is about 93; five of them.
    assertThat(IntStream.of(counts).boxed())
        .allSatisfy(count -> assertThat(count).isBetween(9_535, 10_465));
  }

  @Test
  void normalDrawsTakeTwoNumbersAndHaveTheMomentsOfTheNormalDistribution() {
    RandomDraws draws = new RandomDraws(6, Stream.MIXTURES);
    RandomDraws units = new RandomDraws(6, Stream.MIXTURES);
    int n = 100_000;
    double[] moments = new double[5];
    for (int i = 0; i < n; i++) {
      double z = draws.normal();
      for (int power = 1; power <= 4; power++) moments[power] += Math.pow(z, power) / n;
    }
    for (int i = 0; i < 2 * n; i++) units.unit();
    assertThat(draws.unit()).isEqualTo(units.unit());
    // Five standard deviations: √(1/n), √(2/n), √(15/n), √(96/n).
    assertThat(moments[1]).isCloseTo(0, within(0.016));
    assertThat(moments[2]).isCloseTo(1, within(0.023));
    assertThat(moments[3]).isCloseTo(0, within(0.062));
    assertThat(moments[4]).isCloseTo(3, within(0.155));
  }

  @Test
  void theLargestUnitStaysBelowEveryBound() {
    double largest = 1 - 0x1p-53;
    for (int bound :
        new int[] {1, 2, 3, 1 << 30, (1 << 30) + 1, Integer.MAX_VALUE - 1, Integer.MAX_VALUE})
      assertThat((int) (largest * bound)).isEqualTo(bound - 1);
  }

  @Test
  void aBoundBelowOneIsRefused() {
    RandomDraws draws = new RandomDraws(1, Stream.PATCHES);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> draws.below(0))
        .withMessageContaining("not 0");
  }

  private static int[] first(long seed, Stream stream) {
    RandomDraws draws = new RandomDraws(seed, stream);
    return IntStream.range(0, 4).map(i -> draws.below(1_000_000)).toArray();
  }
}
