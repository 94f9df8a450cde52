package fovea.run;

import fovea.data.ColumnNames;
import fovea.data.InputException;
import fovea.io.ModelFile;
import fovea.io.StoredModel;
import fovea.kernels.Team;
import fovea.model.Architecture;
import fovea.model.Hyperparameters;
import fovea.model.Parameters;
import fovea.optimize.Limits;
import fovea.optimize.Optimizer;
import fovea.train.Batch;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a run's result depends on, but for the data themselves.
 *
 * @param network its layers and hidden units; the data bring the inputs
 * @param init the model whose parameters are the initial ones; random ones without
 */
public record RunSettings(
    DataSettings data,
    Optional<ValidationSettings> validation,
    Architecture network,
    Hyperparameters hyperparameters,
    Optional<Path> init,
    Optimizer optimizer,
    Limits limits) {
  /** The same with data that have been moved. */
  public RunSettings withData(DataSettings data) {
    return new RunSettings(data, validation, network, hyperparameters, init, optimizer, limits);
  }

  /** The same with another end. */
  public RunSettings withLimits(Limits limits) {
    return new RunSettings(data, validation, network, hyperparameters, init, optimizer, limits);
  }

  /**
   * Reads the data, with a table's columns in the order that the initial model knows.
   *
   * @throws InputException as {@link TrainingData#read} does
   */
  public TrainingData read() {
    DataSettings ordered =
        init.map(file -> data.withColumns(model(file, network).columns())).orElse(data);
    TrainingData given = TrainingData.read(ordered, validation, network.decoder());
    ColumnNames.noteRowNumbers(given.examples());
    return given;
  }

  /**
   * All that the training needs.
   *
   * @param team the threads to use; stays the caller's to close
   * @throws InputException if the initial parameters are not those of such a network
   */
  public PreparedTraining prepare(TrainingData given, Team team) {
    Architecture architecture = network.withInputs(given.inputs());
    Batch training = given.batch(architecture, hyperparameters, team);
    float[] theta = init.map(file -> initial(file, architecture, given.source()))
        .orElseGet(
            () -> Parameters.random(architecture, data.seed(), training.spread().rms()));
    return new PreparedTraining(
        architecture,
        hyperparameters,
        given.preprocessing(),
        given.columns(),
        training,
        given
            .heldOutBatch(architecture, hyperparameters, team)
            .flatMap(
                batch -> validation.map(v -> new PreparedTraining.HeldOut(batch, v.patience()))),
        optimizer,
        limits,
        theta);
  }

  private static float[] initial(Path file, Architecture architecture, String source) {
    StoredModel model = model(file, architecture);
    String from = "--init " + file;
    requireInputs(model, from, architecture.shape().inputs(), source);
    if (!model.network().architecture().equals(architecture))
      throw new InputException("%s: the model is %s, and was %s when the run began"
          .formatted(from, model.network().architecture(), architecture));
    return model.network().theta();
  }

  private static StoredModel model(Path file, Architecture layers) {
    return ModelFile.read(file, Optional.of(layers.encoder()), Optional.of(layers.decoder()));
  }

  /**
   * Refuses examples of other sizes than the model takes.
   *
   * @param from names the model in a message
   */
  public static void requireInputs(StoredModel model, String from, int inputs, String source) {
    if (inputs != model.network().shape().inputs())
      throw new InputException("%s: the model takes %d values an example, those of %s have %d"
          .formatted(from, model.network().shape().inputs(), source, inputs));
  }
}
