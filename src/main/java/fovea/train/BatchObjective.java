package fovea.train;

import fovea.kernels.ActivationFunction;
import fovea.kernels.Elementwise;
import fovea.kernels.Lanes;
import fovea.kernels.MatMul;
import fovea.kernels.Panels;
import fovea.kernels.Reductions;
import fovea.kernels.Team;
import fovea.model.Architecture;
import fovea.model.Cost;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import fovea.model.Penalty;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * The full-batch cost and gradient (docs/design.md §2) over data in memory, by the fast kernels and all threads of a team.
 *
 * <p>Two passes over the data, because the sparsity term of every example's gradient needs the mean activation of the
 * whole batch first:
 *
 * <ol>
 *   <li>forward: A = f(X·W1ᵀ + b1), kept, and its column sums, which give ρ̂ and s;
 *   <li>backward: O, δ3, δ2 and both gradient products, block by block while the block is in the second-level cache.
 * </ol>
 *
 * <p>Threads take whole groups of shards ({@link Shards}); which thread takes which does not matter, since the sums of shards
 * are joined in a fixed tree. Everything is allocated once: a step allocates nothing.
 */
public final class BatchObjective implements Objective {
  /** Bytes of one block's X, z and both hidden matrices: leaves half of a 1 MiB second-level cache to the weights and sums. */
  private static final int BLOCK_BYTES = 384 * 1024;

  /**
   * Groups of shards whose sums are kept at the same time, at most: enough for many threads, in no more memory than this. A group is a
   * whole subtree of the pairwise tree, so their number changes no bit.
   */
  private static final int MAX_GROUPS = 64;

  private static final long MAX_GROUP_BYTES = 256 << 20;

  private final Architecture architecture;
  private final NetworkShape shape;
  private final ActivationFunction encoder;
  private final ActivationFunction decoder;
  private final Hyperparameters hyperparameters;
  private final Team team;
  private final Shards shards;
  private final int d;
  private final int h;
  private final int dPadded;
  private final int hPadded;

  /** Rows that a block has room for, and floats of a block of X and of A. */
  private final int capacity;

  private final int xBlock;
  private final int aBlock;

  /** [shard]: its examples, what they are compared with, and its activations, block after block. */
  private final float[][] x;

  private final float[][] target;

  private final float[][] a;

  private final float[] w1t;
  private final float[] w2t;
  private final float[] w2;
  private final float[] b1;
  private final float[] b2;
  private final float[] s;
  private final Activations activations;

  /** [shard]: column sums of A, and the lowest and highest of each column. */
  private final float[][] activationSums;

  private final float[][] lowest;
  private final float[][] highest;

  private final SumTree sums;
  private final Scratch[] scratch;
  private final AtomicInteger next = new AtomicInteger();
  private final IntConsumer forward = this::forward;
  private final IntConsumer backward = this::backward;
  private final IntConsumer join = this::join;
  private final IntConsumer finish = this::finish;

  private float[] theta = {};
  private float[] gradient = {};
  private boolean gradientWanted;
  private double reconstruction;
  private double weightDecay;
  private double sparsity;

  /** What one thread works in: z of the decoder, then δ3; what comes back through the decoder, then δ2. */
  private record Scratch(float[] delta3, float[] delta2) {}

  /** The usual network of this shape. */
  public BatchObjective(
      NetworkShape shape, Hyperparameters hyperparameters, float[] x, int n, Team team) {
    this(Architecture.of(shape), hyperparameters, x, n, team);
  }

  /** A network that is to reproduce what it sees. */
  public BatchObjective(
      Architecture architecture, Hyperparameters hyperparameters, float[] x, int n, Team team) {
    this(architecture, hyperparameters, x, x, n, team);
  }

