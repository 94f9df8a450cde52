package fovea.train;

import fovea.kernels.Lanes;
import fovea.kernels.Team;
import fovea.model.Architecture;
import fovea.model.Cost;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import fovea.optimize.Curvature;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * The full-batch cost and gradient (docs/design.md §2), by the fast kernels and all threads of a team.
 *
 * <p>Two passes over the data, because the sparsity term of every example's gradient needs the mean activation of the
 * whole batch first:
 *
 * <ol>
 *   <li>forward: A = f(X·W1ᵀ + b1), and its column sums, which give ρ̂ and s;
 *   <li>backward: O, δ3, δ2 and both gradient products.
 * </ol>
 *
 * <p>A is kept from one pass to the other where the data are in memory, and computed again where they are read shard
 * by shard ({@link Rows}); both give the same bits.
 *
 * <p>Threads take whole groups of shards ({@link Shards}); which thread takes which does not matter, since the sums
 * of shards are joined in a fixed tree. Everything is allocated once: a step allocates nothing. Shards are counted in
 * the sample that the cost is of ({@link ShardSample}), which is all of them unless {@link #sample} made it.
 */
public final class BatchObjective implements BatchCost {
  /**
   * Groups of shards whose sums are kept at the same time, at most: enough for many threads, in no more memory than
   * this. A group is a whole subtree of the pairwise tree, so their number changes no bit.
   */
  private static final int MAX_GROUPS = 64;

  private static final long MAX_GROUP_BYTES = 256 << 20;

  private final Architecture architecture;
  private final Hyperparameters hyperparameters;
  private final Team team;
  private final ShardSample sample;
  private final ShardKernels kernels;
  private final ShardSums layout;
  private final ShardStore store;
  private final Activations activations;
  private final NetworkCurvature curvature;

  /** [shard]: what the hidden units did. */
  private final ActivationSums[] activationSums;

  private final SumTree sums;
  private final ShardKernels.Scratch[] scratch;

  /** [thread]: sums that are there already, and go nowhere. */
  private final ActivationSums[] unused;

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
   * Over data in memory.
   *
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
    this(architecture, hyperparameters, ShardSample.all(Shards.of(n)), team, kernels -> {
      int d = architecture.shape().inputs();
      requireLength("x", x, (long) n * d);
      requireLength("target", target, (long) n * d);
      return new HeldShards(kernels, Shards.of(n), d, x, target);
    });
  }

  /**
   * Over data that are read shard by shard, twice an evaluation.
   *
   * @param rows what the network sees, and is to give back: a reader for each thread
   * @param n N, at least 1
   * @param team the threads to use; stays the caller's to close
   */
  public BatchObjective(
      Architecture architecture,
      Hyperparameters hyperparameters,
      Supplier<Rows> rows,
      int n,
      Team team) {
    this(architecture, hyperparameters, rows, ShardSample.all(Shards.of(n)), team);
  }

  /** Likewise, of a sample of the shards that the readers know. */
  BatchObjective(
      Architecture architecture,
      Hyperparameters hyperparameters,
      Supplier<Rows> rows,
      ShardSample sample,
      Team team) {
    this(
        architecture,
        hyperparameters,
        sample,
        team,
        kernels -> new StreamedShards(
            kernels, sample.shards(), architecture.shape().inputs(), rows, team.size()));
  }

  private BatchObjective(
      Architecture architecture,
      Hyperparameters hyperparameters,
      ShardSample sample,
      Team team,
      Function<ShardKernels, ShardStore> store) {
    this.architecture = architecture;
    this.hyperparameters = hyperparameters;
    this.team = team;
    this.sample = sample;
    kernels = new ShardKernels(architecture, sample.shards().size());
    layout = new ShardSums(architecture);
    this.store = store.apply(kernels);
    int h = architecture.shape().hidden();
    activationSums = new ActivationSums[sample.count()];
    Arrays.setAll(activationSums, shard -> ActivationSums.none(h));
    activations = Activations.of(architecture);
    sums = new SumTree(sample.count(), groups(team.size()), layout.length(), team.size());
    scratch = new ShardKernels.Scratch[team.size()];
    Arrays.setAll(scratch, thread -> kernels.scratch());
    unused = new ActivationSums[this.store.keepsActivations() ? 0 : team.size()];
    Arrays.setAll(unused, thread -> ActivationSums.none(h));
    curvature = new NetworkCurvature(
        architecture, hyperparameters, sample, this::inputSums, this::layerSums, activations);
  }

  @Override
  public BatchObjective sample(int stride) {
    return new BatchObjective(
        architecture, hyperparameters, sample.every(stride), team, same -> store);
  }

  private static void requireLength(String name, float[] values, long need) {
    if (values.length < need)
      throw new IllegalArgumentException(
          "%s: need %d floats, have %d".formatted(name, need, values.length));
  }

  private int groups(int threads) {
    return maxGroups(4L * layout.length(), threads);
  }

  /** @param bytes of the sums of a group */
  static int maxGroups(long bytes, int threads) {
    return (int) Math.max(2L * threads, Math.min(MAX_GROUPS, MAX_GROUP_BYTES / bytes));
  }

  /** Rows that a block of the kernels' layout has room for. */
  public static int blockRows(NetworkShape shape, Shards shards) {
    return ShardKernels.blockRows(shape, shards.size());
  }

  @Override
  public int size() {
    return Parameters.count(architecture);
  }

  @Override
  public Team team() {
    return team;
  }

  @Override
  public Optional<Curvature> curvature() {
    return Optional.of(curvature);
  }

  @Override
  public int examples() {
    return sample.examples();
  }

  @Override
  public Spread spread() {
    int d = architecture.shape().inputs();
    double[] means = ofTargets((x, rows) -> ColumnSums.of(x, 0, rows, d)).means(examples());
    return Spread.of(
        means, ofTargets((x, rows) -> ColumnSums.squares(x, 0, rows, means)), examples());
  }

  /** What a shard gives of its targets, rows×D, row-major. */
  @FunctionalInterface
  private interface OfTargets {
    ColumnSums of(float[] x, int rows);
  }

  /** Each thread takes the next shard that nobody has. */
  private ColumnSums ofTargets(OfTargets part) {
    PairwiseSums<ColumnSums> sums = new PairwiseSums<>();
    next.setPlain(0);
    team.run(thread -> {
      float[] targets = new float[sample.length(0) * architecture.shape().inputs()];
      for (int i = next.getAndIncrement(); i < sample.count(); i = next.getAndIncrement()) {
        store.x(thread, sample.shard(i));
        kernels.unpack(store.target(thread, sample.shard(i)), sample.length(i), targets, 0);
        ColumnSums its = part.of(targets, sample.length(i));
        synchronized (sums) {
          sums.add(i, its);
        }
      }
    });
    return sums.total(sample.count());
  }

  @Override
  public Cost cost() {
    return new Cost(reconstruction, weightDecay, sparsity);
  }

  @Override
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
  @Override
  public double value(float[] theta) {
    if (theta.length != size())
      throw new IllegalArgumentException(
          "theta: need %d floats, have %d".formatted(size(), theta.length));
    gradientWanted = false;
    return evaluate(theta);
  }

  private double evaluate(float[] theta) {
    this.theta = theta;
    kernels.use(theta);

    next.setPlain(0);
    team.run(forward);
    sumActivations();

    next.setPlain(0);
    team.run(backward);
    team.run(join);

    reconstruction = layout.reconstruction(sums.total(), examples());
    weightDecay = layout.weightDecay(theta, hyperparameters.lambda());
    sparsity = activations.sparsity(hyperparameters);
    return reconstruction + weightDecay + sparsity;
  }

  private void forward(int thread) {
    for (int i = next.getAndIncrement(); i < sample.count(); i = next.getAndIncrement()) {
      int shard = sample.shard(i);
      activationSums[i].clear();
      kernels.forward(
          sample.length(i),
          store.x(thread, shard),
          store.a(thread, shard),
          activationSums[i],
          scratch[thread]);
    }
  }

  private void sumActivations() {
    activations.set(SumTree.join(activationSums), examples());
    activations.slope(hyperparameters, kernels.slope());
  }

  private void backward(int thread) {
    for (int group = next.getAndIncrement();
        group < sums.groups();
        group = next.getAndIncrement()) {
      for (int i = sums.firstOf(group); i < sums.endOf(group); i++) {
        int shard = sample.shard(i);
        float[] x = store.x(thread, shard);
        float[] target = store.target(thread, shard);
        float[] a = activations(thread, shard, x);
        kernels.backward(
            sample.length(i),
            x,
            target,
            a,
            gradientWanted,
            sums.open(thread, group),
            scratch[thread]);
        sums.close(thread, group, i);
      }
      sums.closeGroup(thread, group);
    }
  }

  private float[] inputSums(ShardSample measured) {
    InputSums layout = new InputSums(architecture.shape().inputs());
    return layout.toRows(sum(
        measured,
        layout.length(),
        (thread, shard, sums) ->
            kernels.inputMoments(length(shard), store.x(thread, shard), sums)));
  }

  private float[] layerSums(ShardSample measured) {
    MomentSums layout = new MomentSums(architecture.shape());
    return layout.toRows(sum(measured, layout.length(), (thread, shard, sums) -> {
      float[] x = store.x(thread, shard);
      float[] a = activations(thread, shard, x);
      kernels.moments(length(shard), x, a, sums, scratch[thread]);
    }));
  }

  private int length(int shard) {
    return sample.shards().length(shard);
  }

  /** Adds the sums of a shard. */
  @FunctionalInterface
  private interface OfShard {
    void add(int thread, int shard, float[] sums);
  }

  private float[] sum(ShardSample measured, int length, OfShard ofShard) {
    int groups = maxGroups((long) Float.BYTES * length, team.size());
    SumTree tree = new SumTree(measured.count(), groups, length, team.size());
    next.setPlain(0);
    team.run(thread -> {
      for (int group = next.getAndIncrement();
          group < tree.groups();
          group = next.getAndIncrement()) {
        for (int i = tree.firstOf(group); i < tree.endOf(group); i++) {
          ofShard.add(thread, measured.shard(i), tree.open(thread, group));
          tree.close(thread, group, i);
        }
        tree.closeGroup(thread, group);
      }
    });
    tree.join(0, length);
    return tree.total();
  }

  /** The activations of the shard that the thread asked for last. */
  private float[] activations(int thread, int shard, float[] x) {
    float[] a = store.a(thread, shard);
    if (store.keepsActivations()) return a;
    kernels.forward(length(shard), x, a, unused[thread], scratch[thread]);
    return a;
  }

  /** Each thread joins its slice of all groups' sums. */
  private void join(int thread) {
    int length = layout.length();
    int slice = Lanes.roundUp((length + team.size() - 1) / team.size(), 16);
    sums.join(Math.min(length, thread * slice), Math.min(length, (thread + 1) * slice));
  }

  private void finish(int thread) {
    layout.gradient(
        sums.total(), examples(), theta, hyperparameters.lambda(), thread, team.size(), gradient);
  }
}
