package fovea.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import fovea.kernels.Reductions;
import fovea.kernels.Samples;
import fovea.kernels.SymmetricInverse;
import fovea.kernels.Team;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * H0·v against the order of docs/numerics.md in plain loops, bit for bit, and against the inverse of the whole matrix
 * in double.
 */
@Tag("numerics")
class InitialMatrixTest {
  private static final double DAMPING = 0.01;

  /** Moments of made-up examples. */
  private record Made(Layout layout, double[] inputs, Moments moments) implements Curvature {
    @Override
    public double weightDecay() {
      return DAMPING;
    }

    @Override
    public double[] sparsityShifts() {
      return new double[layout.hidden()];
    }

    @Override
    public double outputCurvature() {
      return 1;
    }
  }

  private static Made made(Samples samples, int d, int h, boolean tied) {
    int w2 = tied ? 0 : d * h + h;
    Curvature.Layout layout =
        new Curvature.Layout(d, h, 0, d * h, w2, tied ? d * h + h : 2 * d * h + h);
    Curvature.Moments moments = new Curvature.Moments(
        moment(samples, h + 1),
        positive(samples, d),
        positive(samples, h),
        Samples.toDouble(samples.signed(h * (d + 1), 0.5)),
        positive(samples, h));
    return new Made(layout, moment(samples, d + 1), moments);
  }

  private static double[] positive(Samples samples, int n) {
    return Samples.toDouble(samples.pixels(n));
  }

  private static double[] moment(Samples samples, int n) {
    double[] x = Samples.toDouble(samples.pixels(3 * n * n));
    double[] moment = new double[n * n];
    for (int i = 0; i < n; i++)
      for (int j = 0; j < n; j++)
        for (int k = 0; k < 3 * n; k++)
          moment[i * n + j] +=
              (i == n - 1 ? 1 : x[k * n + i]) * (j == n - 1 ? 1 : x[k * n + j]) / (3 * n);
    return moment;
  }

  private static float[] theta(Samples samples, Curvature.Layout layout) {
    return samples.signed(layout.b2() + layout.inputs(), 0.5);
  }

  private static double[] s(Made made, float[] theta) {
    int d = made.layout.inputs();
    int h = made.layout.hidden();
    double[] s = new double[h];
    for (int j = 0; j < h; j++) {
      for (int k = 0; k < d; k++) {
        double w = theta[made.layout.tied() ? j * d + k : made.layout.w2() + k * h + j];
        s[j] += made.moments.outputSlopes()[k] * w * w;
      }
      s[j] *= made.moments.hiddenSlopes()[j];
    }
    return s;
  }

  private static double mean(double[] a) {
    double sum = 0;
    for (double v : a) sum += v;
    return sum / a.length;
  }

  private static float[] inverse(double[] moment, int n, double factor) {
    double[] a = new double[n * n];
    for (int i = 0; i < a.length; i++) a[i] = factor * moment[i];
    for (int i = 0; i < n; i++) a[i * n + i] += DAMPING;
    try (Team team = new Team(1)) {
      assertThat(new SymmetricInverse(n, team).invert(a)).isTrue();
    }
    float[] rounded = new float[a.length];
    for (int i = 0; i < a.length; i++) rounded[i] = (float) a[i];
    return rounded;
  }

  private static float[] row(float[] v, float[] m) {
    int n = v.length;
    float[] out = new float[n];
    for (int c = 0; c < n; c++)
      for (int k = 0; k < n; k++) out[c] = Math.fma(v[k], m[k * n + c], out[c]);
    return out;
  }

  private static float[] gather(float[] v, int at, int count, int bias) {
    float[] row = Arrays.copyOfRange(v, at, at + count + 1);
    row[count] = v[bias];
    return row;
  }

