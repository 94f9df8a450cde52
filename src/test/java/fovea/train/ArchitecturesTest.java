package fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import fovea.Notes;
import fovea.data.MaskingNoise;
import fovea.diagnose.GradientCheck;
import fovea.diagnose.GradientFinding;
import fovea.kernels.ActivationFunction;
import fovea.kernels.RandomDraws;
import fovea.kernels.Samples;
import fovea.kernels.Team;
import fovea.model.Architecture;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of every encoder and decoder, with tied and with untied weights. */
@Tag("numerics")
class ArchitecturesTest {
  /** N, D, H: around the edges of tiles, panels, blocks and shards. */
  private static final int[][] SIZES = {
    {1, 1, 1}, {2, 3, 5}, {13, 100, 25}, {100, 33, 17}, {500, 31, 65}, {1300, 20, 33}
  };

  private static final Hyperparameters SETTINGS = new Hyperparameters(1e-3, 0.3, 0.2);

  @Test
  void kernelsGiveTheBitsOfTheScalarReference() {
    Samples samples = new Samples(64);
    for (int[] size : SIZES)
      for (Architecture architecture : Architectures.all(new NetworkShape(size[1], size[2]))) {
        int n = size[0];
        float[] target = values(samples, architecture, n * size[1]);
        float[] x = seen(target, n);
        float[] theta = Parameters.random(architecture, 7);
        float[] expected = new float[theta.length];
        ScalarObjective reference = new ScalarObjective(architecture, SETTINGS, x, target, n);
        double cost = reference.valueAndGradient(theta, expected);
        for (int threads : new int[] {1, 3})
          try (Team team = new Team(threads)) {
            BatchObjective objective =
                new BatchObjective(architecture, SETTINGS, x, target, n, team);
            float[] gradient = new float[theta.length];
            // Twice, so that what the first evaluation leaves behind would show.
            for (int run = 0; run < 2; run++) {
              String what = "N=%d, %s, %d threads".formatted(n, architecture, threads);
              assertThat(objective.valueAndGradient(theta, gradient)).as(what).isEqualTo(cost);
              assertThat(gradient).as(what).isEqualTo(expected);
              assertThat(objective.value(theta)).as(what).isEqualTo(cost);
              assertThat(objective.cost()).as(what).isEqualTo(reference.cost());
              Activations activations = objective.activations();
              assertThat(activations.rhoHat()).isEqualTo(reference.activations().rhoHat());
              assertThat(activations.rest()).isEqualTo(reference.activations().rest());
              assertThat(activations.lowest()).isEqualTo(reference.activations().lowest());
              assertThat(activations.highest())
                  .isEqualTo(reference.activations().highest());
            }
          }
      }
  }

  /** Corrupted, where the number of examples is even. */
  private static float[] seen(float[] target, int n) {
    return new MaskingNoise(n % 2 == 0 ? 0.3 : 0, 0.5f, 9).apply(target);
  }

  /** A linear decoder's data need not lie between 0 and 1. */
  private static float[] values(Samples samples, Architecture architecture, int count) {
    return architecture.decoder() == ActivationFunction.LINEAR
        ? samples.signed(count, 1.5)
        : samples.pixels(count);
  }

  /** Also on data where relu's kinks are met: 1300 examples, and a network of zeros, where every z is 0. */
  @Tag("once")
  @Test
  void theGradientIsRight() {
    Samples samples = new Samples(65);
    double share = 0;
    try (Team team = new Team(2)) {
      for (int[] size : new int[][] {{13, 5, 3}, {100, 33, 17}, {1300, 16, 9}})
        for (Architecture architecture : Architectures.all(new NetworkShape(size[1], size[2]))) {
          float[] x = values(samples, architecture, size[0] * size[1]);
          for (Hyperparameters h :
              new Hyperparameters[] {SETTINGS, new Hyperparameters(0, 0, 0.5)}) {
            GradientCheck check =
                check(architecture, h, x, Parameters.random(architecture, 3), team);
            assertThat(check.findings()).hasSize(architecture.tied() ? 12 : 16);
            for (GradientFinding finding : check.findings()) {
              assertThat(finding.worst().share())
                  .as("N=%d, %s: %s", size[0], architecture, finding)
                  .isLessThan(0.5);
              assertThat(finding.verdict())
                  .as("N=%d, %s: %s", size[0], architecture, finding)
                  .isNotEqualTo(GradientFinding.Verdict.OFF);
              share = Math.max(share, finding.worst().share());
            }
          }
        }
      for (Architecture architecture : Architectures.all(new NetworkShape(5, 3))) {
        float[] x = values(samples, architecture, 40 * 5);
        float[] zeros = new float[Parameters.count(architecture)];
        assertThat(check(architecture, SETTINGS, x, zeros, team).right())
            .as(architecture.toString())
            .isTrue();
      }
    }
    Notes.take("right gradients are off by %.3f of what is allowed at most", share);
  }

