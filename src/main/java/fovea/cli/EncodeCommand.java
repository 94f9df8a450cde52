package fovea.cli;

import fovea.data.ExampleSource;
import fovea.data.InputException;
import fovea.data.Preprocessing;
import fovea.io.ModelSteps;
import fovea.io.RowStream;
import fovea.io.StoredModel;
import fovea.kernels.Team;
import fovea.model.Autoencoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fovea encode}. */
@Command(
    name = "encode",
    description = {
      "Writes the activations of a model's hidden units, a row for each example.",
      "Images and patches go through the preprocessing that is saved in the model, and so do tables if their columns",
      "were scaled or whitened; --preprocess flattened takes rows for patches. "
          + "A .npy file may be larger than memory;",
      "other data is read at once."
    })
final class EncodeCommand implements Callable<Integer> {
  @Mixin
  private ModelParameter model = new ModelParameter();

  @Parameters(
      index = "1",
      paramLabel = "DATA",
      description = "The examples: whatever 'train' reads.")
  private @Nullable Path data;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description =
          "What to write: a .npy, .csv, .safetensors, .h5 or .hdf5 file, or - for text on stdout.")
  private @Nullable Path out;

  @Mixin
  private RowOptions rows = new RowOptions();

  @Mixin
  private DataOptions dataOptions = new DataOptions();

  @Mixin
  private ThreadOption threads = new ThreadOption();

  @Override
  public Integer call() throws IOException {
    if (data == null || out == null) throw new InputException("DATA or --out is missing");
    rows.require("--out", out, model.file(), data);
    int count = threads.count();
    long n;
    StoredModel stored = model.read();
    Autoencoder network = stored.network();
    int h = network.shape().hidden();
    try (ExampleSource source = ExampleSource.open(data, dataOptions.readOptions(stored));
        Team team = new Team(count);
        RowProgress progress = new RowProgress(source.count(), rows.quiet())) {
      n = source.count();
      Preprocessing preprocessing = dataOptions.choose(stored, source);
      rows.write(
          out,
          source.count(),
          h,
          sink -> RowStream.run(
              source,
              h,
              ModelSteps.encode(source, preprocessing, network),
              team,
              (values, some) -> {
                sink.write(values, some);
                progress.add(some);
              }));
    }
    rows.tell(out, n, h);
    return ExitCode.OK;
  }
}
