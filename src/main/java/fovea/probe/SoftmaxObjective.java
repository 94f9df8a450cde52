package fovea.probe;

import fovea.kernels.Lanes;
import fovea.kernels.MatMul;
import fovea.kernels.Panels;
import fovea.kernels.Team;
import fovea.optimize.Objective;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * The cost of multinomial logistic regression (C. Bishop, Pattern Recognition and Machine Learning, 2006, equations
 * 4.104 to 4.109) of K classes on rows x̃ = (x, 1) of D + 1 values:
 *
 * <pre>
 *   J = −(1/N) Σ_i ln p_i,label(i) + λ/2 ‖W‖²      p_i = softmax(Θ·x̃_i)
 *   ∇Θ = (1/N) Σ_i (p_i − y_i)·x̃_iᵀ + λ(W, 0)
 * </pre>
 *
 * Theta is Θ = (W, b), K×(D+1), row-major: the last value of a row is the bias, which is not decayed.
 *
 * <p>Products are float32, probabilities and sums over examples double but for those inside a shard. Examples are cut
 * into at most {@value #MOST_SHARDS} shards of whole blocks by their number alone; a shard goes through its blocks in
 * order, and the shards are added up in order. So the bits do not depend on the threads.
 */
final class SoftmaxObjective implements Objective {
  private static final int MOST_SHARDS = 32;

  private final PackedRows rows;
  private final int[] labels;
  private final int classes;
  private final double weightDecay;
  private final Team team;

  private final int blocksPerShard;
  private final int shards;
  private final float[] weights;
  private final float[] zeros;

  /** [thread]: logits, then probabilities less what they should be. */
  private final float[][] logits;

  private final double[][] exponentials;

  /** [shard]: Σ (p − y)·x̃ᵀ in the layout of {@link Panels}, and Σ −ln p. */
  private final float[][] sums;

  private final double[] costs;

  private final AtomicInteger next = new AtomicInteger();
  private final IntConsumer phase = this::work;

  /**
   * A cost of these examples.
   *
   * @param labels the class of each row, from 0 to {@code classes} − 1
   * @param team the threads to use; stays the caller's to close
   */
  SoftmaxObjective(PackedRows rows, int[] labels, int classes, double weightDecay, Team team) {
    if (labels.length != rows.count())
      throw new IllegalArgumentException(
          "%d labels for %d rows".formatted(labels.length, rows.count()));
    this.rows = rows;
    this.labels = labels;
    this.classes = classes;
    this.weightDecay = weightDecay;
    this.team = team;
    blocksPerShard = (rows.blocks() + MOST_SHARDS - 1) / MOST_SHARDS;
    shards = (rows.blocks() + blocksPerShard - 1) / blocksPerShard;
    weights = new float[Panels.size(rows.width(), classes)];
    zeros = new float[Lanes.padded(classes)];
    logits = new float[team.size()][Panels.size(PackedRows.BLOCK, classes)];
    exponentials = new double[team.size()][classes];
    sums = new float[shards][Panels.size(Lanes.padded(classes), rows.width())];
    costs = new double[shards];
  }

  @Override
  public int size() {
    return Math.multiplyExact(classes, rows.width());
  }

  @Override
  public Team team() {
    return team;
  }

  @Override
  public double valueAndGradient(float[] theta, float[] gradient) {
    pack(theta, rows, classes, weights);
    next.setPlain(0);
    team.run(phase);
    int width = rows.width();
    int capacity = Lanes.padded(classes);
    double cost = 0;
    for (double part : costs) cost += part;
    double squares = 0;
    for (int k = 0; k < classes; k++) {
      for (int j = 0; j < width; j++) {
        int at = Panels.index(capacity, k, j);
        double sum = 0;
        for (float[] shard : sums) sum += shard[at];
        double w = j == width - 1 ? 0 : theta[k * width + j];
        squares += w * w;
        gradient[k * width + j] = (float) (sum / rows.count() + weightDecay * w);
      }
    }
    return cost / rows.count() + weightDecay / 2 * squares;
  }

  private void work(int thread) {
    for (int s = next.getAndIncrement(); s < shards; s = next.getAndIncrement()) {
      Arrays.fill(sums[s], 0f);
      costs[s] = 0;
      int end = Math.min(rows.blocks(), (s + 1) * blocksPerShard);
      for (int b = s * blocksPerShard; b < end; b++) block(s, b, thread);
    }
  }

  private void block(int shard, int b, int thread) {
    int n = rows.rows(b);
    float[] z = logits[thread];
    logits(rows, b, classes, weights, zeros, z);
    for (int i = 0; i < n; i++)
      costs[shard] += subtract(z, i, labels[b * PackedRows.BLOCK + i], exponentials[thread]);
    MatMul.transposedProduct(
        classes, rows.width(), n, PackedRows.BLOCK, z, 0, rows.block(b), 0, sums[shard], 0);
  }

  /** Replaces the logits of a row by its probabilities, less 1 where the label is; −ln of the label's probability. */
  private double subtract(float[] z, int row, int label, double[] e) {
    double most = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < classes; k++)
      most = Math.max(most, z[Panels.index(PackedRows.BLOCK, row, k)]);
    double sum = 0;
    for (int k = 0; k < classes; k++) {
      e[k] = StrictMath.exp(z[Panels.index(PackedRows.BLOCK, row, k)] - most);
      sum += e[k];
    }
    double cost = StrictMath.log(sum) - (z[Panels.index(PackedRows.BLOCK, row, label)] - most);
    for (int k = 0; k < classes; k++)
      z[Panels.index(PackedRows.BLOCK, row, k)] = (float) (e[k] / sum - (k == label ? 1 : 0));
    return cost;
  }

  /** Θᵀ in the layout of {@link Panels}. */
  static void pack(float[] theta, PackedRows rows, int classes, float[] weights) {
    Panels.pack(theta, 0, 1, rows.width(), rows.width(), classes, weights, 0, rows.width());
  }

  /** X̃·Θᵀ of a block. */
  static void logits(
      PackedRows rows, int b, int classes, float[] weights, float[] zeros, float[] z) {
    MatMul.product(
        rows.rows(b),
        classes,
        rows.width(),
        PackedRows.BLOCK,
        rows.block(b),
        0,
        weights,
        zeros,
        z,
        0);
  }
}
