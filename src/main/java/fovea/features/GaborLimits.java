package fovea.features;

/**
 * Which Gabor functions make sense on a tile, and the six numbers without bounds through which a search reaches them.
 *
 * @param centre of the envelope, in both directions: inside the tile
 * @param logWidth logarithm of either width: from half a pixel to twice the tile's side, where the envelope is nearly
 *     flat
 * @param frequency up to Nyquist's half a cycle per pixel. The lower end, an eighth of a cycle on the tile, looks
 *     like no stripes; at 0 itself the sine would vanish and its coefficient would be undetermined
 */
record GaborLimits(Bounds centre, Bounds logWidth, Bounds frequency) {
  static GaborLimits of(int side) {
    return new GaborLimits(
        new Bounds(-0.5, side - 0.5),
        new Bounds(StrictMath.log(0.5), StrictMath.log(2.0 * side)),
        new Bounds(1.0 / (8 * side), 0.5));
  }

  GaborShape shape(double[] free) {
    return new GaborShape(
        centre.value(free[0]),
        centre.value(free[1]),
        StrictMath.exp(logWidth.value(free[2])),
        StrictMath.exp(logWidth.value(free[3])),
        free[4],
        frequency.value(free[5]));
  }

  double[] start(GaborShape shape) {
    return new double[] {
      centre.start(shape.x()),
      centre.start(shape.y()),
      logWidth.start(StrictMath.log(shape.sigmaX())),
      logWidth.start(StrictMath.log(shape.sigmaY())),
      shape.theta(),
      frequency.start(shape.frequency())
    };
  }

  /** Derivatives of x, y, ln sigmaX, ln sigmaY, θ and the frequency with respect to the free numbers. */
  double[] slopes(double[] free) {
    return new double[] {
      centre.slope(free[0]),
      centre.slope(free[1]),
      logWidth.slope(free[2]),
      logWidth.slope(free[3]),
      1,
      frequency.slope(free[5])
    };
  }
}
