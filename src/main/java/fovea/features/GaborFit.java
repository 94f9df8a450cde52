package fovea.features;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The Gabor function nearest to a square tile of weights, in least squares:
 *
 * <pre>
 *   offset + amplitude · exp(−u²/(2·sigmaX²) − v²/(2·sigmaY²)) · cos(2π·frequency·u + phase)
 *   u =  (column − x)·cos θ + (row − y)·sin θ        across the stripes
 *   v = −(column − x)·sin θ + (row − y)·cos θ        along them
 * </pre>
 *
 * <p>The form is that of Jones and Palmer ("An evaluation of the two-dimensional Gabor filter model of simple
 * receptive fields in cat striate cortex", J. Neurophysiol. 58, 1987), with the envelope's axes along and across the
 * stripes, as in Ringach ("Spatial structure and symmetry of simple-cell receptive fields in macaque primary visual
 * cortex", J. Neurophysiol. 88, 2002). The offset is free because the mean of a patch is subtracted: a constant in
 * the weights only shifts the bias.
 *
 * @param x column of the envelope's centre; 0 is the middle of the first pixel
 * @param y row of the envelope's centre, likewise
 * @param sigmaX the envelope's standard deviation across the stripes, 0.5 pixels to twice the side
 * @param sigmaY the envelope's standard deviation along the stripes, likewise
 * @param theta θ in [0, π), the direction across the stripes: 0 along a row (upright stripes), π/2 down a column
 * @param frequency cycles per pixel, from 1/(8·side), which stands for none, to 0.5
 * @param phase in [−π, π]; 0 is a bright stripe through the centre
 * @param amplitude at least 0; at a low frequency far more than the tile shows, which is then the flank of a wide
 *     cosine
 * @param offset the constant
 * @param r2 share of Σ(w − mean)² that is explained, 0 to 1
 */
public record GaborFit(
    double x,
    double y,
    double sigmaX,
    double sigmaY,
    double theta,
    double frequency,
    double phase,
    double amplitude,
    double offset,
    double r2) {
  /** Searches begin at this many of the starts, those that explain most. */
  private static final int RUNS = 2;

  /**
   * Fits the {@code side}×{@code side} values from {@code from} on, row-major. The same values give the same bits
   * everywhere.
   *
   * @return nothing if the values are all the same, or one of them is not finite
   * @throws IllegalArgumentException if the side is less than 2, or the array ends before the tile
   */
  public static Optional<GaborFit> of(float[] weights, int from, int side) {
    if (side < 2) throw new IllegalArgumentException("a tile of side " + side);
    if (from < 0 || (long) side * side > weights.length - from)
      throw new IllegalArgumentException("%d weights hold no tile of %dx%d from %d on"
          .formatted(weights.length, side, side, from));
    double[] tile = new double[side * side];
    double sum = 0;
    boolean varies = false;
    for (int i = 0; i < tile.length; i++) {
      tile[i] = weights[from + i];
      sum += tile[i];
      varies |= tile[i] != tile[0];
    }
    if (!varies || !Double.isFinite(sum)) return Optional.empty();
    double mean = sum / tile.length;
    double energy = 0;
    for (int i = 0; i < tile.length; i++) {
      tile[i] -= mean;
      energy += tile[i] * tile[i];
    }
    GaborSearch search = new GaborSearch(tile, side);
    record Start(GaborShape shape, double explained) {}
    List<Start> starts = GaborStarts.of(tile, side).stream()
        .map(shape -> new Start(shape, search.explained(shape)))
        .sorted(Comparator.comparingDouble(start -> -start.explained()))
        .limit(RUNS)
        .toList();
    for (Start start : starts) search.run(start.shape());
    GaborProjection projection = new GaborProjection(tile, side);
    projection.project(search.best());
    return Optional.of(of(search.best(), projection, mean, energy));
  }

  /** θ and θ + π are the same stripes seen from either side: there u, and with it the phase, changes its sign. */
  private static GaborFit of(
      GaborShape shape, GaborProjection projection, double mean, double energy) {
    double a = projection.cosineCoefficient();
    double b = projection.sineCoefficient();
    double turns = Math.floor(shape.theta() / Math.PI);
    double theta = shape.theta() - turns * Math.PI;
    if (theta >= Math.PI) { // of a rounding below 0
      theta = 0;
      turns++;
    }
    double phase = StrictMath.atan2(turns % 2 == 0 ? -b : b, a);
    return new GaborFit(
        shape.x(),
        shape.y(),
        shape.sigmaX(),
        shape.sigmaY(),
        theta,
        shape.frequency(),
        phase,
        StrictMath.hypot(a, b),
        mean + projection.offset(),
        Math.clamp(projection.explained() / energy, 0.0, 1.0));
  }

  /** Width of the envelope across the stripes, in cycles (Ringach's n_x); small for blobs. */
  public double nx() {
    return sigmaX * frequency;
  }

  /** Length of the envelope along the stripes, in cycles (Ringach's n_y). */
  public double ny() {
    return sigmaY * frequency;
  }

  GaborShape shape() {
    return new GaborShape(x, y, sigmaX, sigmaY, theta, frequency);
  }
}
