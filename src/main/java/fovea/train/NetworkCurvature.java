package fovea.train;

import fovea.model.Architecture;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import fovea.optimize.Curvature;
import java.util.function.Supplier;

/**
 * The curvature of a network's cost, from sums over the shards of a {@link CurvatureSample}, joined in the fixed
 * pairwise tree.
 *
 * @param examples in the sample
 * @param inputSums sums as {@link InputSums#toRows} gives them
 * @param layerSums sums at the last theta as {@link MomentSums#toRows} gives them
 * @param activations of the last evaluation
 */
record NetworkCurvature(
    Architecture architecture,
    Hyperparameters hyperparameters,
    int examples,
    Supplier<float[]> inputSums,
    Supplier<float[]> layerSums,
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
  public double[] inputs() {
    return new InputSums(architecture.shape().inputs()).moments(inputSums.get(), examples);
  }

  @Override
  public Moments moments() {
    return new MomentSums(architecture.shape())
        .moments(layerSums.get(), examples, activations.curvature(hyperparameters));
  }
}
