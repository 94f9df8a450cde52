package fovea.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import fovea.model.Autoencoder;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import java.util.List;
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
    return UnitFacts.of(network, network.theta(), tile, image); // W1 comes first in theta
  }

  @Test
  void orientationIsThatOfTheStripesAsSeen() {
    List<UnitFacts> units = facts(new TileShape(SIDE, SIDE, 1), true);
    double[] expected = {90, 0, 45};
    for (int unit = 0; unit < 3; unit++) {
      var fit = units.get(unit).gabor().orElseThrow();
      double turn = Math.abs(UnitFacts.orientation(fit) - expected[unit]);
      // 179.9 degrees are flat, too.
      assertThat(Math.min(turn, 180 - turn)).as("unit %d", unit).isLessThan(1);
      assertThat(UnitFacts.orientation(fit)).isBetween(0.0, 180.0);
      assertThat(fit.frequency()).isCloseTo(0.2, offset(0.005));
    }
    assertThat(units.get(3).gabor()).isEmpty();
    assertThat(units.get(3).norm()).isZero();
    double squares = 0;
    for (int column = 0; column < SIDE; column++)
      squares += SIDE * Math.pow(Math.cos(2 * Math.PI * 0.2 * column), 2);
    assertThat(units.get(0).norm()).isCloseTo(Math.sqrt(squares), offset(1e-5));
  }

  @Test
  void whatIsNoImageIsNotFitted() {
    assertThat(facts(new TileShape(SIDE, SIDE, 1), false))
        .allMatch(unit -> unit.gabor().isEmpty());
    assertThat(facts(new TileShape(2 * SIDE, SIDE / 2, 1), true))
        .allMatch(unit -> unit.gabor().isEmpty());
  }
}
