package fovea.features;

/**
 * What a Gabor function of one shape is made of, one value for each pixel of a square tile, row-major: the places u and
 * v, the envelope, and the envelope times the cosine and the sine of 2π·frequency·u.
 */
final class GaborColumns {
  final double[] u;
  final double[] v;
  final double[] envelope;
  final double[] cosine;
  final double[] sine;
  private final int side;

  GaborColumns(int side) {
    this.side = side;
    int pixels = side * side;
    u = new double[pixels];
    v = new double[pixels];
    envelope = new double[pixels];
    cosine = new double[pixels];
    sine = new double[pixels];
  }

  void fill(GaborShape shape) {
    double cos = StrictMath.cos(shape.theta());
    double sin = StrictMath.sin(shape.theta());
    double omega = 2 * Math.PI * shape.frequency();
    GaussianGrid.fill(shape, 0, 1, side, envelope);
    // Angles add up, so those of one row and of one column are enough for all pixels.
    Phases across = Phases.of(-omega * shape.x() * cos, omega * cos, side);
    Phases down = Phases.of(-omega * shape.y() * sin, omega * sin, side);
    for (int row = 0; row < side; row++) {
      double dy = row - shape.y();
      double cosDown = down.cosines()[row];
      double sinDown = down.sines()[row];
      for (int column = 0; column < side; column++) {
        int i = row * side + column;
        double dx = column - shape.x();
        double cosAcross = across.cosines()[column];
        double sinAcross = across.sines()[column];
        u[i] = dx * cos + dy * sin;
        v[i] = dy * cos - dx * sin;
        cosine[i] = envelope[i] * (cosAcross * cosDown - sinAcross * sinDown);
        sine[i] = envelope[i] * (sinAcross * cosDown + cosAcross * sinDown);
      }
    }
  }
}