  /**
   * @param x what the network sees, N×D, row-major; packed into the kernels' layout, not kept
   * @param target what it is to give back, likewise; takes no memory of its own where it equals x
   * @param n N, at least 1
   * @param team the threads to use; stays the caller's to close
   */
  public BatchObjective(
      Architecture architecture,
      Hyperparameters hyperparameters,
      float[] x,
      float[] target,
      int n,
      Team team) {
    this.architecture = architecture;
    shape = architecture.shape();
    encoder = architecture.encoder();
    decoder = architecture.decoder();
    requireLength("x", x, (long) n * shape.inputs());
    requireLength("target", target, (long) n * shape.inputs());
    this.hyperparameters = hyperparameters;
    this.team = team;
    shards = Shards.of(n);
    d = shape.inputs();
    h = shape.hidden();
    dPadded = Lanes.padded(d);
    hPadded = Lanes.padded(h);
    capacity = blockRows(shape, shards);
    xBlock = Panels.size(capacity, d);
    aBlock = Panels.size(capacity, h);
    a = new float[shards.count()][];
    activationSums = new float[shards.count()][hPadded];
    lowest = new float[shards.count()][hPadded];
    highest = new float[shards.count()][hPadded];
    for (int shard = 0; shard < shards.count(); shard++) {
      a[shard] = new float[Math.multiplyExact(blocks(shard), aBlock)];
    }
    this.x = packed(x);
    this.target = Arrays.equals(target, x) ? this.x : packed(target);
    w1t = new float[Panels.size(d, h)];
    w2t = new float[Panels.size(h, d)];
    // Tied, W2 is W1ᵀ, which is what w1t has.
    w2 = architecture.tied() ? w1t : new float[Panels.size(d, h)];
    b1 = new float[hPadded];
    b2 = new float[dPadded];
    s = new float[hPadded];
    activations = Activations.of(architecture);
    sums = new SumTree(shards.count(), groups(team.size()), errorAt() + dPadded, team.size());
    scratch = new Scratch[team.size()];
    for (int t = 0; t < scratch.length; t++)
      scratch[t] = new Scratch(new float[xBlock], new float[aBlock]);
  }

  private static void requireLength(String name, float[] values, long need) {
    if (values.length < need)
      throw new IllegalArgumentException(
          "%s: need %d floats, have %d".formatted(name, need, values.length));
  }

  /** [shard]: these examples, block after block. */
  private float[][] packed(float[] examples) {
    float[][] packed = new float[shards.count()][];
    for (int shard = 0; shard < packed.length; shard++) {
      int blocks = blocks(shard);
      packed[shard] = new float[Math.multiplyExact(blocks, xBlock)];
      for (int block = 0; block < blocks; block++) {
        int from = (shards.start(shard) + block * capacity) * d;
        Panels.pack(
            examples, from, d, 1, rows(shard, block), d, packed[shard], block * xBlock, capacity);
      }
    }
    return packed;
  }

  private int groups(int threads) {
    long bytes = 4L * (errorAt() + dPadded);
    return (int) Math.max(2L * threads, Math.min(MAX_GROUPS, MAX_GROUP_BYTES / bytes));
  }

  /** Rows that a block has room for: as many as fit the cache, spread evenly over a shard. */
  public static int blockRows(NetworkShape shape, Shards shards) {
    int columns = Lanes.padded(shape.inputs()) + Lanes.padded(shape.hidden());
    int fitting = Math.max(1, BLOCK_BYTES / (8 * columns));
    int blocks = (shards.size() + fitting - 1) / fitting;
    return Lanes.roundUp((shards.size() + blocks - 1) / blocks, Lanes.ROW_MULTIPLE);
  }

  private int blocks(int shard) {
    return (shards.length(shard) + capacity - 1) / capacity;
  }

  private int rows(int shard, int block) {
    return Math.min(capacity, shards.length(shard) - block * capacity);
  }

  // A shard's sums: ∇W1 as D×H and ∇W2, both in panels, then the rows ∇b1, ∇b2 and the squared
  // errors of each column.

  private int gradientW2At() {
    return dPadded * hPadded;
  }

  private int gradientB1At() {
    return Math.multiplyExact(2 * dPadded, hPadded);
  }

  private int gradientB2At() {
    return gradientB1At() + hPadded;
  }

  private int errorAt() {
    return gradientB2At() + dPadded;
  }

  @Override
  public int size() {
    return Parameters.count(architecture);
  }

  @Override
  public Cost cost() {
    return new Cost(reconstruction, weightDecay, sparsity);
  }

  /** What the hidden units did at the last theta; overwritten by the next evaluation. */
  public Activations activations() {
    return activations;
  }

