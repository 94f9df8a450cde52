package fovea.report;

import fovea.data.Preprocessing;
import fovea.features.FeatureStability;
import fovea.io.StoredModel;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import java.util.Arrays;
import java.util.List;

/** How well the features of a stored model are found again by others: the same for commands, reports and sweeps. */
public final class ModelStability {
  /** What decides the mixtures of the baseline, where the user does not. */
  public static final long SEED = 1;

  private ModelStability() {}

  /**
   * Compares models of the same number of inputs.
   *
   * @param others at least one
   * @param seed of the baseline's mixtures
   */
  public static FeatureStability of(StoredModel first, List<StoredModel> others, long seed) {
    return FeatureStability.of(
        features(first),
        others.stream().map(ModelStability::features).toList(),
        first.network().shape().inputs(),
        first.preprocessing().flatMap(Preprocessing::patches).isPresent(),
        seed);
  }

  /** What units apply to an example, before whitening if there is any: H×D. */
  private static float[] features(StoredModel model) {
    NetworkShape shape = model.network().shape();
    int w1 = Parameters.w1(shape);
    float[] weights =
        Arrays.copyOfRange(model.network().theta(), w1, w1 + shape.hidden() * shape.inputs());
    return model.preprocessing().map(p -> p.filters(weights, shape.hidden())).orElse(weights);
  }
}
