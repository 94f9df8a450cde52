package fovea.probe;

import fovea.data.Split;
import fovea.kernels.Team;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a softmax regression on some features gets right (G. Alain and Y. Bengio, "Understanding intermediate layers
 * using linear classifier probes", 2016). Its weight decay is the one of {@link #GRID} that does best on a fifth of the
 * training examples, held out by the seed; the regression is then fitted to all of them, and judged by the test
 * examples, which nothing was chosen by.
 *
 * @param weightDecay λ
 * @param predicted the class of each test example
 * @param correct how many of these are right
 */
@SuppressWarnings("ArrayRecordComponent") // made once, never compared
public record LinearProbe(double weightDecay, int[] predicted, int correct) {
  /** The weight decays that are tried, falling, each from where the one before ended. */
  public static final List<Double> GRID = List.of(1.0, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5);

  /** The part of the training examples that the weight decay is chosen by. */
  private static final double VALIDATION = 0.2;

  /**
   * Fits and judges one.
   *
   * @param features of the training and of the test examples, d to a row, row-major
   * @param labels of both, from 0 to {@code classes} − 1
   * @param seed decides which training examples the weight decay is chosen by
   * @throws fovea.data.InputException if there are too few examples to hold any out
   */
  public static LinearProbe of(
      Parts<float[]> features, Parts<int[]> labels, int d, int classes, long seed, Team team) {
    float[] x = features.training();
    int[] y = labels.training();
    int n = y.length;
    boolean[] held = Split.drawn("choosing λ", n, VALIDATION, seed);
    int[] fitting = IntStream.range(0, n).filter(i -> !held[i]).toArray();
    int[] judging = IntStream.range(0, n).filter(i -> held[i]).toArray();
    CommonScale scale = CommonScale.of(x, n, d);
    PackedRows fittingRows = rows(x, fitting, d, scale);
    PackedRows judgingRows = rows(x, judging, d, scale);
    SoftmaxRegression at = SoftmaxRegression.zero(classes, fittingRows);
    SoftmaxRegression best = at;
    double weightDecay = GRID.getFirst();
    int most = -1;
    for (double candidate : GRID) {
      at = at.fitted(fittingRows, labels(y, fitting), candidate, team);
      int correct = correct(at.predict(judgingRows), labels(y, judging));
      // Of equal ones the largest decay, which comes first.
      if (correct <= most) continue;
      most = correct;
      weightDecay = candidate;
      best = at;
    }
    int[] predicted = best.fitted(PackedRows.of(x, n, d, scale), y, weightDecay, team)
        .predict(PackedRows.of(features.test(), labels.test().length, d, scale));
    return new LinearProbe(weightDecay, predicted, correct(predicted, labels.test()));
  }

  /**
   * Training and test examples of one kind.
   *
   * @param <T> an array
   */
  public record Parts<T>(T training, T test) {}

  /** The part of the test examples that are right. */
  public double accuracy() {
    return (double) correct / predicted.length;
  }

  /** How many test examples of each class (a row) were taken for which (a column). */
  public int[][] confusion(int[] labels, int classes) {
    int[][] confusion = new int[classes][classes];
    for (int i = 0; i < labels.length; i++) confusion[labels[i]][predicted[i]]++;
    return confusion;
  }

  private static PackedRows rows(float[] x, int[] which, int d, CommonScale scale) {
    float[] some = new float[which.length * d];
    for (int i = 0; i < which.length; i++) System.arraycopy(x, which[i] * d, some, i * d, d);
    return PackedRows.of(some, which.length, d, scale);
  }

  private static int[] labels(int[] y, int[] which) {
    return IntStream.of(which).map(i -> y[i]).toArray();
  }

  private static int correct(int[] predicted, int[] labels) {
    return (int)
        IntStream.range(0, labels.length).filter(i -> predicted[i] == labels[i]).count();
  }
}
