package fovea;

import fovea.io.StoredModel;
import fovea.train.Metrics;
import java.util.function.Supplier;

/** Follows a training. */
@FunctionalInterface
public interface TrainingListener {
  /**
   * Called at the initial point and after every iteration, on the thread that called {@link Fovea#train}.
   *
   * @param model makes the model as it is at this point, which later iterations leave alone; only to be asked during
   *     the call
   * @return whether to go on
   */
  boolean accept(Metrics metrics, Supplier<StoredModel> model);
}
