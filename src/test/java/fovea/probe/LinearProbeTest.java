package fovea.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.data.InputException;
import fovea.data.Labels;
import fovea.kernels.RandomDraws;
import fovea.kernels.Team;
import fovea.probe.LinearProbe.Parts;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LinearProbeTest {
  private static final int D = 6;
  private static final int CLASSES = 3;

  /** Normal values; those of class k lie {@code apart} further in column k. */
  private static float[] clouds(int[] y, double apart, long seed) {
    RandomDraws draws = new RandomDraws(seed, RandomDraws.Stream.MIXTURES);
    float[] x = new float[y.length * D];
    for (int i = 0; i < y.length; i++)
      for (int k = 0; k < D; k++)
        x[i * D + k] = (float) (100 + draws.normal() + (y[i] == k ? apart : 0));
    return x;
  }

  private static int[] labels(int n) {
    int[] y = new int[n];
    for (int i = 0; i < n; i++) y[i] = i % CLASSES;
    return y;
  }

  private static LinearProbe probe(double apart, int threads) {
    Parts<int[]> y = new Parts<>(labels(900), labels(600));
    Parts<float[]> x = new Parts<>(clouds(y.training(), apart, 1), clouds(y.test(), apart, 2));
    try (Team team = new Team(threads)) {
      return LinearProbe.of(x, y, D, CLASSES, 1, team);
    }
  }

  @Test
  void cloudsFarApartAreToldApart() {
    LinearProbe probe = probe(8, 2);
    assertThat(probe.accuracy()).isEqualTo(1);
    assertThat(probe.confusion(labels(600), CLASSES))
        .isDeepEqualTo(new int[][] {{200, 0, 0}, {0, 200, 0}, {0, 0, 200}});
  }

  /**
   * Three normal clouds, each 2 from the others' in a direction of its own: no classifier does better than the nearest
   * centre, which the means tell.
   */
  @Test
  void overlappingCloudsAreToldApartAsWellAsCanBe() {
    int[] y = labels(600);
    float[] x = clouds(y, 2, 2);
    int nearest = 0;
    for (int i = 0; i < y.length; i++) {
      int best = 0;
      for (int k = 1; k < CLASSES; k++) if (x[i * D + k] > x[i * D + best]) best = k;
      if (best == y[i]) nearest++;
    }
    assertThat(nearest).isBetween(440, 530);
    LinearProbe probe = probe(2, 2);
    assertThat(probe.correct()).isBetween(nearest - 15, nearest + 10);
    assertThat(LinearProbe.GRID).contains(probe.weightDecay());
    assertThat(probe(2, 1).predicted()).isEqualTo(probe.predicted());
  }

  @Test
  void noiseTellsNothing() {
    assertThat(probe(0, 1).accuracy()).isBetween(0.25, 0.42);
  }

  @Test
  void classesAreNumbersInOrderThenWords() {
    Labels training = new Labels("a", List.of("10", "9", "b", "-1", "1d", "9"));
    Classes classes = Classes.of(training, new Labels("b", List.of("a")));
    assertThat(classes.names()).containsExactly("-1", "9", "10", "1d", "a", "b");
    assertThat(classes.numbers(training)).containsExactly(2, 1, 5, 0, 3, 1);
  }

  @Test
  void labelsThatAreNoClassesAreRefused() {
    assertThatThrownBy(() -> Classes.of(
            new Labels("a.csv", List.of("x", "x")), new Labels("b.csv", List.of("x", "y"))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("a.csv: every label is 'x'");
    List<String> numbers =
        Stream.iterate(0, i -> i + 1).limit(1001).map(i -> Integer.toString(i)).toList();
    assertThatThrownBy(() -> Classes.of(new Labels("a", numbers), new Labels("a", numbers)))
        .hasMessageContaining("1,001 different values");
  }
}
