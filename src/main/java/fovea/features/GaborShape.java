package fovea.features;

/**
 * The parameters of a Gabor function that enter nonlinearly. u runs across the stripes and v along them, both from the
 * centre:
 *
 * <pre>
 *   u =  (column − x)·cos θ + (row − y)·sin θ
 *   v = −(column − x)·sin θ + (row − y)·cos θ
 * </pre>
 *
 * @param x column of the centre; 0 is the middle of the first pixel
 * @param y row of the centre, likewise
 * @param sigmaX standard deviation of the envelope along u, pixels
 * @param sigmaY standard deviation of the envelope along v, pixels
 * @param theta θ, from the direction of the columns' index towards that of the rows', radians
 * @param frequency cycles per pixel along u
 */
record GaborShape(
    double x, double y, double sigmaX, double sigmaY, double theta, double frequency) {
  static final int PARAMETERS = 6;
}
