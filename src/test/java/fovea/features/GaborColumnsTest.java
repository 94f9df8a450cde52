package fovea.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.kernels.Samples;
import org.junit.jupiter.api.Test;

/** What recurrences give is what the formulas give, pixel by pixel. */
class GaborColumnsTest {
  private static final int SIDE = 24;
  private static final int SEED = 2026;

  @Test
  void everyPixelIsThatOfTheFormula() {
    Samples samples = new Samples(SEED);
    for (int repeat = 0; repeat < 50; repeat++) {
      float[] r = samples.signed(6, 1);
      // Centres up to a tile away, widths from half a pixel to twice the side.
      GaborShape shape = new GaborShape(
          SIDE * (0.5 + r[0]),
          SIDE * (0.5 + r[1]),
          SIDE * Math.pow(96, -0.5 * (1 + r[2])) * 2,
          SIDE * Math.pow(96, -0.5 * (1 + r[3])) * 2,
          Math.PI * r[4],
          0.25 * (1 + r[5]));
      GaborColumns columns = new GaborColumns(SIDE);
      columns.fill(shape);
      for (int i = 0; i < SIDE * SIDE; i++) {
        int column = i % SIDE;
        int row = i / SIDE;
        double u = Tiles.u(shape, column, row);
        double v = Tiles.v(shape, column, row);
        double envelope = Tiles.envelope(shape, column, row);
        double angle = 2 * Math.PI * shape.frequency() * u;
        String where =
            "seed %d, repeat %d, %s, pixel %d %d".formatted(SEED, repeat, shape, column, row);
        assertThat(columns.u[i]).as(where).isCloseTo(u, within(1e-12));
        assertThat(columns.v[i]).as(where).isCloseTo(v, within(1e-12));
        assertThat(columns.envelope[i]).as(where).isCloseTo(envelope, within(1e-11));
        assertThat(columns.cosine[i])
            .as(where)
            .isCloseTo(envelope * Math.cos(angle), within(1e-11));
        assertThat(columns.sine[i]).as(where).isCloseTo(envelope * Math.sin(angle), within(1e-11));
      }
    }
  }

  @Test
  void aGridBetweenThePixelsIsThatOfTheFormulaToo() {
    GaborShape shape = new GaborShape(3.3, 11.2, 0.6, 2, 0.8, 0.2);
    double[] fine = new double[36 * 36];
    GaussianGrid.fill(shape, -0.375, 0.25, 36, fine);
    for (int i = 0; i < fine.length; i++) {
      double column = -0.375 + 0.25 * (i % 36);
      double row = -0.375 + 0.25 * Math.floorDiv(i, 36);
      double expected = Tiles.envelope(shape, column, row);
      assertThat(fine[i]).as("point %d", i).isCloseTo(expected, within(1e-11));
    }
  }
}
