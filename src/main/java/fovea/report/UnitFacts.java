package fovea.report;

import fovea.features.FeatureLuminance;
import fovea.features.FeatureQuality;
import fovea.features.GaborFit;
import fovea.model.Autoencoder;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What there is to say of one hidden unit's weights.
 *
 * @param unit its row in W1, from 0
 * @param norm ‖w‖, the 2-norm of its incoming weights
 * @param gabor the Gabor function nearest to what is shown for it; empty where that is no tile to fit, or all the same
 */
record UnitFacts(int unit, double norm, Optional<GaborFit> gabor) {
  /**
   * All units, in order.
   *
   * @param filters what is shown for each unit, H×D
   * @param tile how the weights of a unit are laid out
   * @param image whether that layout is that of an image; a table row has none, even where its length is a square number
   */
  static List<UnitFacts> of(Autoencoder network, float[] filters, TileShape tile, boolean image) {
    NetworkShape shape = network.shape();
    int d = shape.inputs();
    int w1 = Parameters.w1(shape);
    float[] theta = network.theta();
    boolean fits =
        image && tile.width() == tile.height() && tile.width() >= FeatureQuality.LEAST_SIDE;
    float[] tiles =
        fits ? FeatureLuminance.of(filters, 0, shape.hidden(), tile.channels(), d) : filters;
    // One fit takes some milliseconds and does not depend on the others.
    return IntStream.range(0, shape.hidden())
        .parallel()
        .mapToObj(j -> new UnitFacts(
            j,
            norm(theta, w1 + j * d, d),
            fits
                ? GaborFit.of(tiles, j * tile.width() * tile.width(), tile.width())
                : Optional.empty()))
        .toList();
  }

  private static double norm(float[] theta, int from, int count) {
    double sum = 0;
    for (int k = from; k < from + count; k++) sum += (double) theta[k] * theta[k];
    return Math.sqrt(sum);
  }

  /**
   * Orientation of a fit's stripes as one sees them, in [0, 180) degrees: 0 lies flat, 45 rises to the right, 90 is upright.
   * {@link GaborFit#theta} is the direction across the stripes, and turns clockwise because rows are counted downwards.
   */
  static double orientation(GaborFit fit) {
    double degrees = 90 - Math.toDegrees(fit.theta());
    return degrees < 0 ? degrees + 180 : degrees;
  }
}
