package fovea.report;

import fovea.features.Directions;
import fovea.features.FeatureFit;
import fovea.features.FeatureQuality;
import fovea.features.GaborFit;
import fovea.model.Autoencoder;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import fovea.train.Activations;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Facts about one hidden unit.
 *
 * @param unit its row in W1, from 0
 * @param rhoHat its mean activation
 * @param norm ‖w‖, the 2-norm of its incoming weights
 * @param state why it is of no use: "dead", "saturated" or "duplicate"; else nothing
 * @param fit what its tile is like; empty where there is no tile to fit, or all its values are the same
 * @param nearest the units whose features are most like its own
 */
record UnitFacts(
    int unit,
    double rhoHat,
    double norm,
    String state,
    Optional<FeatureFit> fit,
    List<Directions.Neighbour> nearest) {
  private static final int NEIGHBOURS = 3;

  /**
   * All units, in order.
   *
   * @param features what is shown for each unit
   * @param image whether a tile is an image; a table row is none, even where its length is a square number
   * @param judged what is known of these features already, if anything
   */
  static List<UnitFacts> of(
      Autoencoder network,
      Features features,
      Activations activations,
      boolean image,
      Optional<FeatureQuality> judged) {
    NetworkShape shape = network.shape();
    int h = shape.hidden();
    float[] theta = network.theta();
    TileShape tile = features.tile();
    boolean[] dead = new boolean[h];
    boolean[] saturated = new boolean[h];
    for (int j = 0; j < h; j++) {
      dead[j] = activations.isDead(j);
      saturated[j] = activations.isSaturated(j);
    }
    FeatureQuality quality = FeatureQuality.of(
        shape,
        features.weights(),
        image && tile.width() == tile.height() ? tile.channels() : 0,
        dead,
        saturated,
        judged);
    Directions directions = Directions.of(features.weights(), shape.inputs(), image);
    return IntStream.range(0, h)
        .parallel()
        .mapToObj(j -> new UnitFacts(
            j,
            activations.rhoHat()[j],
            norm(theta, Parameters.w1(shape) + j * shape.inputs(), shape.inputs()),
            dead[j]
                ? "dead"
                : saturated[j] ? "saturated" : quality.duplicate()[j] ? "duplicate" : "",
            quality.fit(j),
            directions.nearest(j, NEIGHBOURS)))
        .toList();
  }

  private static double norm(float[] weights, int from, int length) {
    double sum = 0;
    for (int k = from; k < from + length; k++) sum += (double) weights[k] * weights[k];
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
