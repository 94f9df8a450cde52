package fovea.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import fovea.kernels.ActivationFunction;
import fovea.model.Autoencoder;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import fovea.train.Activations;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UnitFactsTest {
  private static final int SIDE = 12;

  /** Four units: stripes upright, flat, rising to the right, and no weights at all. */
  private static Autoencoder network() {
    NetworkShape shape = new NetworkShape(SIDE * SIDE, 4);
    float[] theta = new float[Parameters.count(shape)];
    for (int row = 0; row < SIDE; row++) {
      for (int column = 0; column < SIDE; column++) {
        // Along stripes that rise to the right, column + row stays the same: rows count downwards.
        double[] across = {column, row, (column + row) / Math.sqrt(2)};
        for (int unit = 0; unit < 3; unit++)
          theta[unit * SIDE * SIDE + row * SIDE + column] =
              (float) Math.cos(2 * Math.PI * 0.2 * across[unit]);
      }
    }
    return new Autoencoder(shape, theta);
  }

  private static List<UnitFacts> facts(TileShape tile, boolean image) {
    Autoencoder network = network();
    double[] rhoHat = {0.5, 0.5, 0.001, 0.5};
    Activations activations = new Activations(
        ActivationFunction.SIGMOID,
        rhoHat,
        new double[] {0.5, 0.5, 0.999, 0.5},
        new float[4],
        new float[] {1, 1, 0.001f, 1});
    float[] w1 = Arrays.copyOf(network.theta(), 4 * SIDE * SIDE);
    Features features = new Features(tile, w1, new float[4], "");
    return UnitFacts.of(network, features, activations, image, Optional.empty());
  }

  @Test
  void orientationIsThatOfTheStripesAsSeen() {
    List<UnitFacts> units = facts(new TileShape(SIDE, SIDE, 1), true);
    double[] expected = {90, 0, 45};
    for (int unit = 0; unit < 3; unit++) {
      var fit = units.get(unit).fit().orElseThrow().gabor();
      double turn = Math.abs(UnitFacts.orientation(fit) - expected[unit]);
      // 179.9 degrees are flat, too.
      assertThat(Math.min(turn, 180 - turn)).as("unit %d", unit).isLessThan(1);
      assertThat(UnitFacts.orientation(fit)).isBetween(0.0, 180.0);
      assertThat(fit.frequency()).isCloseTo(0.2, offset(0.005));
    }
    assertThat(units.get(3).fit()).isEmpty();
    assertThat(units.get(3).norm()).isZero();
    assertThat(units.stream().map(UnitFacts::state)).containsExactly("", "", "dead", "");
    assertThat(units.get(0).nearest())
        .hasSize(3)
        .isSortedAccordingTo((a, b) -> Double.compare(b.cosine(), a.cosine()));
    double squares = 0;
    for (int column = 0; column < SIDE; column++)
      squares += SIDE * Math.pow(Math.cos(2 * Math.PI * 0.2 * column), 2);
    assertThat(units.get(0).norm()).isCloseTo(Math.sqrt(squares), offset(1e-5));
  }

  @Test
  void whatIsNoImageIsNotFitted() {
    assertThat(facts(new TileShape(SIDE, SIDE, 1), false))
        .allMatch(unit -> unit.fit().isEmpty());
    assertThat(facts(new TileShape(2 * SIDE, SIDE / 2, 1), true))
        .allMatch(unit -> unit.fit().isEmpty());
  }
}
