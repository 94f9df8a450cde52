package fovea.train;

import fovea.kernels.ActivationFunction;
import fovea.kernels.Elementwise;
import fovea.kernels.ScalarKernels;
import fovea.model.Architecture;
import fovea.model.Cost;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.model.Parameters;

/**
 * The naive reference: the cost and gradient of {@link BatchObjective} in plain loops over row-major matrices, with
 * the same operations in the same order, so that both give the same bits (docs/numerics.md). Slow on purpose. It
 * checks no lengths: an array that is too short is an {@link ArrayIndexOutOfBoundsException}.
 */
public final class ScalarObjective implements NetworkCost {
  private final Architecture architecture;
  private final NetworkShape shape;
  private final Hyperparameters hyperparameters;
  private final float[] x;
  private final float[] target;
  private final Shards shards;
  private final Activations activations;
  private Cost cost = new Cost(Double.NaN, Double.NaN, Double.NaN);

  /** The usual network of this shape. */
  public ScalarObjective(NetworkShape shape, Hyperparameters hyperparameters, float[] x, int n) {
    this(Architecture.of(shape), hyperparameters, x, n);
  }

  /** A network that is to reproduce what it sees. */
  public ScalarObjective(
      Architecture architecture, Hyperparameters hyperparameters, float[] x, int n) {
    this(architecture, hyperparameters, x, x, n);
  }

  /**
   * A network that is to give back something else than it sees.
   *
   * @param x what the network sees, N×D, row-major; not copied
   * @param target what it is to give back, likewise
   * @param n N, at least 1
   */
  public ScalarObjective(
      Architecture architecture,
      Hyperparameters hyperparameters,
      float[] x,
      float[] target,
      int n) {
    this.architecture = architecture;
    shape = architecture.shape();
    this.hyperparameters = hyperparameters;
    this.x = x;
    this.target = target;
    this.shards = Shards.of(n);
    activations = Activations.of(architecture);
  }

  @Override
  public int size() {
    return Parameters.count(architecture);
  }

  @Override
  public Cost cost() {
    return cost;
  }

  /** What the hidden units did at the last theta. The next evaluation writes into the same arrays. */
  public Activations activations() {
    return activations;
  }

