package fovea;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.data.ExampleShape;
import fovea.data.Examples;
import fovea.features.FeatureStability;
import fovea.kernels.ActivationFunction;
import fovea.model.Hyperparameters;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Examples that are sums of a few known features: training finds the features, whatever its random start. In noise,
 * where there are none, another start finds others. docs/features.md tells the figures.
 */
class PlantedDictionaryTest {
  private static final int SIZE = 64;
  private static final int EXAMPLES = 10_000;
  private static final double ACTIVE = 0.05;
  private static final double NOISE = 0.05;

  private static float[] dictionary;
  private static float[] found;
  private static float[] foundAgain;

  @BeforeAll
  static void train() {
    RandomGenerator random = random(1);
    dictionary = directions(random);
    Examples sums = sums(random);
    found = features(sums, 1);
    foundAgain = features(sums, 2);
  }

  @Test
  void plantedFeaturesAreRecovered() {
    double[] cosines = stability(dictionary, found).units();
    assertThat(Arrays.stream(cosines).filter(cosine -> cosine > 0.9).count())
        .as("cosines %s", Arrays.toString(cosines))
        .isGreaterThanOrEqualTo((long) Math.ceil(0.95 * SIZE));
  }

  @Test
  void plantedFeaturesAreStable() {
    FeatureStability stability = stability(found, foundAgain);
    assertThat(stability.mean()).isGreaterThan(0.95);
    assertThat(stability.stableUnits()).isGreaterThanOrEqualTo((int) Math.ceil(0.95 * SIZE));
    assertThat(stability.baselineMean()).isLessThan(0.5);
  }

  @Test
  void whatIsFoundInNoiseIsNot() {
    FeatureStability stability = stability(features(noise(2), 1), features(noise(3), 2));
    assertThat(Math.abs(stability.mean() - stability.baselineMean())).isLessThan(0.05);
  }

  /** Each example is a sum of the features, of which few take part, by amounts from 0.5 to 1.5, and a little noise. */
  private static Examples sums(RandomGenerator random) {
    float[] values = new float[EXAMPLES * SIZE];
    for (int i = 0; i < EXAMPLES; i++) {
      for (int j = 0; j < SIZE; j++) {
        if (random.nextDouble() >= ACTIVE) continue;
        double amount = 0.5 + random.nextDouble();
        for (int k = 0; k < SIZE; k++)
          values[i * SIZE + k] += (float) (amount * dictionary[j * SIZE + k]);
      }
      for (int k = 0; k < SIZE; k++)
        values[i * SIZE + k] += (float) (NOISE * random.nextGaussian());
    }
    return examples(values);
  }

  /** Nothing but noise, as large as the sums. */
  private static Examples noise(long seed) {
    RandomGenerator random = random(seed);
    float[] values = new float[EXAMPLES * SIZE];
    for (int i = 0; i < values.length; i++) values[i] = (float) (0.25 * random.nextGaussian());
    return examples(values);
  }

  /** As many random directions of length 1 as they have values, at any angles. */
  private static float[] directions(RandomGenerator random) {
    float[] directions = new float[SIZE * SIZE];
    for (int j = 0; j < SIZE; j++) {
      double squares = 0;
      for (int k = 0; k < SIZE; k++) {
        directions[j * SIZE + k] = (float) random.nextGaussian();
        squares += directions[j * SIZE + k] * directions[j * SIZE + k];
      }
      for (int k = 0; k < SIZE; k++) directions[j * SIZE + k] /= (float) Math.sqrt(squares);
    }
    return directions;
  }

  /** The encoder's weights, one unit after the other. */
  private static float[] features(Examples examples, long seed) {
    TrainedModel trained = Fovea.train(
        examples,
        new TrainingSettings()
            .withHidden(SIZE)
            .withLayers(ActivationFunction.SIGMOID, ActivationFunction.LINEAR, false)
            .withHyperparameters(new Hyperparameters(1e-3, 1, ACTIVE))
            .withSeed(seed));
    float[] features = new float[SIZE * SIZE];
    float[][] rows = trained.encoderWeights();
    for (int j = 0; j < SIZE; j++) System.arraycopy(rows[j], 0, features, j * SIZE, SIZE);
    return features;
  }

  private static FeatureStability stability(float[] first, float[] other) {
    FeatureStability stability = FeatureStability.of(first, List.of(other), SIZE, false, 1);
    Notes.take(
        "mean cosine %.3f, least %.3f, of mixtures %.3f, stable units %d",
        stability.mean(),
        Arrays.stream(stability.units()).min().orElseThrow(),
        stability.baselineMean(),
        stability.stableUnits());
    return stability;
  }

  private static Examples examples(float[] values) {
    return new Examples("planted", EXAMPLES, new ExampleShape.Row(SIZE), values);
  }

  private static RandomGenerator random(long seed) {
    Notes.take("seed %d", seed);
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }
}
