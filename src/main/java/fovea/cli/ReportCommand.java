package fovea.cli;

import fovea.data.InputException;
import fovea.data.Preprocessing;
import fovea.io.JsonFile;
import fovea.io.ModelFile;
import fovea.io.StoredModel;
import fovea.kernels.Team;
import fovea.model.Autoencoder;
import fovea.report.CostPoint;
import fovea.report.RunReport;
import fovea.run.MetricsReader;
import fovea.run.RunConfig;
import fovea.run.RunFolder;
import fovea.train.Evaluation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;

/** {@code fovea report}. */
@Command(
    name = "report",
    description = {
      "Writes the report.html of a run again, from what its folder holds; 'train' writes it too.",
      "The page is one file, shows settings, costs, examples, reconstructions and every hidden unit, and loads nothing."
    })
final class ReportCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "RUN", description = "A run folder that 'train' wrote.")
  private Path run = Path.of("");

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "DATA",
      description = "Where the training data are now (default: where they were in training).")
  private @Nullable Path data;

  @Mixin
  private ThreadOption threads = new ThreadOption();

  @Override
  public Integer call() throws IOException {
    int threadCount = threads.count();
    RunFolder folder = new RunFolder(run);
    requireFile(folder.config());
    RunConfig config = JsonFile.read(folder.config(), RunConfig.class);
    if (config.result() == null)
      throw new InputException("%s: the run has not ended; go on with 'train --resume %s'"
          .formatted(folder.config(), run));
    requireFile(folder.metrics());
    requireFile(folder.model());
    List<CostPoint> costs =
        MetricsReader.costs(folder.metrics()).stream().map(CostPoint::of).toList();
    StoredModel model = ModelFile.read(folder.model());
    Autoencoder network = model.network();
    TrainCommand train = training(folder, config);
    TrainingData given = read(train, model);
    try (Team team = new Team(threadCount)) {
      new RunReport(
              TrainCommand.name(run),
              config,
              costs,
              given.examples(),
              given.preprocessing(),
              given.x(),
              network,
              Evaluation.of(
                  network,
                  train.batch(given, network.architecture(), model.hyperparameters(), team)),
              train
                  .unseen(given)
                  .map(held -> held.evaluate(network, model.hyperparameters(), team)))
          .write(folder.report());
    }
    System.out.println(folder.report());
    return ExitCode.OK;
  }

  private static void requireFile(Path file) {
    if (!Files.isRegularFile(file))
      throw new InputException(
          "%s: is not there; give a folder that 'train' wrote".formatted(file));
  }

  /** The command that made the run, with its options. */
  private static TrainCommand training(RunFolder folder, RunConfig config) {
    ParseResult parsed = RunArguments.parse(folder.config(), config.arguments());
    return (TrainCommand) parsed.commandSpec().userObject();
  }

  private TrainingData read(TrainCommand train, StoredModel model) {
    Optional<Path> elsewhere = Optional.ofNullable(data);
    TrainingData given;
    try {
      given = train.read(elsewhere, model.network().architecture().decoder());
    } catch (InputException e) {
      if (elsewhere.isPresent()) throw e;
      throw new InputException(
          "%s; if the training data are elsewhere now, name them after RUN"
              .formatted(e.getMessage()),
          e);
    }
    Optional<Preprocessing> fitted = model.preprocessing();
    given = fitted.isPresent()
        ? given.with(fitted.get(), model.network().architecture().decoder())
        : given;
    int inputs = model.network().shape().inputs();
    if (given.inputs() != inputs)
      throw new InputException("%s: an example has %d values, the model of %s takes %d"
          .formatted(given.examples().source(), given.inputs(), run, inputs));
    return given;
  }
}
