package fovea.train;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.kernels.ActivationFunction;
import fovea.kernels.Samples;
import fovea.kernels.Team;
import fovea.model.Architecture;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A batch that is in several places gives the bits of one in memory, however it is cut and whoever is lost on the
 * way.
 */
@Tag("numerics")
class DistributedObjectiveTest {
  /** Workers that answer in any order, and lose what they have from time to time. */
  static final class Crew implements DistributedObjective.Workers {
    private final Random random = new Random(5);
    private final Architecture architecture;
    private final ShardGroups groups;
    private final float[] x;
    private final List<ShardGroup> members = new ArrayList<>();
    private float[] theta = {};
    private long evaluation;

    Crew(Architecture architecture, ShardGroups groups, float[] x) {
      this.architecture = architecture;
      this.groups = groups;
      this.x = x;
      for (int group = 0; group < groups.count(); group++) members.add(load(group));
    }

    private ShardGroup load(int group) {
      int d = architecture.shape().inputs();
      int from = groups.start(group) * d;
      return new ShardGroup(
          architecture,
          groups,
          group,
          Arrays.copyOfRange(x, from, from + groups.length(group) * d));
    }

    private <T extends PairwiseSums.Summand<T>> T total(
        Function<ShardGroup, T> part, IntPredicate has, IntUnaryOperator number, int count) {
      Collections.shuffle(members, random);
      List<PairwiseSums<T>> sums = List.of(new PairwiseSums<>(), new PairwiseSums<>());
      for (int i = 0; i < members.size(); i++) {
        if (!has.test(members.get(i).index())) continue;
        if (random.nextInt(4) == 0) members.set(i, load(members.get(i).index()));
        if (random.nextInt(4) == 0) members.set(i, sent(members.get(i)));
        ShardGroup member = members.get(i);
        sums.get(random.nextInt(2)).add(number.applyAsInt(member.index()), part.apply(member));
      }
      return sent(sums.get(0)).addAll(sums.get(1)).total(count);
    }

    private <T extends PairwiseSums.Summand<T>> T ofSample(
        ShardSample sample, Function<ShardGroup, T> part) {
      return total(
          part,
          group -> sample.isIn(groups, group),
          group -> sample.number(groups, group),
          sample.groups(groups));
    }

    @Override
    public ActivationSums forward(float[] theta, ShardSample sample) {
      this.theta = theta;
      evaluation++;
      return ofSample(sample, group -> group.forward(theta, evaluation, sample));
    }

    @Override
    public FloatSums backward(float[] slope, boolean gradientWanted, ShardSample sample) {
      return ofSample(
          sample, group -> group.backward(theta, slope, evaluation, gradientWanted, sample));
    }

    @Override
    public FloatSums inputMoments(ShardSample sample) {
      return ofSample(sample, group -> group.inputMoments(sample));
    }

    @Override
    public FloatSums moments(ShardSample sample) {
      return ofSample(sample, group -> group.moments(theta, evaluation, sample));
    }

    @Override
    public ColumnSums columnSums(ShardSample sample) {
      return ofSample(sample, group -> group.columnSums(sample));
    }

    @Override
    public ColumnSums squares(double[] mean, ShardSample sample) {
      return ofSample(sample, group -> group.squares(mean, sample));
    }
  }