  /** The matrix of {@link KroneckerPreconditioner}, row by row. */
  private static float[] oracle(Made made, float[] theta, float[] v) {
    int d = made.layout.inputs();
    int h = made.layout.hidden();
    double[] s = s(made, theta);
    double[] q = made.moments.outputSlopes();
    float[] a = inverse(made.inputs, d + 1, mean(s));
    float[] b = inverse(made.moments.activations(), h + 1, mean(q));
    float[] out = new float[v.length];
    for (int j = 0; j < h; j++) {
      float scale = (float) (mean(s) / Math.max(s[j], 1e-3 * mean(s)));
      float[] x = new float[d + 1];
      for (int k = 0; k <= d; k++) x[k] = (float) made.moments.slopedInputs()[j * (d + 1) + k];
      float[] u = row(x, a);
      for (int k = 0; k <= d; k++) u[k] *= scale;
      double kappa = made.moments.sparsity()[j];
      double factor = kappa / (1 + kappa * Reductions.dot(x, 0, u, 0, d + 1));
      float[] g = gather(v, j * d, d, made.layout.b1() + j);
      float[] product = row(g, a);
      float minus = (float) (-factor * Reductions.dot(u, 0, g, 0, d + 1));
      for (int k = 0; k <= d; k++) product[k] = Math.fma(minus, u[k], scale * product[k]);
      System.arraycopy(product, 0, out, j * d, d);
      out[made.layout.b1() + j] = product[d];
    }
    for (int k = 0; k < d; k++) {
      float scale = (float) (mean(q) / Math.max(q[k], 1e-3 * mean(q)));
      float[] product = row(gather(v, made.layout.w2() + k * h, h, made.layout.b2() + k), b);
      for (int j = 0; j < h; j++) out[made.layout.w2() + k * h + j] = scale * product[j];
      out[made.layout.b2() + k] = scale * product[h];
    }
    return out;
  }

  @Test
  void equalsTheOracle() {
    Samples samples = new Samples(41);
    for (int[] size : new int[][] {{1, 1}, {3, 2}, {16, 5}, {33, 17}, {50, 70}}) {
      Made made = made(samples, size[0], size[1], false);
      float[] theta = theta(samples, made.layout);
      float[] v = samples.signed(theta.length, 1);
      float[] expected = oracle(made, theta, v);
      for (int threads : new int[] {1, 2, 5})
        try (Team team = new Team(threads)) {
          InitialMatrix matrix = InitialMatrix.of(made, team);
          float[] out = new float[v.length];
          matrix.refresh(theta);
          matrix.apply(v, out);
          assertThat(out).as("%s, %d threads", made.layout, threads).containsExactly(expected);
        }
    }
  }

  /** The curvature that H0 is the inverse of, as one matrix over theta; with all rows alike if tied. */
  private static double[][] whole(Made made, float[] theta) {
    Curvature.Layout layout = made.layout;
    int d = layout.inputs();
    int h = layout.hidden();
    double[] s = s(made, theta);
    double[] q = made.moments.outputSlopes();
    double[] e = made.moments.activations();
    double[][] b = new double[theta.length + 1][theta.length + 1];
    int[] columns = new int[d + 1];
    if (!layout.tied()) {
      for (int j = 0; j < h; j++) {
        double[] v =
            Arrays.copyOfRange(made.moments.slopedInputs(), j * (d + 1), (j + 1) * (d + 1));
        for (int k = 0; k < d; k++) columns[k] = j * d + k;
        columns[d] = layout.b1() + j;
        for (int i = 0; i <= d; i++)
          for (int k = 0; k <= d; k++)
            b[columns[i]][columns[k]] =
                s[j] / mean(s) * (mean(s) * made.inputs[i * (d + 1) + k] + (i == k ? DAMPING : 0))
                    + made.moments.sparsity()[j] * v[i] * v[k];
      }
      int[] rows = new int[h + 1];
      for (int k = 0; k < d; k++) {
        for (int j = 0; j < h; j++) rows[j] = layout.w2() + k * h + j;
        rows[h] = layout.b2() + k;
        for (int i = 0; i <= h; i++)
          for (int j = 0; j <= h; j++)
            b[rows[i]][rows[j]] =
                q[k] / mean(q) * (mean(q) * e[i * (h + 1) + j] + (i == j ? DAMPING : 0));
      }
      return b;
    }
    double kappa = 0;
    for (int j = 0; j < h; j++) {
      double slope = made.moments.slopedInputs()[j * (d + 1) + d];
      kappa += made.moments.sparsity()[j] * slope * slope / h;
    }
    for (int j = 0; j <= h; j++)
      for (int i = 0; i <= h; i++)
        for (int k = 0; k <= d; k++)
          for (int l = 0; l <= d; l++) {
            int row = place(layout, j, k);
            int column = place(layout, i, l);
            double m = made.inputs[d * (d + 1) + k] * made.inputs[d * (d + 1) + l];
            if (i == j) b[row][column] += mean(s) * made.inputs[k * (d + 1) + l] + kappa * m;
            if (k == l) b[row][column] += mean(q) * e[j * (h + 1) + i];
            if (i == j && k == l) b[row][column] += DAMPING;
          }
    return b;
  }

  private static int place(Curvature.Layout layout, int j, int k) {
    int d = layout.inputs();
    int h = layout.hidden();
    if (j < h) return k < d ? j * d + k : layout.b1() + j;
    return k < d ? layout.b2() + k : layout.b2() + d;
  }

