package fovea.features;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How much a hidden unit's weights are what a vision scientist calls the receptive field of a simple cell: a function
 * like Gabor's (Jones and Palmer 1987) that is localised, oriented and bandpass (Field, "What is the goal of sensory
 * coding?", Neural Computation 6, 1994; Olshausen and Field, Nature 381, 1996).
 *
 * <p>A pixel, a blob, a whole row of pixels, a grating and a ramp are Gabor functions too. The first two have no
 * orientation, the others do not end inside the patch.
 *
 * @param gabor the nearest Gabor function
 * @param localisation share of the energy of its envelope, ∬ exp(−u²/sigmaX² − v²/sigmaY²), that lies inside the
 *     tile, 0 to 1
 * @param orientation how much less it answers to a grating turned by 90° than to the grating of its best frequency:
 *     1 − (amplitude at 90°) / (amplitude), 0 to 1. Its mean is removed before, since the patches have none
 * @param octaves width of its answer to frequencies at half its height (De Valois, Albrecht and Thorell, Vision
 *     Research 22, 1982: 1.4 in the median of a monkey's cortex); empty where the answer does not fall to the half on
 *     both sides, between an eighth of a cycle on the tile and half a cycle per pixel
 */
public record FeatureFit(
    GaborFit gabor, double localisation, double orientation, OptionalDouble octaves) {
  /** Points in a pixel, along each side, at which a narrow envelope is summed; its least width is half a pixel. */
  private static final int FINE = 4;

  /** The sum over whole pixels of a wider envelope is its integral to more than nine digits. */
  private static final double NARROW = 1.5;

  /** Fits a tile; see {@link GaborFit#of(float[], int, int)}. */
  static Optional<FeatureFit> of(float[] weights, int from, int side) {
    return GaborFit.of(weights, from, side).map(fit -> of(fit, side));
  }

  /** @param side of the tile, pixels */
  static FeatureFit of(GaborFit fit, int side) {
    TileSpectrum spectrum = new TileSpectrum(withoutMean(fit, side), side);
    int steps = 4 * side;
    double[] answer = new double[steps + 1];
    int best = 1;
    for (int k = 1; k <= steps; k++) {
      answer[k] = spectrum.amplitude(0.5 * k / steps, fit.theta());
      if (answer[k] > answer[best]) best = k;
    }
    double turned = spectrum.amplitude(0.5 * best / steps, fit.theta() + Math.PI / 2);
    double orientation = answer[best] > 0 ? 1 - turned / answer[best] : 0;
    return new FeatureFit(
        fit, inside(fit, side), Math.clamp(orientation, 0.0, 1.0), octaves(answer, best));
  }

  /** The product of R², localisation and orientation, 0 to 1. */
  public double quality() {
    return gabor.r2() * localisation * orientation;
  }

  private static double[] withoutMean(GaborFit fit, int side) {
    GaborColumns columns = new GaborColumns(side);
    columns.fill(fit.shape());
    double cosine = fit.amplitude() * StrictMath.cos(fit.phase());
    double sine = fit.amplitude() * StrictMath.sin(fit.phase());
    double[] tile = new double[side * side];
    double sum = 0;
    for (int i = 0; i < tile.length; i++) {
      tile[i] = cosine * columns.cosine[i] - sine * columns.sine[i];
      sum += tile[i];
    }
    for (int i = 0; i < tile.length; i++) tile[i] -= sum / tile.length;
    return tile;
  }

  /** Over the whole plane the squared envelope has the volume π·sigmaX·sigmaY. */
  private static double inside(GaborFit fit, int side) {
    int fine = Math.min(fit.sigmaX(), fit.sigmaY()) < NARROW ? FINE : 1;
    double[] envelope = new double[fine * side * fine * side];
    GaussianGrid.fill(fit.shape(), 0.5 / fine - 0.5, 1.0 / fine, fine * side, envelope);
    double sum = 0;
    for (double value : envelope) sum += value * value;
    return Math.min(1, sum / (fine * fine) / (Math.PI * fit.sigmaX() * fit.sigmaY()));
  }

  private static OptionalDouble octaves(double[] answer, int best) {
    double half = answer[best] / 2;
    int low = best;
    while (low > 0 && answer[low] > half) low--;
    int high = best;
    while (high < answer.length && answer[high] > half) high++;
    if (low == 0 || high == answer.length || half == 0) return OptionalDouble.empty();
    double from = low + (half - answer[low]) / (answer[low + 1] - answer[low]);
    double to = high - (half - answer[high]) / (answer[high - 1] - answer[high]);
    return OptionalDouble.of(StrictMath.log(to / from) / StrictMath.log(2));
  }
}
