package fovea.features;

import java.util.ArrayList;
import java.util.List;

/**
 * Starts of searches for a Gabor function: the peaks of the tile's Fourier spectrum, with envelopes of three sizes,
 * each where a filter of that frequency and size answers most.
 */
final class GaborStarts {
  private static final int PEAKS = 3;

  /** Sizes of envelopes as shares of the tile's side. */
  private static final double[] WIDTHS = {1 / 12.0, 1 / 6.0, 1 / 3.0};

  /** A blob has no stripes that show its long axis; it starts this much longer in one direction than in the other. */
  private static final double ELONGATION = 1.5;

  private final double[] tile;
  private final int side;

  /** @param tile side×side values, row-major, whose mean is 0 */
  private GaborStarts(double[] tile, int side) {
    this.tile = tile;
    this.side = side;
  }

  /** @param tile side×side values, row-major, whose mean is 0 */
  static List<GaborShape> of(double[] tile, int side) {
    GaborStarts starts = new GaborStarts(tile, side);
    List<GaborShape> shapes = new ArrayList<>();
    for (double[] peak : starts.peaks()) {
      double theta = StrictMath.atan2(peak[1], peak[0]);
      double frequency = StrictMath.hypot(peak[0], peak[1]);
      double[][] demodulated = starts.demodulated(peak[0], peak[1]);
      for (double width : WIDTHS) {
        double sigma = width * side;
        int at = starts.strongest(demodulated, sigma);
        shapes.add(starts.centredAt(at, sigma, sigma, theta, frequency));
      }
    }
    double[][] plain = starts.demodulated(0, 0);
    for (double width : WIDTHS) {
      double sigma = width * side;
      int at = starts.strongest(plain, sigma);
      for (int eighth = 0; eighth < 4; eighth++)
        shapes.add(starts.centredAt(at, sigma, ELONGATION * sigma, eighth * Math.PI / 4, 0));
    }
    return shapes;
  }

  private GaborShape centredAt(
      int pixel, double sigmaX, double sigmaY, double theta, double frequency) {
    int column = pixel % side;
    int row = pixel / side;
    return new GaborShape(column, row, sigmaX, sigmaY, theta, frequency);
  }

  /**
   * The three largest amplitudes of the spectrum at frequencies that lie more than one cycle per tile apart: (along
   * the columns' index, along the rows'), cycles per pixel, up to Nyquist's in any direction.
   */
  private List<double[]> peaks() {
    double step = 1.0 / (2 * side);
    TileSpectrum spectrum = new TileSpectrum(tile, side);
    double[] power = new double[(side + 1) * (2 * side + 1)];
    for (int across = 0; across <= side; across++) {
      TileSpectrum.Column column = spectrum.at(across * step);
      for (int down = -side; down <= side; down++) {
        boolean meant = across > 0 || down > 0; // the other half mirrors this one
        if (meant && across * across + down * down <= side * side)
          power[across * (2 * side + 1) + down + side] = column.power(down * step);
      }
    }
    List<double[]> peaks = new ArrayList<>();
    while (peaks.size() < PEAKS) {
      int largest = -1;
      for (int i = 0; i < power.length; i++)
        if (power[i] > (largest < 0 ? 0 : power[largest])) largest = i;
      if (largest < 0) break;
      int across = largest / (2 * side + 1);
      int down = largest % (2 * side + 1) - side;
      peaks.add(new double[] {across * step, down * step});
      for (int i = 0; i < power.length; i++) {
        int a = i / (2 * side + 1) - across;
        int d = i % (2 * side + 1) - side - down;
        if (a * a + d * d <= 4) power[i] = 0;
      }
    }
    return peaks;
  }

  /** The tile times the cosine, and times the sine, of a grating. */
  private double[][] demodulated(double across, double down) {
    Phases columns = Phases.of(0, 2 * Math.PI * across, side);
    Phases rows = Phases.of(0, 2 * Math.PI * down, side);
    double[][] parts = new double[2][tile.length];
    for (int i = 0; i < tile.length; i++) {
      double cosAcross = columns.cosines()[i % side];
      double sinAcross = columns.sines()[i % side];
      double cosDown = rows.cosines()[i / side];
      double sinDown = rows.sines()[i / side];
      parts[0][i] = tile[i] * (cosAcross * cosDown - sinAcross * sinDown);
      parts[1][i] = tile[i] * (sinAcross * cosDown + cosAcross * sinDown);
    }
    return parts;
  }

  /** The pixel around which a round Gabor filter, cosine and sine together, answers most. */
  private int strongest(double[][] demodulated, double sigma) {
    double[] window = new double[side];
    for (int i = 0; i < side; i++) window[i] = StrictMath.exp(-0.5 * i * i / (sigma * sigma));
    double[] real = smooth(smooth(demodulated[0], window), window);
    double[] imaginary = smooth(smooth(demodulated[1], window), window);
    int strongest = 0;
    double most = 0;
    for (int i = 0; i < tile.length; i++) {
      double power = real[i] * real[i] + imaginary[i] * imaginary[i];
      if (power > most) {
        most = power;
        strongest = i;
      }
    }
    return strongest;
  }

  /** Smooths each row and transposes; twice, that smooths both ways. */
  private double[] smooth(double[] a, double[] window) {
    double[] smoothed = new double[a.length];
    for (int row = 0; row < side; row++)
      for (int column = 0; column < side; column++) {
        double sum = 0;
        for (int k = 0; k < side; k++) sum += a[row * side + k] * window[Math.abs(k - column)];
        smoothed[column * side + row] = sum;
      }
    return smoothed;
  }
}
