package fovea.train;

import fovea.kernels.Lanes;
import fovea.kernels.Panels;
import fovea.kernels.Team;
import fovea.model.Architecture;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import fovea.model.Penalty;
import fovea.optimize.Curvature;
import java.util.concurrent.atomic.AtomicInteger;

/** The curvature of a {@link BatchObjective}, from the shards of its {@link CurvatureSample}, joined in the fixed pairwise tree. */
final class BatchCurvature implements Curvature {
  /** What is summed over a shard. */
  interface Shard {
    void add(int thread, int shard, float[] sums);
  }

  private final Architecture architecture;
  private final Hyperparameters hyperparameters;
  private final Team team;
  private final Shard inputMoments;
  private final Shard layerMoments;
  private final Activations activations;
  private final CurvatureSample sample;
  private final MomentSums layout;

  /**
   * @param inputMoments adds {@link ShardKernels#inputMoments}
   * @param layerMoments adds {@link ShardKernels#moments} at the last theta
   * @param activations of the last evaluation
   */
  BatchCurvature(
      Architecture architecture,
      Hyperparameters hyperparameters,
      Shards shards,
      Team team,
      Shard inputMoments,
      Shard layerMoments,
      Activations activations) {
    this.architecture = architecture;
    this.hyperparameters = hyperparameters;
    this.team = team;
    this.inputMoments = inputMoments;
    this.layerMoments = layerMoments;
    this.activations = activations;
    sample = CurvatureSample.of(shards, architecture.shape());
    layout = new MomentSums(architecture.shape());
  }

  @Override
  public Layout layout() {
    NetworkShape shape = architecture.shape();
    return new Layout(
        shape.inputs(),
        shape.hidden(),
        Parameters.w1(shape),
        Parameters.b1(shape),
        Parameters.w2(architecture),
        Parameters.b2(architecture));
  }

  @Override
  public double weightDecay() {
    return hyperparameters.lambda();
  }

  @Override
  public double[] inputs() {
    int d = architecture.shape().inputs();
    int padded = Lanes.padded(d);
    float[] sums = sum(Math.addExact(Math.multiplyExact(padded, padded), padded), inputMoments);
    int n = sample.examples();
    double[] moments = new double[Math.multiplyExact(d + 1, d + 1)];
    for (int i = 0; i < d; i++) {
      for (int k = 0; k < d; k++)
        moments[i * (d + 1) + k] = (double) sums[Panels.index(padded, i, k)] / n;
      moments[i * (d + 1) + d] = (double) sums[padded * padded + i] / n;
      moments[d * (d + 1) + i] = moments[i * (d + 1) + d];
    }
    moments[d * (d + 1) + d] = 1;
    return moments;
  }

  @Override
  public Moments moments() {
    double[] sparsity = new double[architecture.shape().hidden()];
    for (int j = 0; j < sparsity.length; j++)
      sparsity[j] =
          Penalty.curvature(architecture.encoder(), hyperparameters, activations.rhoHat()[j]);
    return layout.moments(sum(layout.length(), layerMoments), sample.examples(), sparsity);
  }

  private float[] sum(int length, Shard shard) {
    int groups = BatchObjective.maxGroups((long) Float.BYTES * length, team.size());
    SumTree tree = new SumTree(sample.count(), groups, length, team.size());
    AtomicInteger next = new AtomicInteger();
    team.run(thread -> {
      for (int group = next.getAndIncrement();
          group < tree.groups();
          group = next.getAndIncrement()) {
        for (int i = tree.firstOf(group); i < tree.endOf(group); i++) {
          shard.add(thread, sample.shard(i), tree.open(thread, group));
          tree.close(thread, group, i);
        }
        tree.closeGroup(thread, group);
      }
    });
    tree.join(0, length);
    return tree.total();
  }
}
