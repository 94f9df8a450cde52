package fovea.train;

import fovea.model.Architecture;
import fovea.model.Cost;
import fovea.model.Hyperparameters;
import fovea.model.Parameters;
import fovea.optimize.Curvature;
import java.util.Optional;

/**
 * The full-batch cost and gradient over examples that several machines share: the two passes of
 * {@link BatchObjective}, each made by {@link Workers}, with the bits of one machine. What the workers throw, an
 * evaluation throws.
 */
public final class DistributedObjective implements BatchCost {
  /** The machines that hold the examples. */
  public interface Workers {
    /**
     * The forward pass: the sums of all shards, joined in the pairwise tree. Theta stays in use until the next pass.
     *
     * @param theta the parameters
     * @param sample the shards that count; of no others is anything computed
     */
    ActivationSums forward(float[] theta, ShardSample sample);

    /**
     * The backward pass at the theta of the last forward pass: the sums of all shards, joined in the pairwise tree.
     *
     * @param slope s of docs/design.md §2, H values
     * @param gradientWanted whether more is wanted than the squared errors
     * @param sample that of the forward pass
     */
    FloatSums backward(float[] slope, boolean gradientWanted, ShardSample sample);

    /** {@link ShardGroup#inputMoments} of all groups of the sample, joined in the pairwise tree of the sample. */
    FloatSums inputMoments(ShardSample sample);

    /** {@link ShardGroup#moments} at the theta of the last forward pass, likewise. */
    FloatSums moments(ShardSample sample);

    /** {@link ShardGroup#columnSums}, likewise. */
    ColumnSums columnSums(ShardSample sample);

    /** {@link ShardGroup#squares}, likewise. */
    ColumnSums squares(double[] mean, ShardSample sample);
  }

  private final Architecture architecture;
  private final Hyperparameters hyperparameters;
  private final ShardSample sample;
  private final Workers workers;
  private final ShardSums layout;
  private final Activations activations;
  private final float[] slope;
  private final NetworkCurvature curvature;
  private Cost cost = new Cost(Double.NaN, Double.NaN, Double.NaN);

  /** @param examples N, of all workers together, at least 1 */
  public DistributedObjective(
      Architecture architecture, Hyperparameters hyperparameters, int examples, Workers workers) {
    this(architecture, hyperparameters, ShardSample.all(Shards.of(examples)), workers);
  }

  private DistributedObjective(
      Architecture architecture,
      Hyperparameters hyperparameters,
      ShardSample sample,
      Workers workers) {
    this.architecture = architecture;
    this.hyperparameters = hyperparameters;
    this.sample = sample;
    this.workers = workers;
    layout = new ShardSums(architecture);
    activations = Activations.of(architecture);
    slope = new float[architecture.shape().hidden()];
    curvature = new NetworkCurvature(
        architecture,
        hyperparameters,
        sample,
        measured -> workers.inputMoments(measured).values(),
        measured -> workers.moments(measured).values(),
        activations);
  }

  @Override
  public DistributedObjective sample(int stride) {
    return new DistributedObjective(architecture, hyperparameters, sample.every(stride), workers);
  }

  @Override
  public int examples() {
    return sample.examples();
  }

  @Override
  public Spread spread() {
    double[] means = workers.columnSums(sample).means(examples());
    return Spread.of(means, workers.squares(means, sample), examples());
  }

  @Override
  public int size() {
    return Parameters.count(architecture);
  }

  @Override
  public Optional<Curvature> curvature() {
    return Optional.of(curvature);
  }

  @Override
  public Cost cost() {
    return cost;
  }

  @Override
  public Activations activations() {
    return activations;
  }

  @Override
  public double value(float[] theta) {
    evaluate(theta, false);
    return cost.total();
  }

  @Override
  public double valueAndGradient(float[] theta, float[] gradient) {
    float[] sums = evaluate(theta, true);
    layout.gradient(sums, examples(), theta, hyperparameters.lambda(), 0, 1, gradient);
    return cost.total();
  }

  private float[] evaluate(float[] theta, boolean gradientWanted) {
    activations.set(workers.forward(theta, sample), examples());
    activations.slope(hyperparameters, slope);
    float[] sums = layout.ofRows(workers.backward(slope, gradientWanted, sample).values());
    cost = new Cost(
        layout.reconstruction(sums, examples()),
        layout.weightDecay(theta, hyperparameters.lambda()),
        activations.sparsity(hyperparameters));
    return sums;
  }
}
