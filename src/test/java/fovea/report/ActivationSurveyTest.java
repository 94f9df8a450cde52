package fovea.report;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.kernels.ActivationFunction;
import fovea.kernels.RandomDraws;
import fovea.model.Architecture;
import fovea.model.Autoencoder;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The survey against a sort of all activations. */
class ActivationSurveyTest {
  private static final NetworkShape SHAPE = new NetworkShape(6, 5);

  private static Autoencoder network() {
    float[] theta = Parameters.random(SHAPE, 3);
    for (int i = 0; i < theta.length; i++) theta[i] *= 4;
    return new Autoencoder(SHAPE, theta);
  }

  private static float[] examples(int n) {
    RandomDraws draws = new RandomDraws(1, RandomDraws.Stream.WEIGHTS);
    float[] x = new float[n * SHAPE.inputs()];
    // Few different values, so that there are equal activations.
    for (int i = 0; i < n; i++) Arrays.fill(x, i * 6, i * 6 + 6, draws.below(40) / 40f);
    return x;
  }

  private static void check(int n, int most) {
    float[] x = examples(n);
    float[] hidden = new float[n * 5];
    network().encodeBatch(x, n, hidden);
    ActivationSurvey survey = ActivationSurvey.of(network(), x, n, most, 3);
    long[] bins = new long[ActivationSurvey.BINS];
    long[] on = new long[6];
    for (int i = 0; i < n; i++) {
      int count = 0;
      for (int j = 0; j < 5; j++) {
        bins[(int) (hidden[i * 5 + j] * ActivationSurvey.BINS)]++;
        if (hidden[i * 5 + j] > 0.5) count++;
      }
      on[count]++;
    }
    for (int j = 0; j < 5; j++) {
      int unit = j;
      ActivationSurvey.Unit of = survey.units()[j];
      int[] strongest = sorted(n, i -> -hidden[i * 5 + unit], most);
      assertThat(of.strongest().examples()).isEqualTo(strongest);
      for (int k = 0; k < strongest.length; k++)
        assertThat(of.strongest().activations()[k]).isEqualTo(hidden[strongest[k] * 5 + unit]);
      float lowest = Float.POSITIVE_INFINITY;
      float highest = 0;
      long[] own = new long[ActivationSurvey.BINS];
      for (int i = 0; i < n; i++) {
        float a = hidden[i * 5 + unit];
        lowest = Math.min(lowest, a);
        highest = Math.max(highest, a);
        own[(int) (a * ActivationSurvey.BINS)]++;
      }
      float middle = (lowest + highest) / 2;
      assertThat(of.middle().examples())
          .isEqualTo(sorted(n, i -> Math.abs(hidden[i * 5 + unit] - middle), 3));
      assertThat(of.histogram()).isEqualTo(own);
      assertThat(of.low()).isZero();
      assertThat(of.high()).isEqualTo(1);
    }
    assertThat(survey.activations().counts()).isEqualTo(bins);
    assertThat(survey.unitsOn()).isEqualTo(on);
    double mean = IntStream.range(0, 6).mapToDouble(k -> (double) k * on[k]).sum() / n;
    assertThat(survey.meanUnitsOn()).isEqualTo(mean);
  }

  private static int[] sorted(int n, Function<Integer, Float> key, int most) {
    return IntStream.range(0, n)
        .boxed()
        .sorted(Comparator.comparing(key))
        .limit(most)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** The report of many units has no room for examples with middling activations. */
  @Test
  void noExamplesMayBeAskedFor() {
    Autoencoder network = new Autoencoder(SHAPE, Parameters.random(SHAPE, 3));
    for (ActivationSurvey.Unit unit :
        ActivationSurvey.of(network, examples(50), 50, 1, 0).units()) {
      assertThat(unit.strongest().examples()).hasSize(1);
      assertThat(unit.middle().examples()).isEmpty();
    }
  }

  @Test
  void aUnitWithoutBoundsHasAHistogramUpToItsHighest() {
    Architecture relu =
        new Architecture(SHAPE, ActivationFunction.RELU, ActivationFunction.LINEAR, false);
    Autoencoder network = new Autoencoder(relu, Parameters.random(SHAPE, 3));
    ActivationSurvey survey = ActivationSurvey.of(network, examples(50), 50, 1, 1);
    for (ActivationSurvey.Unit unit : survey.units()) {
      assertThat(unit.low()).isZero();
      assertThat(unit.high())
          .isEqualTo(Math.max(unit.strongest().activations()[0], Float.MIN_NORMAL));
      assertThat(Arrays.stream(unit.histogram()).sum()).isEqualTo(50);
    }
  }

  @Test
  void isThatOfAllActivations() {
    check(1, 9);
    check(5, 9);
    check(9, 9);
    // Across the blocks in which examples are encoded.
    check(1024, 9);
    check(2500, 9);
    check(2500, 1);
  }
}
