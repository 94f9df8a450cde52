package fovea.train;

import fovea.kernels.Lanes;
import fovea.model.Architecture;
import java.io.Serializable;
import java.util.Arrays;

/**
 * One group of a batch's shards, in memory, in the kernels' layout, with its activations: what one of several machines
 * has of the batch, and its part of a step. The sums that it gives are joined over its own subtree already.
 *
 * <p>It can be sent to another machine. On the way it is its examples alone, row-major, since the layout is each
 * machine's own.
 */
public final class ShardGroup implements Serializable {
  private static final long serialVersionUID = 1;
  private static final long NONE = Long.MIN_VALUE;

  private final transient Architecture architecture;
  private final transient ShardGroups groups;
  private final transient int index;
  private final transient float[][] x;
  private final transient float[][] a;

  /** The evaluation that the activations belong to. */
  private transient long kept = NONE;

  /**
   * Packs a group's examples.
   *
   * @param index which of the groups it is
   * @param examples of this group alone, n×D, row-major; copied
   * @throws IllegalArgumentException if there are more or fewer values than the group has
   */
  public ShardGroup(Architecture architecture, ShardGroups groups, int index, float[] examples) {
    int d = architecture.shape().inputs();
    long need = (long) groups.length(index) * d;
    if (examples.length != need)
      throw new IllegalArgumentException(
          "examples: need %d floats, have %d".formatted(need, examples.length));
    this.architecture = architecture;
    this.groups = groups;
    this.index = index;
    ShardKernels kernels = kernels();
    x = new float[groups.shardsOf(index)][];
    a = new float[x.length][];
    for (int shard = 0; shard < x.length; shard++) {
      x[shard] = kernels.roomForExamples(rows(shard));
      a[shard] = kernels.roomForActivations(rows(shard));
      kernels.pack(examples, at(shard) * d, rows(shard), x[shard]);
    }
  }

  private ShardKernels kernels() {
    return new ShardKernels(architecture, groups.shards().size());
  }

  private int rows(int shard) {
    return groups.shards().length(groups.firstShard(index) + shard);
  }

  /** First example of a shard, counted from the group's first. */
  private int at(int shard) {
    return shard * groups.shards().size();
  }

  /** Which of the groups it is. */
  public int index() {
    return index;
  }

  /**
   * The forward pass.
   *
   * @param theta the parameters
   * @param evaluation a number that no other theta comes with
   */
  public synchronized ActivationSums forward(float[] theta, long evaluation) {
    ShardKernels kernels = kernels();
    kernels.use(theta);
    ShardKernels.Scratch scratch = kernels.scratch();
    int h = architecture.shape().hidden();
    int padded = Lanes.padded(h);
    PairwiseSums<ActivationSums> sums = new PairwiseSums<>();
    kept = NONE;
    for (int shard = 0; shard < x.length; shard++) {
      float[] sum = new float[padded];
      float[] lowest = new float[padded];
      float[] highest = new float[padded];
      Arrays.fill(lowest, Float.POSITIVE_INFINITY);
      Arrays.fill(highest, Float.NEGATIVE_INFINITY);
      kernels.forward(rows(shard), x[shard], a[shard], sum, lowest, highest, scratch);
      sums.add(
          shard,
          new ActivationSums(
              Arrays.copyOf(sum, h), Arrays.copyOf(lowest, h), Arrays.copyOf(highest, h)));
    }
    kept = evaluation;
    return sums.total(x.length);
  }

