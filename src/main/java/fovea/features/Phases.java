package fovea.features;

/**
 * Cosines and sines of equally spaced angles: each is the one before, turned once more. After n turns they are n
 * roundings off.
 */
@SuppressWarnings("ArrayRecordComponent") // made to be read, never copied, never compared
record Phases(double[] cosines, double[] sines) {
  /** Of {@code start + i·turn} for i from 0 to {@code count} − 1, radians. */
  static Phases of(double start, double turn, int count) {
    double[] cosines = new double[count];
    double[] sines = new double[count];
    double turnCosine = StrictMath.cos(turn);
    double turnSine = StrictMath.sin(turn);
    double cosine = StrictMath.cos(start);
    double sine = StrictMath.sin(start);
    for (int i = 0; i < count; i++) {
      cosines[i] = cosine;
      sines[i] = sine;
      double next = cosine * turnCosine - sine * turnSine;
      sine = sine * turnCosine + cosine * turnSine;
      cosine = next;
    }
    return new Phases(cosines, sines);
  }
}
