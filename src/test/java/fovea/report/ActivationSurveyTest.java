package fovea.report;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.kernels.RandomDraws;
import fovea.model.Autoencoder;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import java.util.Arrays;
import java.util.Comparator;
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
    ActivationSurvey survey = ActivationSurvey.of(network(), x, n, most);
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
      assertThat(survey.strongest()[j])
          .isEqualTo(IntStream.range(0, n)
              .boxed()
              .sorted(Comparator.comparing(i -> -hidden[i * 5 + unit]))
              .limit(most)
              .mapToInt(Integer::intValue)
              .toArray());
    }
    assertThat(survey.activations().counts()).isEqualTo(bins);
    assertThat(survey.unitsOn()).isEqualTo(on);
    double mean = IntStream.range(0, 6).mapToDouble(k -> (double) k * on[k]).sum() / n;
    assertThat(survey.meanUnitsOn()).isEqualTo(mean);
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
