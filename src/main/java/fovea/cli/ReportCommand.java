package fovea.cli;

import fovea.data.InputException;
import fovea.features.FeatureStability;
import fovea.io.ModelFile;
import fovea.io.StoredModel;
import fovea.kernels.Team;
import fovea.model.Autoencoder;
import fovea.model.Hyperparameters;
import fovea.report.ModelStability;
import fovea.run.MetricsReader;
import fovea.run.RunConfig;
import fovea.run.RunFolder;
import fovea.run.TrainingData;
import fovea.train.Batch;
import fovea.train.Evaluation;
import fovea.train.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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

  @Option(
      names = "--compare",
      paramLabel = "MODEL",
      arity = "1..*",
      description =
          "Runs or model files that were trained alike with other seeds: the page tells how well they find "
              + "each unit again, as 'stability' does.")
  private List<Path> others = List.of();

  @Mixin
  private ThreadOption threads = new ThreadOption();

  @Override
  public Integer call() throws IOException {
    int threadCount = threads.count();
    RunFolder folder = new RunFolder(run);
    requireFile(folder.config());
    if (data != null && Files.exists(new RunFolder(data).config()))
      throw new InputException(
          "%s: is a run, not its training data; write the reports of several runs one by one"
              .formatted(data));
    RunConfig config = RunConfig.read(folder.config());
    if (config.result() == null)
      throw new InputException("%s: the run has not ended; go on with: %s"
          .formatted(folder.config(), Shell.resume(folder)));
    requireFile(folder.metrics());
    requireFile(folder.model());
    Optional<FeatureStability> stability = stability();
    List<Metrics> costs = MetricsReader.costs(folder.metrics());
    StoredModel model = ModelFile.read(folder.model());
    Autoencoder network = model.network();
    Hyperparameters hyperparameters = model.hyperparameters();
    try (TrainingData given =
            RunData.read(run, config.settings(folder.config()), model, data, "after RUN");
        Team team = new Team(threadCount)) {
      Batch training = given.batch(network.architecture(), hyperparameters, team);
      RunPage.write(
          folder,
          config,
          costs,
          given,
          network,
          hyperparameters,
          Evaluation.of(network, training),
          stability,
          team);
    }
    System.out.println(folder.report());
    return ExitCode.OK;
  }

  private Optional<FeatureStability> stability() {
    if (others.isEmpty()) return Optional.empty();
    List<Path> models = new ArrayList<>(others);
    models.addFirst(run);
    List<StoredModel> stored = ComparedModels.read(models);
    return Optional.of(ModelStability.of(
        stored.getFirst(), stored.subList(1, stored.size()), ModelStability.SEED));
  }

  private static void requireFile(Path file) {
    if (!Files.isRegularFile(file))
      throw new InputException(
          "%s: is not there; give a folder that 'train' wrote".formatted(file));
  }
}
