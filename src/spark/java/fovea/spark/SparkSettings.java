package fovea.spark;

import fovea.data.InputException;
import fovea.data.TableScale;
import fovea.model.Architecture;
import fovea.model.Autoencoder;
import fovea.model.Hyperparameters;
import fovea.optimize.Limits;
import fovea.optimize.Optimizer;
import java.util.Optional;

/**
 * How to train on the executors.
 *
 * @param network its layers and hidden units; the data bring the inputs
 * @param scale of the columns
 * @param initial the network to start from; random parameters without
 * @param seed of random parameters
 * @param patience iterations to wait for a lower held-out cost
 * @param partitions at least, where there are as many shards; 0 for two for each core, and more where these would be
 *     large. No bit depends on it
 */
record SparkSettings(
    Architecture network,
    Hyperparameters hyperparameters,
    TableScale scale,
    Optional<Autoencoder> initial,
    long seed,
    Optimizer optimizer,
    Limits limits,
    int patience,
    int partitions) {
  /**
   * Checks the scale.
   *
   * @throws InputException if it is {@code robust}
   */
  SparkSettings {
    if (scale == TableScale.ROBUST)
      throw new InputException(
          "scale robust sorts the columns, and no machine holds all rows: take scale standard");
  }
}