  private static GradientCheck check(
      Architecture architecture, Hyperparameters h, float[] x, float[] theta, Team team) {
    int n = x.length / architecture.shape().inputs();
    float[] seen = seen(x, n);
    return GradientCheck.of(
        architecture,
        h,
        seen,
        x,
        theta,
        12,
        new RandomDraws(1, RandomDraws.Stream.GRADIENT_CHECK),
        settings -> new BatchObjective(architecture, settings, seen, x, n, team),
        team);
  }

  /** The check must not let anything pass for the sake of kinks, or of tied weights. */
  @Tag("once")
  @Test
  void aWrongGradientIsFoundInEveryArchitecture() {
    Samples samples = new Samples(66);
    try (Team team = new Team(2)) {
      for (Architecture architecture : Architectures.all(new NetworkShape(16, 9))) {
        float[] x = values(samples, architecture, 700 * 16);
        float[] theta = Parameters.random(architecture, 3);
        for (Architecture other : Architectures.all(new NetworkShape(16, 9))) {
          if (other.tied() != architecture.tied()) continue;
          GradientCheck check = GradientCheck.of(
              architecture,
              SETTINGS,
              x,
              x,
              theta,
              12,
              new RandomDraws(1, RandomDraws.Stream.GRADIENT_CHECK),
              settings -> new BatchObjective(other, settings, x, 700, team),
              team);
          assertThat(check.right())
              .as("%s, gradient of %s", architecture, other)
              .isEqualTo(other.equals(architecture));
        }
      }
    }
  }

  @Test
  void tiedWeightsCostWhatTheSameUntiedWeightsDo() {
    NetworkShape shape = new NetworkShape(7, 4);
    float[] x = new Samples(67).pixels(30 * 7);
    for (Architecture tied : Architectures.all(shape)) {
      if (!tied.tied()) continue;
      Architecture untied = new Architecture(shape, tied.encoder(), tied.decoder(), false);
      float[] theta = Parameters.random(tied, 5);
      float[] same = new float[Parameters.count(untied)];
      int w2 = Parameters.w2(shape);
      System.arraycopy(theta, 0, same, 0, w2);
      for (int k = 0; k < 7; k++)
        for (int j = 0; j < 4; j++) same[w2 + k * 4 + j] = theta[j * 7 + k];
      System.arraycopy(theta, w2, same, Parameters.b2(untied), 7);
      float[] gradient = new float[theta.length];
      float[] parts = new float[same.length];
      try (Team team = new Team(1)) {
        double cost =
            new BatchObjective(tied, SETTINGS, x, 30, team).valueAndGradient(theta, gradient);
        double other =
            new BatchObjective(untied, SETTINGS, x, 30, team).valueAndGradient(same, parts);
        assertThat(cost).isCloseTo(other, org.assertj.core.data.Offset.offset(1e-12));
      }
      for (int j = 0; j < 4; j++)
        for (int k = 0; k < 7; k++)
          assertThat(gradient[j * 7 + k])
              .isCloseTo(
                  parts[j * 7 + k] + parts[w2 + k * 4 + j],
                  org.assertj.core.data.Offset.offset(1e-6f));
    }
  }