  @Override
  public double valueAndGradient(float[] theta, float[] gradient) {
    int n = shards.examples();
    int d = shape.inputs();
    int h = shape.hidden();
    int w1 = Parameters.w1(shape);
    int b1 = Parameters.b1(shape);
    int w2 = Parameters.w2(architecture);
    int w2Row = Parameters.w2Row(architecture);
    int w2Column = Parameters.w2Column(architecture);
    int b2 = Parameters.b2(architecture);
    ActivationFunction encoder = architecture.encoder();
    ActivationFunction decoder = architecture.decoder();

    float[][] a = new float[shards.count()][];
    float[][] active = new float[shards.count()][h];
    float[][] inactive = new float[shards.count()][h];
    ActivationSums total = ActivationSums.none(h);
    for (int shard = 0; shard < shards.count(); shard++) {
      int rows = shards.length(shard);
      a[shard] = new float[rows * h];
      ScalarKernels.fillRows(slice(theta, b1, h), rows, h, a[shard]);
      ScalarKernels.multiply(
          rows, h, d, x, shards.start(shard) * d, d, 1, theta, w1, 1, d, a[shard], 0, h);
      Chains activeChains = new Chains(active[shard]);
      Chains inactiveChains = new Chains(inactive[shard]);
      for (int i = 0; i < rows; i++)
        for (int j = 0; j < h; j++) {
          float z = a[shard][i * h + j];
          float value = encoder.of(z);
          a[shard][i * h + j] = value;
          activeChains.add(i, j, encoder.active(z));
          inactiveChains.add(i, j, encoder.inactive(z));
          if (value < total.lowest()[j]) total.lowest()[j] = value;
          if (value > total.highest()[j]) total.highest()[j] = value;
        }
      activeChains.end();
      inactiveChains.end();
    }
    ScalarKernels.sumPairwise(active);
    ScalarKernels.sumPairwise(inactive);
    System.arraycopy(active[0], 0, total.active(), 0, h);
    System.arraycopy(inactive[0], 0, total.inactive(), 0, h);
    activations.set(total, n);
    float[] s = new float[h];
    activations.slope(hyperparameters, s);

    // A shard's sums have the order of an untied theta, with the squared errors of each column
    // behind.
    int gw2 = Parameters.w2(shape);
    int gb2 = Parameters.b2(shape);
    int errors = Parameters.count(shape);
    float[][] sums = new float[shards.count()][errors + d];
    for (int shard = 0; shard < shards.count(); shard++) {
      int rows = shards.length(shard);
      int xAt = shards.start(shard) * d;
      float[] sum = sums[shard];
      float[] delta3 = new float[rows * d];
      ScalarKernels.fillRows(slice(theta, b2, d), rows, d, delta3);
      ScalarKernels.multiply(
          rows, d, h, a[shard], 0, h, 1, theta, w2, w2Column, w2Row, delta3, 0, d);
      float[] squares = new float[d];
      Chains chains = new Chains(squares);
      for (int i = 0; i < rows; i++)
        for (int k = 0; k < d; k++) {
          float o = decoder.of(delta3[i * d + k]);
          float e = o - target[xAt + i * d + k];
          delta3[i * d + k] = ScalarKernels.slope(decoder, o) * e;
          sum[gb2 + k] += delta3[i * d + k];
          chains.addSquare(i, k, e);
        }
      chains.end();
      System.arraycopy(squares, 0, sum, errors, d);
      float[] delta2 = new float[rows * h];
      ScalarKernels.fillRows(s, rows, h, delta2);
      ScalarKernels.multiply(rows, h, d, delta3, 0, d, 1, theta, w2, w2Row, w2Column, delta2, 0, h);
      for (int i = 0; i < rows; i++)
        for (int j = 0; j < h; j++) {
          delta2[i * h + j] *= ScalarKernels.slope(encoder, a[shard][i * h + j]);
          sum[b1 + j] += delta2[i * h + j];
        }
      ScalarKernels.multiply(h, d, rows, delta2, 0, 1, h, x, xAt, d, 1, sum, w1, d);
      ScalarKernels.multiply(d, h, rows, delta3, 0, 1, d, a[shard], 0, h, 1, sum, gw2, h);
    }
    ScalarKernels.sumPairwise(sums);

    float mean = (float) (1.0 / n);
    float decay = (float) hyperparameters.lambda();
    float[] sum = sums[0];
    for (int j = 0; j < h; j++) gradient[b1 + j] = sum[b1 + j] * mean;
    for (int k = 0; k < d; k++) gradient[b2 + k] = sum[gb2 + k] * mean;
    for (int j = 0; j < h; j++)
      for (int k = 0; k < d; k++) {
        int at = w1 + j * d + k;
        int at2 = gw2 + k * h + j;
        if (architecture.tied()) {
          gradient[at] = Math.fma(sum[at] + sum[at2], mean, 2 * decay * theta[at]);
        } else {
          gradient[at] = Math.fma(sum[at], mean, decay * theta[at]);
          gradient[at2] = Math.fma(sum[at2], mean, decay * theta[at2]);
        }
      }
    double error = 0;
    for (int k = 0; k < d; k++) error += sum[errors + k];
    double squares = ScalarKernels.dot(theta, w1, theta, w1, d * h)
        + ScalarKernels.dot(theta, w2, theta, w2, d * h);
    cost = new Cost(
        error / (2.0 * n),
        hyperparameters.lambda() / 2 * squares,
        activations.sparsity(hyperparameters));
    return cost.total();
  }

  /** Sums of columns as {@link Elementwise} makes them: chains of a few rows, added one after the other. */
  private static final class Chains {
    private final float[] sums;
    private final float[] chain;

    Chains(float[] sums) {
      this.sums = sums;
      chain = new float[sums.length];
    }

    void add(int row, int column, float value) {
      begin(row, column);
      chain[column] += value;
    }

    void addSquare(int row, int column, float value) {
      begin(row, column);
      chain[column] = Math.fma(value, value, chain[column]);
    }

    private void begin(int row, int column) {
      if (row == 0 || row % Elementwise.CHAIN != 0) return;
      sums[column] += chain[column];
      chain[column] = 0;
    }

    void end() {
      for (int column = 0; column < sums.length; column++) sums[column] += chain[column];
    }
  }

  private static float[] slice(float[] a, int at, int length) {
    return java.util.Arrays.copyOfRange(a, at, at + length);
  }
}
