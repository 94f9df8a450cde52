package fovea.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GaborProjectionTest {
  private static final int SIDE = 12;
  private static final double H = 1e-6;

  /**
   * Kaufman's derivatives are those of the fit where nothing is left unexplained; the rest that they omit is 0 there.
   */
  @Test
  void derivativesAgreeWithDifferences() {
    GaborShape shape = new GaborShape(5.2, 6.1, 2, 2.7, 0.7, 0.17);
    GaborFit gabor = Tiles.gabor(5.2, 6.1, 2, 2.7, 0.7, 0.17, 0.9);
    double[] tile = new double[SIDE * SIDE];
    double mean = 0;
    for (int i = 0; i < tile.length; i++) {
      tile[i] = Tiles.value(gabor, i % SIDE, Math.floorDiv(i, SIDE));
      mean += tile[i] / tile.length;
    }
    for (int i = 0; i < tile.length; i++) tile[i] -= mean;
    GaborProjection projection = new GaborProjection(tile, SIDE);
    projection.project(shape);
    assertThat(projection.cosineCoefficient()).isCloseTo(Math.cos(0.9), within(1e-9));
    assertThat(projection.sineCoefficient()).isCloseTo(-Math.sin(0.9), within(1e-9));
    double[][] derivatives = projection.derivatives(shape);
    for (int k = 0; k < GaborShape.PARAMETERS; k++) {
      double[] up = fitted(tile, move(shape, k, H));
      double[] down = fitted(tile, move(shape, k, -H));
      for (int i = 0; i < tile.length; i++)
        assertThat(derivatives[k][i])
            .as("parameter %d, pixel %d", k, i)
            .isCloseTo((up[i] - down[i]) / (2 * H), within(1e-6));
    }
  }

  private static double[] fitted(double[] tile, GaborShape shape) {
    GaborProjection projection = new GaborProjection(tile, SIDE);
    projection.project(shape);
    return projection.fitted();
  }

  private static GaborShape move(GaborShape s, int parameter, double h) {
    double[] p = {s.x(), s.y(), Math.log(s.sigmaX()), Math.log(s.sigmaY()), s.theta(), s.frequency()
    };
    p[parameter] += h;
    return new GaborShape(p[0], p[1], Math.exp(p[2]), Math.exp(p[3]), p[4], p[5]);
  }
}
