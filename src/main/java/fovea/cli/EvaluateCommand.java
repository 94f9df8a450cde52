package fovea.cli;

import fovea.data.DataReader;
import fovea.data.ExampleSource;
import fovea.data.Examples;
import fovea.data.InputException;
import fovea.data.Preprocessing;
import fovea.data.Printable;
import fovea.data.ReadOptions;
import fovea.io.JsonFile;
import fovea.io.OwnErrors;
import fovea.io.StoredModel;
import fovea.kernels.Team;
import fovea.model.Architecture;
import fovea.model.Hyperparameters;
import fovea.train.Activations;
import fovea.train.Evaluation;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fovea evaluate}. */
@Command(
    name = "evaluate",
    description = {
      "Tells how well a model does on data: cost and its parts, errors, explained variance, activations.",
      "Images and patches go through the preprocessing that was fitted in "
          + "training and is saved in the model, and so do",
      "tables if their columns were scaled or whitened; --preprocess flattened takes rows for patches.",
      "In JSON, infinite and undefined values are null."
    })
final class EvaluateCommand implements Callable<Integer> {
  @Mixin
  private ModelParameter model = new ModelParameter();

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "DATA",
      description = "A folder of images, an image, " + DataReader.KINDS
          + "; the held-out photographs of Fovea if left out.")
  private @Nullable Path data;

  @Mixin
  private DataOptions dataOptions = new DataOptions();

  @Mixin
  private HyperparameterOptions hyperparameterOptions = new HyperparameterOptions();

  @Mixin
  private ThreadOption threads = new ThreadOption();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  /**
   * The JSON that {@code --json} prints.
   *
   * @param mseOwnUnits the mean of the next; null if columns were not scaled
   * @param columnMseOwnUnits of each column of a table, in the square of its unit
   */
  @SuppressWarnings("ArrayRecordComponent") // only written
  private record Report(
      int n,
      @Nullable Double cost,
      double reconstruction,
      double weightDecay,
      @Nullable Double sparsity,
      double mse,
      @Nullable Double explainedVariance,
      @Nullable Double psnrDb,
      @Nullable Double mseOwnUnits,
      double @Nullable [] columnMseOwnUnits,
      double meanActivation,
      int deadUnits,
      int saturatedUnits,
      double[] rhoHat) {}

  @Override
  public Integer call() {
    StoredModel stored = model.read();
    Architecture architecture = stored.network().architecture();
    hyperparameterOptions.checkRho(architecture.encoder());
    Hyperparameters hyperparameters = hyperparameterOptions.over(stored.hyperparameters());
    ReadOptions options = dataOptions.readOptions(stored);
    if (data == null && stored.preprocessing().flatMap(Preprocessing::table).isPresent())
      throw new InputException(
          "%s: it was trained on a table, so give a table after it".formatted(model.file()));
    Examples examples =
        data == null ? DataReader.heldoutPhotographs(options) : DataReader.read(data, options);
    Preprocessing preprocessing = dataOptions.choose(stored, new ExampleSource.InMemory(examples));
    float[] x = preprocessing.apply(examples);
    int d = stored.network().shape().inputs();
    if (architecture.decoder().isWithinUnitInterval())
      warnOutsideUnitInterval(examples.source(), x, d);
    try (Team team = new Team(threads.count())) {
      print(
          Evaluation.of(stored.network(), hyperparameters, x, examples.count(), team),
          OwnErrors.of(stored.network(), preprocessing, examples, x),
          examples.source());
    }
    return 0;
  }

  /** Such data can be evaluated, but it is not what the model was made for. */
  private static void warnOutsideUnitInterval(String source, float[] x, int d) {
    try {
      Preprocessing.requireUnitInterval(source, x, d);
    } catch (InputException e) {
      Errors.print("warning: " + e.getMessage());
    }
  }

  private void print(Evaluation e, Optional<OwnErrors> own, String source) {
    Activations activations = e.activations();
    if (json) {
      System.out.println(JsonFile.printable(new Report(
          e.n(),
          Options.orNull(e.cost().total()),
          e.cost().reconstruction(),
          e.cost().weightDecay(),
          Options.orNull(e.cost().sparsity()),
          e.mse(),
          Options.orNull(e.explainedVariance()),
          Options.orNull(e.psnrDb()),
          own.map(errors -> Options.orNull(errors.mean())).orElse(null),
          own.map(OwnErrors::mse).orElse(null),
          activations.mean(),
          activations.deadUnits(),
          activations.saturatedUnits(),
          activations.rhoHat())));
      return;
    }
    System.out.printf(
        "%s from %s%n"
            + "cost                %.6f%n"
            + "  reconstruction    %.6f%n"
            + "  weight decay      %.6f%n"
            + "  sparsity          %.6f%n"
            + "mean squared error  %.6f%n"
            + "%s"
            + "explained variance  %.2f %%%n"
            + "PSNR                %.2f dB%n"
            + "mean activation     %.4f%n"
            + "dead units          %d of %d%n"
            + "saturated units     %d of %d%n",
        Options.count(e.n(), "example"),
        Printable.line(source),
        e.cost().total(),
        e.cost().reconstruction(),
        e.cost().weightDecay(),
        e.cost().sparsity(),
        e.mse(),
        own.map(errors -> "  in own units      %.6g%n".formatted(errors.mean())).orElse(""),
        100 * e.explainedVariance(),
        e.psnrDb(),
        activations.mean(),
        activations.deadUnits(),
        activations.rhoHat().length,
        activations.saturatedUnits(),
        activations.rhoHat().length);
  }
}