  @Test
  void isTheInverseOfTheCurvature() {
    Samples samples = new Samples(42);
    for (int[] size : new int[][] {{1, 1}, {4, 3}, {9, 5}}) {
      Made made = made(samples, size[0], size[1], false);
      float[] theta = theta(samples, made.layout);
      float[] v = samples.signed(theta.length, 1);
      try (Team team = new Team(2)) {
        InitialMatrix matrix = InitialMatrix.of(made, team);
        matrix.refresh(theta);
        float[] out = new float[v.length];
        matrix.apply(v, out);
        double[][] curvature = whole(made, theta);
        // Condition numbers are a few thousand: float32 leaves three digits at least.
        double scale = 0;
        for (float value : out) scale = Math.max(scale, Math.abs(value));
        for (int i = 0; i < v.length; i++) {
          double sum = 0;
          double size2 = 0;
          for (int k = 0; k < v.length; k++) {
            sum += curvature[i][k] * out[k];
            size2 += Math.abs(curvature[i][k]);
          }
          assertThat(Math.abs(sum - v[i])).isLessThan(1e-5 * scale * size2 + 1e-6);
        }
      }
    }
  }

  @Test
  void ofTiedWeightsIsTheInverseOfTheKroneckerSum() {
    Samples samples = new Samples(43);
    for (int[] size : new int[][] {{2, 2}, {7, 4}, {20, 30}}) {
      Made made = made(samples, size[0], size[1], true);
      float[] theta = theta(samples, made.layout);
      try (Team one = new Team(1);
          Team five = new Team(5)) {
        InitialMatrix matrix = InitialMatrix.of(made, one);
        InitialMatrix same = InitialMatrix.of(made, five);
        matrix.refresh(theta);
        same.refresh(theta);
        float[] v = samples.signed(theta.length, 1);
        float[] w = samples.signed(theta.length, 1);
        float[] hv = new float[v.length];
        float[] hw = new float[v.length];
        matrix.apply(v, hv);
        same.apply(w, hw);
        double vhw = Reductions.dot(v, 0, hw, 0, v.length);
        double whv = Reductions.dot(w, 0, hv, 0, v.length);
        double vhv = Reductions.dot(v, 0, hv, 0, v.length);
        double whw = Reductions.dot(w, 0, hw, 0, v.length);
        assertThat(vhv).isPositive();
        assertThat(Math.abs(vhw - whv)).isLessThan(1e-5 * Math.sqrt(vhv * whw));
        float[] again = new float[v.length];
        matrix.apply(w, again);
        assertThat(again).containsExactly(hw);
        // In double: Θ with its corner, where nothing is asked for, and the answer's corner left
        // out.
        int n = v.length + 1;
        double[] inverse = new double[n * n];
        double[][] curvature = whole(made, theta);
        for (int i = 0; i < n; i++) System.arraycopy(curvature[i], 0, inverse, i * n, n);
        assertThat(new SymmetricInverse(n, one).invert(inverse)).isTrue();
        double scale = 0;
        for (float value : hv) scale = Math.max(scale, Math.abs(value));
        for (int i = 0; i < v.length; i++) {
          double exact = 0;
          for (int k = 0; k < v.length; k++) exact += inverse[i * n + k] * v[k];
          assertThat((double) hv[i]).isEqualTo(exact, offset(1e-4 * scale));
        }
      }
    }
  }

  @Test
  void goesOnFromItsState() {
    Samples samples = new Samples(44);
    for (boolean tied : new boolean[] {false, true}) {
      Made made = made(samples, 12, 7, tied);
      float[] first = theta(samples, made.layout);
      float[] then = first.clone();
      for (int i = 0; i < then.length; i++) then[i] *= 1.2f;
      float[] v = samples.signed(first.length, 1);
      float[] expected = new float[v.length];
      float[] out = new float[v.length];
      try (Team team = new Team(2)) {
        InitialMatrix matrix = InitialMatrix.of(made, team);
        matrix.refresh(first);
        matrix.refresh(then);
        matrix.apply(v, expected);
        InitialMatrix other = InitialMatrix.of(made, team);
        other.state(matrix.state());
        other.refresh(then);
        other.apply(v, out);
        assertThat(out).containsExactly(expected);
        InitialMatrix fresh = InitialMatrix.of(made, team);
        fresh.refresh(then);
        fresh.apply(v, out);
        assertThat(out).isNotEqualTo(expected);
      }
    }
  }
}
