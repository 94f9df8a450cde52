package fovea.cli;

import fovea.data.InputException;
import fovea.data.Preprocessing;
import fovea.io.JsonFile;
import fovea.io.MetricsReader;
import fovea.io.ModelFile;
import fovea.io.RunConfig;
import fovea.io.RunFolder;
import fovea.io.StoredModel;
import fovea.kernels.Team;
import fovea.model.Autoencoder;
import fovea.report.CostPoint;
import fovea.report.RunReport;
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
import picocli.CommandLine.PicocliException;

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
    for (Path file : List.of(folder.config(), folder.metrics(), folder.model()))
      if (!Files.isRegularFile(file))
        throw new InputException(
            "%s: is not there; give a folder that 'train' wrote".formatted(file));
    RunConfig config = JsonFile.read(folder.config(), RunConfig.class);
    List<CostPoint> costs = MetricsReader.costs(folder.metrics()).stream()
        .map(row -> CostPoint.of(row.iteration(), row.cost(), row.heldOut()))
        .toList();
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

  /** The command that made the run, with its options. */
  private static TrainCommand training(RunFolder folder, RunConfig config) {
    try {
      ParseResult parsed = Main.commandLine().parseArgs(config.arguments().toArray(String[]::new));
      if (parsed.hasSubcommand()
          && parsed.subcommand().commandSpec().userObject() instanceof TrainCommand train)
        return train;
    } catch (PicocliException e) {
      throw new InputException(
          "%s: this Fovea does not understand its arguments (%s); train again"
              .formatted(folder.config(), e.getMessage()),
          e);
    }
    throw new InputException(
        "%s: its arguments are not those of 'train'; train again".formatted(folder.config()));
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