  @SuppressWarnings("unchecked")
  private static <T> T sent(T object) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(object);
      }
      return (T) new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    } catch (IOException | ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 3, 2, 1, SIGMOID, false",
    "700, 17, 5, 2, SIGMOID, false",
    "1919, 33, 40, 3, TANH, true",
    "5000, 40, 9, 3, RELU, false",
    "9000, 7, 3, 5, SIGMOID, true",
    "9000, 7, 3, 100, SIGMOID, false",
    "21000, 7, 3, 3, SIGMOID, false"
  })
  void theSameBits(int n, int d, int h, int wanted, ActivationFunction encoder, boolean tied) {
    Architecture architecture =
        new Architecture(new NetworkShape(d, h), encoder, ActivationFunction.SIGMOID, tied);
    float[] x = new Samples(82).pixels(n * d);
    float[] theta = Parameters.random(architecture, 7);
    ShardGroups groups = ShardGroups.of(Shards.of(n), wanted);
    Crew crew = new Crew(architecture, groups, x);
    Rows rows = (first, count, to) -> System.arraycopy(x, first * d, to, 0, count * d);
    try (Team team = new Team(1);
        Team two = new Team(2)) {
      BatchCost held = new BatchObjective(architecture, Hyperparameters.DEFAULT, x, n, team);
      BatchCost streamed =
          new BatchObjective(architecture, Hyperparameters.DEFAULT, () -> rows, n, two);
      BatchCost distributed =
          new DistributedObjective(architecture, Hyperparameters.DEFAULT, n, crew);
      assertSame(distributed, held, theta.clone());
      for (int stride = 2; stride <= 16; stride *= 2) {
        ShardSample sample = new ShardSample(Shards.of(n), stride);
        assertThat(held.sample(stride).examples()).isEqualTo(sample.examples());
        assertSame(distributed.sample(stride), held.sample(stride), theta.clone());
        assertSame(streamed.sample(stride), held.sample(stride), theta.clone());
        assertSame(held.sample(stride), alone(architecture, x, sample, team), theta.clone());
      }
      // A sample leaves the whole as it was.
      assertSame(distributed, held, theta.clone());
    }
  }

  /** The sample's examples as a batch of their own: the same shards, so the same bits. */
  private static BatchCost alone(
      Architecture architecture, float[] x, ShardSample sample, Team team) {
    int d = architecture.shape().inputs();
    int[] rows = new int[sample.examples()];
    int count = 0;
    for (int i = 0; i < sample.count(); i++)
      for (int row = 0; row < sample.length(i); row++)
        rows[count++] = sample.shards().start(sample.shard(i)) + row;
    ShardSample whole = ShardSample.all(new Shards(count, sample.shards().size(), sample.count()));
    Rows some = (first, n, to) -> {
      for (int i = 0; i < n; i++) System.arraycopy(x, rows[first + i] * d, to, i * d, d);
    };
    return new BatchObjective(architecture, Hyperparameters.DEFAULT, () -> some, whole, team);
  }

  private static void assertSame(BatchCost found, BatchCost expected, float[] theta) {
    float[] gradient = new float[theta.length];
    float[] itsGradient = new float[theta.length];
    assertThat(found.spread()).isEqualTo(expected.spread());
    for (int repeat = 0; repeat < 3; repeat++) {
      double cost = expected.valueAndGradient(theta, itsGradient);
      assertThat(found.valueAndGradient(theta, gradient)).isEqualTo(cost);
      assertThat(gradient).containsExactly(itsGradient);
      assertThat(found.value(theta)).isEqualTo(cost);
      assertThat(found.cost()).isEqualTo(expected.cost());
      Activations activations = found.activations();
      assertThat(activations.rhoHat()).containsExactly(expected.activations().rhoHat());
      assertThat(activations.rest()).containsExactly(expected.activations().rest());
      assertThat(activations.lowest()).containsExactly(expected.activations().lowest());
      assertThat(activations.highest()).containsExactly(expected.activations().highest());
      NetworkCurvatureTest.assertSame(
          found.curvature().orElseThrow(), expected.curvature().orElseThrow());
      for (int i = 0; i < theta.length; i++) theta[i] -= 0.5f * gradient[i];
    }
  }

  @Test
  void groupsAreAsLargeAsTheyMayBeAndHaveEveryExampleOnce() {
    for (int n : new int[] {1, 640, 641, 5000, 70_000, 2_000_000})
      for (int wanted : new int[] {1, 2, 3, 8, 1000}) {
        Shards shards = Shards.of(n);
        ShardGroups groups = ShardGroups.of(shards, wanted);
        assertThat(groups.count()).isGreaterThanOrEqualTo(Math.min(wanted, shards.count()));
        if (groups.count() > 1)
          assertThat(new ShardGroups(shards, groups.levels() + 1).count()).isLessThan(wanted);
        int next = 0;
        for (int group = 0; group < groups.count(); group++) {
          assertThat(groups.start(group)).isEqualTo(next);
          next += groups.length(group);
        }
        assertThat(next).isEqualTo(n);
      }
  }
}