  /**
   * The backward pass. The activations are those of the forward pass. If the machine that made it is lost, they are
   * computed again.
   *
   * @param theta the parameters of the forward pass
   * @param slope s of docs/design.md §2, H values
   * @param evaluation the number that theta came with
   * @param gradientWanted whether more is wanted than the squared errors
   */
  public synchronized FloatSums backward(
      float[] theta, float[] slope, long evaluation, boolean gradientWanted) {
    if (kept != evaluation) forward(theta, evaluation);
    ShardKernels kernels = kernels();
    kernels.use(theta);
    System.arraycopy(slope, 0, kernels.slope(), 0, slope.length);
    ShardKernels.Scratch scratch = kernels.scratch();
    ShardSums layout = new ShardSums(architecture);
    SumTree sums = new SumTree(x.length, 1, layout.length(), 1);
    for (int shard = 0; shard < x.length; shard++) {
      float[] open = sums.open(0, 0);
      kernels.backward(rows(shard), x[shard], x[shard], a[shard], gradientWanted, open, scratch);
      sums.close(0, 0, shard);
    }
    sums.closeGroup(0, 0);
    return new FloatSums(layout.toRows(sums.total()));
  }

  /** The sums of {@link InputSums} over its shards in the sample, at least one. */
  public FloatSums inputMoments(CurvatureSample sample) {
    InputSums layout = new InputSums(architecture.shape().inputs());
    ShardKernels kernels = kernels();
    return new FloatSums(layout.toRows(sum(
        sample,
        layout.length(),
        (shard, sums) -> kernels.inputMoments(rows(shard), x[shard], sums))));
  }

  /**
   * The sums of {@link MomentSums}, likewise.
   *
   * @param evaluation the number that theta came with
   */
  public synchronized FloatSums moments(float[] theta, long evaluation, CurvatureSample sample) {
    if (kept != evaluation) forward(theta, evaluation);
    MomentSums layout = new MomentSums(architecture.shape());
    ShardKernels kernels = kernels();
    kernels.use(theta);
    ShardKernels.Scratch scratch = kernels.scratch();
    return new FloatSums(layout.toRows(sum(
        sample,
        layout.length(),
        (shard, sums) -> kernels.moments(rows(shard), x[shard], a[shard], sums, scratch))));
  }

  private float[] sum(CurvatureSample sample, int length, OfShard ofShard) {
    int count = (x.length + sample.stride() - 1) / sample.stride();
    SumTree sums = new SumTree(count, 1, length, 1);
    for (int i = 0; i < count; i++) {
      ofShard.add(sample.shard(i), sums.open(0, 0));
      sums.close(0, 0, i);
    }
    sums.closeGroup(0, 0);
    return sums.total();
  }

  /** Adds the sums of a shard. */
  @FunctionalInterface
  private interface OfShard {
    void add(int shard, float[] sums);
  }

  /** The sums of the D columns of its examples. */
  public ColumnSums columnSums() {
    float[] examples = examples();
    int d = architecture.shape().inputs();
    PairwiseSums<ColumnSums> sums = new PairwiseSums<>();
    for (int shard = 0; shard < x.length; shard++)
      sums.add(shard, ColumnSums.of(examples, at(shard) * d, rows(shard), d));
    return sums.total(x.length);
  }

  /** Σ(x − mean)² over all values of its examples: a single one. */
  public ColumnSums squares(double[] mean) {
    float[] examples = examples();
    PairwiseSums<ColumnSums> sums = new PairwiseSums<>();
    for (int shard = 0; shard < x.length; shard++)
      sums.add(shard, ColumnSums.squares(examples, at(shard) * mean.length, rows(shard), mean));
    return sums.total(x.length);
  }

  private float[] examples() {
    int d = architecture.shape().inputs();
    float[] examples = new float[groups.length(index) * d];
    ShardKernels kernels = kernels();
    for (int shard = 0; shard < x.length; shard++)
      kernels.unpack(x[shard], rows(shard), examples, at(shard) * d);
    return examples;
  }

  private Object writeReplace() {
    return new Sent(architecture, groups, index, examples());
  }

  /** What goes over the network. */
  @SuppressWarnings("ArrayRecordComponent") // made once, never compared
  private record Sent(Architecture architecture, ShardGroups groups, int index, float[] examples)
      implements Serializable {
    private Object readResolve() {
      return new ShardGroup(architecture, groups, index, examples);
    }
  }
}
