package fovea.report;

import fovea.features.GaborFit;
import fovea.features.UnitFits;
import fovea.model.Autoencoder;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Facts about one hidden unit's weights.
 *
 * @param unit its row in W1, from 0
 * @param norm ‖w‖, the 2-norm of its incoming weights
 * @param gabor the Gabor function nearest to the unit's tile; empty where there is no tile to fit, or all its values
 *     are the same
 */
record UnitFacts(int unit, double norm, Optional<GaborFit> gabor) {
  /**
   * All units, in order.
   *
   * @param filters what is shown for each unit, H×D
   * @param tile how the weights of a unit are laid out
   * @param image whether the tile is an image; a table row is none, even where its length is a square number
   */
  static List<UnitFacts> of(Autoencoder network, float[] filters, TileShape tile, boolean image) {
    NetworkShape shape = network.shape();
    int d = shape.inputs();
    int w1 = Parameters.w1(shape);
    float[] theta = network.theta();
    int channels = image && tile.width() == tile.height() ? tile.channels() : 0;
    List<Optional<GaborFit>> fits = UnitFits.of(filters, 0, shape.hidden(), channels, d)
        .orElse(Collections.nCopies(shape.hidden(), Optional.empty()));
    return IntStream.range(0, shape.hidden())
        .mapToObj(j -> new UnitFacts(j, norm(theta, w1 + j * d, d), fits.get(j)))
        .toList();
  }

  private static double norm(float[] theta, int from, int count) {
    double sum = 0;
    for (int k = from; k < from + count; k++) sum += (double) theta[k] * theta[k];
    return Math.sqrt(sum);
  }

  /**
   * Orientation of a fit's stripes as one sees them, in [0, 180) degrees: 0 lies flat, 45 rises to the right, 90 is
   * upright. {@link GaborFit#theta} is the direction across the stripes. It turns clockwise, because rows are counted
   * downwards.
   */
  static double orientation(GaborFit fit) {
    double degrees = 90 - Math.toDegrees(fit.theta());
    return degrees < 0 ? degrees + 180 : degrees;
  }
}
