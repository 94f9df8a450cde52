package fovea.cli;

import fovea.data.InputException;
import fovea.io.StoredModel;
import fovea.kernels.ActivationFunction;
import fovea.run.DataSettings;
import fovea.run.RunSettings;
import fovea.run.TrainingData;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads again what a run was trained on and what it held out. */
final class RunData {
  private RunData() {}

  /**
   * The data as the model sees them.
   *
   * @param run the run, for messages
   * @param moved where the training data are now; null for where they were
   * @param how to name that place, for a message that the data are not where they were
   */
  static TrainingData read(
      Path run, RunSettings settings, StoredModel model, @Nullable Path moved, String how) {
    ActivationFunction decoder = model.network().architecture().decoder();
    DataSettings where =
        (moved == null ? settings.data() : settings.data().at(moved)).withColumns(model.columns());
    TrainingData read;
    try {
      read = TrainingData.read(where, settings.validation(), decoder);
    } catch (InputException e) {
      if (moved != null) throw e;
      throw new InputException(
          "%s; if the training data have been moved, name their new place %s"
              .formatted(e.getMessage(), how),
          e);
    }
    TrainingData given =
        model.preprocessing().map(fitted -> read.with(fitted, decoder)).orElse(read);
    int inputs = model.network().shape().inputs();
    if (given.inputs() != inputs)
      throw new InputException("%s: an example has %d values, the model of %s takes %d"
          .formatted(given.examples().source(), given.inputs(), run, inputs));
    return given;
  }
}
