package fovea.train;

import fovea.model.Architecture;
import java.io.Serializable;
import java.util.function.BiFunction;

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

  /** The stride of the sample whose activations are there. */
  private transient int keptStride = 1;

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
   * @param sample the shards that count, at least one of its own
   */
  public synchronized ActivationSums forward(float[] theta, long evaluation, ShardSample sample) {
    ShardKernels kernels = kernels();
    kernels.use(theta);
    ShardKernels.Scratch scratch = kernels.scratch();
    int h = architecture.shape().hidden();
    kept = NONE;
    ActivationSums[] sums = new ActivationSums[sample.of(x.length)];
    for (int i = 0; i < sums.length; i++) {
      int shard = sample.shard(i);
      sums[i] = ActivationSums.none(h);
      kernels.forward(rows(shard), x[shard], a[shard], sums[i], scratch);
    }
    kept = evaluation;
    keptStride = sample.stride();
    return SumTree.join(sums).of(h);
  }

  /** Computes the activations of the sample again, if the machine that did is lost. */
  private void keep(float[] theta, long evaluation, ShardSample sample) {
    if (kept != evaluation || sample.stride() % keptStride != 0) forward(theta, evaluation, sample);
  }

  /**
   * The backward pass. The activations are those of the forward pass. If the machine that made it is lost, they are
   * computed again.
   *
   * @param theta the parameters of the forward pass
   * @param slope s of docs/design.md §2, H values
   * @param evaluation the number that theta came with
   * @param gradientWanted whether more is wanted than the squared errors
   * @param sample that of the forward pass
   */
  public synchronized FloatSums backward(
      float[] theta, float[] slope, long evaluation, boolean gradientWanted, ShardSample sample) {
    keep(theta, evaluation, sample);
    ShardKernels kernels = kernels();
    kernels.use(theta);
    System.arraycopy(slope, 0, kernels.slope(), 0, slope.length);
    ShardKernels.Scratch scratch = kernels.scratch();
    ShardSums layout = new ShardSums(architecture);
    return new FloatSums(layout.toRows(sum(
        sample,
        layout.length(),
        (shard, sums) -> kernels.backward(
            rows(shard), x[shard], x[shard], a[shard], gradientWanted, sums, scratch))));
  }

  /** The sums of {@link InputSums} over its shards in the sample, at least one. */
  public FloatSums inputMoments(ShardSample sample) {
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
  public synchronized FloatSums moments(float[] theta, long evaluation, ShardSample sample) {
    keep(theta, evaluation, sample);
    MomentSums layout = new MomentSums(architecture.shape());
    ShardKernels kernels = kernels();
    kernels.use(theta);
    ShardKernels.Scratch scratch = kernels.scratch();
    return new FloatSums(layout.toRows(sum(
        sample,
        layout.length(),
        (shard, sums) -> kernels.moments(rows(shard), x[shard], a[shard], sums, scratch))));
  }

  private float[] sum(ShardSample sample, int length, OfShard ofShard) {
    int count = sample.of(x.length);
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

  /** The sums of the D columns of its examples in the sample, likewise. */
  public ColumnSums columnSums(ShardSample sample) {
    int d = architecture.shape().inputs();
    return columns(
        sample, (examples, shard) -> ColumnSums.of(examples, at(shard) * d, rows(shard), d));
  }

  /** Σ(x − mean)² over all values of its examples in the sample: a single one. */
  public ColumnSums squares(double[] mean, ShardSample sample) {
    return columns(
        sample,
        (examples, shard) ->
            ColumnSums.squares(examples, at(shard) * mean.length, rows(shard), mean));
  }

  private ColumnSums columns(ShardSample sample, BiFunction<float[], Integer, ColumnSums> ofShard) {
    float[] examples = examples();
    ColumnSums[] sums = new ColumnSums[sample.of(x.length)];
    for (int i = 0; i < sums.length; i++) sums[i] = ofShard.apply(examples, sample.shard(i));
    return SumTree.join(sums);
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
