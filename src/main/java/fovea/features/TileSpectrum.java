package fovea.features;

/**
 * The Fourier spectrum of a tile at any frequency: |Σ value · exp(−2πi·(across·column + down·row))|².
 *
 * @param tile side×side values, row-major
 */
@SuppressWarnings("ArrayRecordComponent") // the tile itself: never copied, never compared
record TileSpectrum(double[] tile, int side) {
  /** At one frequency along the columns' index, cycles per pixel. */
  Column at(double across) {
    double[] real = new double[side];
    double[] imaginary = new double[side];
    Phases phases = Phases.of(0, -2 * Math.PI * across, side);
    for (int column = 0; column < side; column++) {
      double cos = phases.cosines()[column];
      double sin = phases.sines()[column];
      for (int row = 0; row < side; row++) {
        real[row] += tile[row * side + column] * cos;
        imaginary[row] += tile[row * side + column] * sin;
      }
    }
    return new Column(real, imaginary);
  }

  /** What a grating of that frequency and direction would find in the tile, whatever its phase. */
  double amplitude(double frequency, double theta) {
    return Math.sqrt(
        at(frequency * StrictMath.cos(theta)).power(frequency * StrictMath.sin(theta)));
  }

  /** Each row's sum of value · exp(−2πi·across·column). */
  @SuppressWarnings("ArrayRecordComponent")
  record Column(double[] rowReal, double[] rowImaginary) {
    double power(double down) {
      double real = 0;
      double imaginary = 0;
      Phases phases = Phases.of(0, -2 * Math.PI * down, rowReal.length);
      for (int row = 0; row < rowReal.length; row++) {
        double cos = phases.cosines()[row];
        double sin = phases.sines()[row];
        real += rowReal[row] * cos - rowImaginary[row] * sin;
        imaginary += rowReal[row] * sin + rowImaginary[row] * cos;
      }
      return real * real + imaginary * imaginary;
    }
  }
}
