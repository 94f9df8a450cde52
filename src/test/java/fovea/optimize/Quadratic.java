package fovea.optimize;

/** ½ (θ − c)ᵀA(θ − c) with A tridiagonal (diagonal, −1 beside it) or diagonal: its minimum is 0, at c. */
final class Quadratic implements Objective {
  private final double[] diagonal;
  private final double beside;
  private final float[] minimum;
  private double last;

  private Quadratic(double[] diagonal, double beside, float[] minimum) {
    this.diagonal = diagonal;
    this.beside = beside;
    this.minimum = minimum;
  }

  /** With 3 on the diagonal: eigenvalues between 1 and 5. */
  static Quadratic tridiagonal(float[] minimum) {
    double[] diagonal = new double[minimum.length];
    java.util.Arrays.fill(diagonal, 3);
    return new Quadratic(diagonal, -1, minimum);
  }

  /** With the given eigenvalues, over and over again. */
  static Quadratic withEigenvalues(float[] minimum, double... eigenvalues) {
    double[] diagonal = new double[minimum.length];
    for (int i = 0; i < diagonal.length; i++) diagonal[i] = eigenvalues[i % eigenvalues.length];
    return new Quadratic(diagonal, 0, minimum);
  }

  @Override
  public int size() {
    return minimum.length;
  }

  @Override
  public double valueAndGradient(float[] theta, float[] gradient) {
    last = 0;
    for (int i = 0; i < theta.length; i++) {
      double product = diagonal[i] * off(theta, i);
      if (i > 0) product += beside * off(theta, i - 1);
      if (i < theta.length - 1) product += beside * off(theta, i + 1);
      gradient[i] = (float) product;
      last += product * off(theta, i) / 2;
    }
    return last;
  }

  private double off(float[] theta, int i) {
    return (double) theta[i] - minimum[i];
  }
}