  @Override
  public double valueAndGradient(float[] theta, float[] gradient) {
    if (theta.length != size() || gradient.length != size())
      throw new IllegalArgumentException("theta and gradient: need %d floats, have %d and %d"
          .formatted(size(), theta.length, gradient.length));
    this.gradient = gradient;
    gradientWanted = true;
    double cost = evaluate(theta);
    team.run(finish);
    return cost;
  }

  /** The cost alone: the bits of {@link #valueAndGradient}, for 2 of its 5 matrix products. */
  public double value(float[] theta) {
    if (theta.length != size())
      throw new IllegalArgumentException(
          "theta: need %d floats, have %d".formatted(size(), theta.length));
    gradientWanted = false;
    return evaluate(theta);
  }

  private double evaluate(float[] theta) {
    this.theta = theta;
    packWeights();

    next.setPlain(0);
    team.run(forward);
    sumActivations();

    next.setPlain(0);
    team.run(backward);
    team.run(join);

    double error = 0;
    float[] total = sums.total();
    for (int k = 0; k < d; k++) error += total[errorAt() + k];
    int w2At = Parameters.w2(architecture);
    double squares = Reductions.squaredNorm(theta, Parameters.w1(shape), d * h)
        + Reductions.squaredNorm(theta, w2At, d * h);
    reconstruction = error / (2.0 * shards.examples());
    weightDecay = hyperparameters.lambda() / 2 * squares;
    sparsity = Penalty.sparsity(encoder, hyperparameters, activations.rhoHat());
    return reconstruction + weightDecay + sparsity;
  }

  private void packWeights() {
    Panels.pack(theta, Parameters.w1(shape), 1, d, d, h, w1t, 0, d);
    int w2At = Parameters.w2(architecture);
    int w2Row = Parameters.w2Row(architecture);
    int w2Column = Parameters.w2Column(architecture);
    Panels.pack(theta, w2At, w2Column, w2Row, h, d, w2t, 0, h);
    if (!architecture.tied()) Panels.pack(theta, w2At, w2Row, w2Column, d, h, w2, 0, d);
    System.arraycopy(theta, Parameters.b1(shape), b1, 0, h);
    System.arraycopy(theta, Parameters.b2(architecture), b2, 0, d);
  }

  private void forward(int thread) {
    for (int shard = next.getAndIncrement();
        shard < shards.count();
        shard = next.getAndIncrement()) {
      float[] sum = activationSums[shard];
      Arrays.fill(sum, 0f);
      Arrays.fill(lowest[shard], Float.POSITIVE_INFINITY);
      Arrays.fill(highest[shard], Float.NEGATIVE_INFINITY);
      for (int block = 0; block < blocks(shard); block++) {
        int rows = rows(shard, block);
        int at = block * aBlock;
        scratch[thread].delta2[0] = Panels.fetch(x[shard], block * xBlock, xBlock);
        MatMul.product(rows, h, d, capacity, x[shard], block * xBlock, w1t, b1, a[shard], at);
        Elementwise.hidden(
            encoder, rows, h, capacity, a[shard], at, sum, lowest[shard], highest[shard]);
      }
    }
  }

  private void sumActivations() {
    float[] total = SumTree.join(activationSums, 0, hPadded);
    for (int j = 0; j < h; j++) {
      double rhoHat = Penalty.rhoHat(encoder, (double) total[j] / shards.examples());
      activations.rhoHat()[j] = rhoHat;
      s[j] = (float) Penalty.slope(encoder, hyperparameters, rhoHat);
      float low = Float.POSITIVE_INFINITY;
      float high = Float.NEGATIVE_INFINITY;
      for (int shard = 0; shard < shards.count(); shard++) {
        low = Math.min(low, lowest[shard][j]);
        high = Math.max(high, highest[shard][j]);
      }
      activations.lowest()[j] = low;
      activations.highest()[j] = high;
    }
    activations.rescale();
  }

  private void backward(int thread) {
    for (int group = next.getAndIncrement();
        group < sums.groups();
        group = next.getAndIncrement()) {
      for (int shard = sums.firstOf(group); shard < sums.endOf(group); shard++) {
        float[] sum = sums.open(thread, group);
        for (int block = 0; block < blocks(shard); block++)
          backward(shard, block, scratch[thread], sum);
        sums.close(thread, group, shard);
      }
      sums.closeGroup(thread, group);
    }
  }

