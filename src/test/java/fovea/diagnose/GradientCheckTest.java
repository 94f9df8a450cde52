package fovea.diagnose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.Notes;
import fovea.diagnose.FaultyObjective.Fault;
import fovea.diagnose.GradientFinding.Verdict;
import fovea.kernels.RandomDraws;
import fovea.kernels.Samples;
import fovea.kernels.Team;
import fovea.model.Architecture;
import fovea.model.Cost;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import fovea.train.BatchObjective;
import fovea.train.NetworkCost;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GradientCheckTest {
  private static final int PER_BLOCK = 8;

  private static RandomDraws draws() {
    return new RandomDraws(1, RandomDraws.Stream.GRADIENT_CHECK);
  }

  /** N, D, H: around the edges of tiles, panels, blocks and shards. */
  private static final int[][] SIZES = {
    {1, 1, 1},
    {2, 3, 5},
    {13, 5, 3},
    {13, 100, 25},
    {100, 33, 17},
    {200, 31, 65},
    {648, 16, 33},
    {961, 8, 16},
    {1300, 4, 35},
    {60, 200, 49}
  };

  private static final List<Hyperparameters> SETTINGS = List.of(
      Hyperparameters.DEFAULT,
      new Hyperparameters(0, 0, 0.5),
      new Hyperparameters(0.1, 0, 0.5),
      new Hyperparameters(0, 3, 0.05),
      new Hyperparameters(1e-6, 0.01, 0.9));

  /** What {@link GradientCheck#SAFETY} and docs/numerics.md tell of. */
  @Test
  void aRightGradientPassesWithRoomToSpare() {
    Samples samples = new Samples(91);
    double share = 0;
    int trial = 0;
    try (Team team = new Team(2)) {
      for (int[] size : SIZES) {
        NetworkShape shape = new NetworkShape(size[1], size[2]);
        float[] x = samples.pixels(size[0] * shape.inputs());
        for (Hyperparameters h : SETTINGS) {
          // From a third to four times the usual initial parameters.
          double scale =
              Math.sqrt(6.0 / (size[1] + size[2])) * new double[] {0.33, 1, 4}[trial++ % 3];
          float[] theta = samples.signed(Parameters.count(shape), scale);
          GradientCheck check = GradientCheck.of(
              Architecture.of(shape),
              h,
              x,
              x,
              theta,
              PER_BLOCK,
              draws(),
              settings -> new BatchObjective(shape, settings, x, size[0], team),
              team);
          assertThat(check.examples()).isEqualTo(size[0]);
          assertThat(check.findings()).hasSize(16);
          for (GradientFinding finding : check.findings()) {
            assertThat(finding.worst().share())
                .as("N=%d, %s, %s, scale %.2f: %s", size[0], shape, h, scale, finding)
                .isLessThan(0.2);
            share = Math.max(share, finding.worst().share());
            if (!finding.term().dependsOn(finding.block(), h))
              assertThat(finding.worst().gradient()).isZero();
          }
        }
      }
    }
    Notes.take("right gradients are off by %.3f of what is allowed at most", share);
  }

  /** Without sparsity nothing divides by ρ̂ = 0 or 1 - ρ̂ = 0. */
  @Test
  void aUnitThatIsAlwaysOnOrOffPassesWithoutSparsity() {
    NetworkShape shape = new NetworkShape(7, 3);
    for (float bias : new float[] {1000, -1000}) {
      float[] theta = Parameters.random(shape, 1);
      theta[Parameters.b1(shape)] = bias;
      GradientCheck check = check(Fault.NONE, new Hyperparameters(0.1, 0, 0.5), 50, shape, theta);
      assertThat(check.right()).as("bias %s: %s", bias, check.findings()).isTrue();
      assertThat(check.findings()).allMatch(f -> Double.isFinite(f.allowed()));
    }
  }

  @Test
  void aGradientBeyondFloat32IsRefused() {
    NetworkShape shape = new NetworkShape(7, 3);
    Hyperparameters h = new Hyperparameters(1e40, 0, 0.5);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> check(Fault.NONE, h, 50, shape, Parameters.random(shape, 1)))
        .withMessageContaining("too large for float32");
  }

  private static GradientCheck check(
      Fault fault, Hyperparameters h, int n, NetworkShape shape, float[] theta) {
    float[] x = new Samples(92).pixels(n * shape.inputs());
    try (Team team = new Team(1)) {
      return GradientCheck.of(
          Architecture.of(shape),
          h,
          x,
          x,
          theta,
          PER_BLOCK,
          draws(),
          settings -> new FaultyObjective(shape, settings, x, n, fault),
          team);
    }
  }

  private static List<String> off(GradientCheck check) {
    return check.findings().stream()
        .filter(f -> f.verdict() == Verdict.OFF)
        .map(f -> f.block() + " " + f.term())
        .toList();
  }

  private static List<String> expected(Fault fault) {
    String everywhere = "W1 reconstruction, W1 total, b1 reconstruction, b1 total,"
        + " W2 reconstruction, W2 total, b2 reconstruction, b2 total";
    String sparsity = "W1 sparsity, b1 sparsity";
    String text = switch (fault) {
      case NONE -> "";
      case SPARSITY_HAS_THE_WRONG_SIGN, RHO_HAT_OF_HALF_THE_BATCH, SPARSITY_PER_EXAMPLE ->
        sparsity + ", W1 total, b1 total";
      case SUM_INSTEAD_OF_MEAN, LAST_EXAMPLE_LEFT_OUT -> sparsity + ", " + everywhere;
      case BIASES_DECAY -> "b1 weight decay, b1 total, b2 weight decay, b2 total";
      case DECODER_DOES_NOT_DECAY -> "W2 weight decay, W2 total";
      case DECAY_TWICE_AS_STRONG -> "W1 weight decay, W1 total, W2 weight decay, W2 total";
      case W2_TRANSPOSED_ON_THE_WAY_BACK ->
        "W1 reconstruction, W1 total, b1 reconstruction, b1 total";
      case SLOPE_A_HUNDREDTH_OF_A_PERCENT_OFF ->
        sparsity + ", W1 reconstruction, W1 total, b1 reconstruction, b1 total";
      case NO_SLOPE_AT_THE_OUTPUT -> everywhere;
      case LAST_ELEMENT_OF_W2_LEFT_OUT -> "W2 reconstruction, W2 weight decay, W2 total";
    };
    return text.isEmpty() ? List.of() : List.of(text.split(", "));
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void aFaultIsFoundInTheBlocksAndTermsThatItIsIn(Fault fault) {
    Hyperparameters h = new Hyperparameters(1e-3, 0.3, 0.3);
    for (int[] size : new int[][] {{700, 36, 10}, {300, 100, 25}}) {
      NetworkShape shape = new NetworkShape(size[1], size[2]);
      GradientCheck check = check(fault, h, size[0], shape, Parameters.random(shape, 5));
      List<String> found = off(check);
      // A sum instead of a mean leaves so much rounding that the decay beside it may be off too.
      if (fault == Fault.SUM_INSTEAD_OF_MEAN)
        found = found.stream().filter(f -> !f.endsWith("decay")).toList();
      assertThat(found).containsExactlyInAnyOrderElementsOf(expected(fault));
      assertThat(check.right()).isEqualTo(fault == Fault.NONE);
    }
  }

  @Test
  void aGradientThatIsNotANumberIsOff() {
    NetworkShape shape = new NetworkShape(3, 2);
    float[] x = new Samples(93).pixels(10 * 3);
    try (Team team = new Team(1)) {
      GradientCheck check = GradientCheck.of(
          Architecture.of(shape),
          Hyperparameters.DEFAULT,
          x,
          x,
          Parameters.random(shape, 1),
          PER_BLOCK,
          draws(),
          settings -> new NetworkCost() {
            private final NetworkCost right = new BatchObjective(shape, settings, x, 10, team);

            @Override
            public int size() {
              return right.size();
            }

            @Override
            public double valueAndGradient(float[] theta, float[] gradient) {
              double value = right.valueAndGradient(theta, gradient);
              gradient[Parameters.b1(shape)] = Float.NaN;
              return value;
            }

            @Override
            public Cost cost() {
              return right.cost();
            }
          },
          team);
      assertThat(off(check)).contains("b1 reconstruction", "b1 total").doesNotContain("b2 total");
    }
  }

  @Test
  void aTermBelowRoundingIsNotCalledRight() {
    NetworkShape shape = new NetworkShape(36, 10);
    Hyperparameters h = new Hyperparameters(1e-3, 1e-9, 0.3);
    GradientCheck check =
        check(Fault.SPARSITY_HAS_THE_WRONG_SIGN, h, 100, shape, Parameters.random(shape, 5));
    assertThat(check.findings().stream()
            .filter(f -> f.verdict() == Verdict.LOST)
            .map(f -> f.block() + " " + f.term()))
        .containsExactly("W1 sparsity", "b1 sparsity");
    assertThat(off(check)).isEmpty();
  }

  @Test
  void aUnitThatIsAlwaysOnHasNoFiniteCost() {
    NetworkShape shape = new NetworkShape(3, 2);
    float[] theta = Parameters.random(shape, 1);
    theta[Parameters.b1(shape)] = 1000;
    assertThatThrownBy(() -> check(Fault.NONE, Hyperparameters.DEFAULT, 5, shape, theta))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not finite");
  }

  @Test
  void everyParameterIsLookedAtWhereThereAreFewAndBothEndsWhereThereAreMany() {
    NetworkShape shape = new NetworkShape(5, 3);
    List<GradientCoordinate> sample = GradientCoordinate.sample(Architecture.of(shape), 4, draws());
    assertThat(sample).hasSize(4 + 3 + 4 + 4).doesNotHaveDuplicates();
    assertThat(sample.stream().map(GradientCoordinate::toString))
        .contains("W1[0,0]", "W1[2,4]", "b1[0]", "b1[1]", "b1[2]", "W2[0,0]", "W2[4,2]", "b2[4]");
    assertThat(
            GradientCoordinate.sample(Architecture.of(shape), Integer.MAX_VALUE, draws()).stream()
                .map(GradientCoordinate::index))
        .containsExactlyElementsOf(
            IntStream.range(0, Parameters.count(shape)).boxed().toList());
  }

  @Test
  void examplesAreDrawnWithoutRepetition() {
    float[] x = new float[2 * 50];
    for (int i = 0; i < x.length; i++) x[i] = i;
    float[] drawn = GradientCheck.examples(x, 50, 30, draws());
    assertThat(drawn).hasSize(60).doesNotHaveDuplicates();
    for (int i = 0; i < 60; i += 2) assertThat(drawn[i + 1]).isEqualTo(drawn[i] + 1);
    assertThat(GradientCheck.examples(x, 50, 30, draws())).isEqualTo(drawn);
    assertThat(GradientCheck.examples(x, 50, 50, draws())).isSameAs(x);
    assertThat(GradientCheck.usualExamples(Architecture.of(new NetworkShape(4, 2)), 25))
        .isEqualTo(1000);
    assertThat(GradientCheck.usualExamples(Architecture.of(new NetworkShape(4000, 4000)), 25))
        .isEqualTo(50);
  }
}
