package fovea.train;

import fovea.kernels.ActivationFunction;
import fovea.model.Architecture;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import fovea.optimize.Curvature;
import java.util.function.Function;

/**
 * The curvature of a network's cost, from sums over some of its shards ({@link ShardSample#forInputs}, {@link
 * ShardSample#forLayers}), joined in the fixed pairwise tree.
 *
 * @param sample the sample that the cost is computed on
 * @param inputSums sums over a sample as {@link InputSums#toRows} gives them
 * @param layerSums sums over a sample at the last theta as {@link MomentSums#toRows} gives them
 * @param activations of the last evaluation
 */
record NetworkCurvature(
    Architecture architecture,
    Hyperparameters hyperparameters,
    ShardSample sample,
    Function<ShardSample, float[]> inputSums,
    Function<ShardSample, float[]> layerSums,
    Activations activations)
    implements Curvature {
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
  public double[] sparsityShifts() {
    return activations.shifts(hyperparameters);
  }

  @Override
  public double outputCurvature() {
    ActivationFunction decoder = architecture.decoder();
    double slope = decoder.slope(decoder.of(0));
    return slope * slope;
  }

  @Override
  public double[] inputs() {
    ShardSample measured = sample.forInputs(architecture.shape());
    return new InputSums(architecture.shape().inputs())
        .moments(inputSums.apply(measured), measured.examples());
  }

  @Override
  public Moments moments() {
    ShardSample measured = sample.forLayers(architecture.shape());
    return new MomentSums(architecture.shape())
        .moments(
            layerSums.apply(measured), measured.examples(), activations.curvature(hyperparameters));
  }
}