  private void backward(int shard, int block, Scratch scratch, float[] sum) {
    float[] delta3 = scratch.delta3;
    float[] delta2 = scratch.delta2;
    int rows = rows(shard, block);
    int xAt = block * xBlock;
    int aAt = block * aBlock;
    delta2[0] = Panels.fetch(a[shard], aAt, aBlock) + Panels.fetch(x[shard], xAt, xBlock);
    MatMul.product(rows, d, h, capacity, a[shard], aAt, w2t, b2, delta3, 0);
    Elementwise.output(
        decoder,
        rows,
        d,
        capacity,
        delta3,
        0,
        target[shard],
        xAt,
        sum,
        gradientB2At(),
        sum,
        errorAt());
    if (!gradientWanted) return;
    MatMul.product(rows, h, d, capacity, delta3, 0, w2, s, delta2, 0);
    Elementwise.hiddenDelta(
        encoder, rows, h, capacity, delta2, 0, a[shard], aAt, sum, gradientB1At());
    MatMul.transposedProduct(d, h, rows, capacity, x[shard], xAt, delta2, 0, sum, 0);
    MatMul.transposedProduct(d, h, rows, capacity, delta3, 0, a[shard], aAt, sum, gradientW2At());
  }

  /** Each thread joins its slice of all groups' sums. */
  private void join(int thread) {
    int length = errorAt() + dPadded;
    int slice = Lanes.roundUp((length + team.size() - 1) / team.size(), 16);
    sums.join(Math.min(length, thread * slice), Math.min(length, (thread + 1) * slice));
  }

  /** Sums to gradient: mean over the examples, plus the weight decay. Each thread has its rows of W1 and W2. */
  private void finish(int thread) {
    float[] sum = sums.total();
    float mean = (float) (1.0 / shards.examples());
    float decay = (float) hyperparameters.lambda();
    int hFrom = slice(h, thread);
    int hTo = slice(h, thread + 1);
    int dFrom = slice(d, thread);
    int dTo = slice(d, thread + 1);
    if (architecture.tied()) {
      finishTied(sum, mean, 2 * decay, hFrom, hTo);
    } else {
      finishW1(sum, mean, decay, hFrom, hTo);
      finishW2(sum, mean, decay, dFrom, dTo);
    }
    for (int j = hFrom; j < hTo; j++)
      gradient[Parameters.b1(shape) + j] = sum[gradientB1At() + j] * mean;
    for (int k = dFrom; k < dTo; k++)
      gradient[Parameters.b2(architecture) + k] = sum[gradientB2At() + k] * mean;
  }

  private void finishW1(float[] sum, float mean, float decay, int from, int to) {
    int w1At = Parameters.w1(shape);
    for (int j = from; j < to; j++)
      for (int k = 0; k < d; k++) {
        int at = w1At + j * d + k;
        gradient[at] = Math.fma(sum[Panels.index(dPadded, k, j)], mean, decay * theta[at]);
      }
  }

  private void finishW2(float[] sum, float mean, float decay, int from, int to) {
    int w2At = Parameters.w2(shape);
    for (int k = from; k < to; k++)
      for (int j = 0; j < h; j++) {
        int at = w2At + k * h + j;
        gradient[at] =
            Math.fma(sum[gradientW2At() + Panels.index(dPadded, k, j)], mean, decay * theta[at]);
      }
  }

  /** ∇W1 + ∇W2ᵀ: the sums of both are added before all else. */
  private void finishTied(float[] sum, float mean, float decay, int from, int to) {
    int w1At = Parameters.w1(shape);
    for (int j = from; j < to; j++)
      for (int k = 0; k < d; k++) {
        int at = w1At + j * d + k;
        int element = Panels.index(dPadded, k, j);
        float both = sum[element] + sum[gradientW2At() + element];
        gradient[at] = Math.fma(both, mean, decay * theta[at]);
      }
  }

  private int slice(int length, int thread) {
    return (int) ((long) length * thread / team.size());
  }
}