  @Test
  void deadAndSaturatedMeanWhatTheEncoderCanDo() {
    // Unit 0 is as low as it can be in every example, unit 1 as high, unit 2 in between.
    NetworkShape shape = new NetworkShape(1, 3);
    float[] x = {0.2f, 0.8f};
    for (Architecture architecture : Architectures.all(shape)) {
      if (architecture.tied()) continue;
      float[] theta = new float[Parameters.count(architecture)];
      float[] biases = {-50, 50, 0.1f};
      System.arraycopy(biases, 0, theta, Parameters.b1(shape), 3);
      try (Team team = new Team(1)) {
        BatchObjective objective =
            new BatchObjective(architecture, new Hyperparameters(0, 0, 0.5), x, 2, team);
        objective.value(theta);
        Activations activations = objective.activations();
        boolean relu = architecture.encoder() == ActivationFunction.RELU;
        assertThat(IntStream.range(0, 3).filter(activations::isDead)).containsExactly(0);
        assertThat(IntStream.range(0, 3).filter(activations::isSaturated).toArray())
            .as(architecture.toString())
            .isEqualTo(relu ? new int[0] : new int[] {1});
        if (!relu) assertThat(activations.rhoHat()[0]).isBetween(0.0, 1e-6);
      }
    }
  }

  /** Near 0 and near 1 the divergence is as accurate as elsewhere: both ρ̂ and 1 − ρ̂ are sums of their own. */
  @ParameterizedTest
  @ValueSource(doubles = {-80, -17, -14, -9, 0, 9, 14, 17, 80})
  void aSaturatedUnitHasItsCost(double bias) {
    NetworkShape one = new NetworkShape(2, 1);
    float[] x = {0.5f, 0.25f, 0.75f, 1f};
    for (ActivationFunction encoder :
        List.of(ActivationFunction.SIGMOID, ActivationFunction.TANH)) {
      Architecture architecture = new Architecture(one, encoder, ActivationFunction.SIGMOID, false);
      double scale = encoder == ActivationFunction.TANH ? 2 : 1;
      float[] theta = new float[Parameters.count(architecture)];
      theta[Parameters.b1(one)] = (float) (bias / scale);
      Hyperparameters h = new Hyperparameters(0, 1, 0.1);
      double z = scale * theta[Parameters.b1(one)];
      double active = 1 / (1 + Math.exp(-z));
      double inactive = 1 / (1 + Math.exp(z));
      double expected = 0.1 * Math.log(0.1 / active) + 0.9 * Math.log(0.9 / inactive);
      try (Team team = new Team(1)) {
        BatchObjective objective = new BatchObjective(architecture, h, x, 2, team);
        objective.value(theta);
        // σ is off by 2 ulp at most, a sum of two by one rounding more: 3·2⁻²³ of the argument of a
        // logarithm.
        assertThat(objective.cost().sparsity())
            .as("%s, bias %s", encoder, bias)
            .isEqualTo(expected, offset(3 * 0x1p-23 + 1e-14));
        assertThat(objective.activations().rest()[0])
            .isEqualTo(inactive, offset(3 * 0x1p-23 * inactive));
      }
    }
  }

  /** Values far from 0 would saturate units from the beginning, were the weights not smaller for them. */
  @Test
  void unscaledValuesHaveAFiniteStart() {
    Samples samples = new Samples(65);
    for (Architecture architecture : Architectures.all(new NetworkShape(17, 9))) {
      float[] x = samples.pixels(700 * 17);
      for (int i = 0; i < x.length; i++) x[i] += 1000;
      try (Team team = new Team(1)) {
        Batch batch = Batch.of(architecture, SETTINGS, x, 700, team);
        assertThat(batch.spread().rms()).isBetween(1000.0, 1001.0);
        float[] scaled = Parameters.random(architecture, 1, batch.spread().rms());
        assertThat(batch.evaluatedAt(scaled)).as(architecture.toString()).isPresent();
        // Smaller values change nothing.
        assertThat(Parameters.random(architecture, 1, 0.5))
            .isEqualTo(Parameters.random(architecture, 1));
      }
    }
  }
}
