package fovea.cli;

import fovea.data.ExampleSource;
import fovea.data.InputException;
import fovea.data.ReadOptions;
import fovea.io.ModelSteps;
import fovea.io.RowStream;
import fovea.io.StoredModel;
import fovea.kernels.Team;
import fovea.model.Autoencoder;
import fovea.model.NetworkShape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fovea decode}. */
@Command(
    name = "decode",
    description = {
      "Writes what a model's decoder makes of codes, such as 'encode' writes: a row of D values for each row of H.",
      "They are values as the model sees them: preprocessing is not undone, "
          + "since the mean of a patch is not in its code.",
      "A .npy file may be larger than memory; other data is read at once."
    })
final class DecodeCommand implements Callable<Integer> {
  @Mixin
  private ModelParameter model = new ModelParameter();

  @Parameters(
      index = "1",
      paramLabel = "CODES",
      description = "A table with a column for each hidden unit, such as a .npy or HDF5 file.")
  private @Nullable Path codes;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description =
          "What to write: a .npy, .csv, .safetensors, .h5 or .hdf5 file, or - for text on stdout.")
  private @Nullable Path out;

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      defaultValue = "data",
      description = "Name of the dataset inside an HDF5 file (default: ${DEFAULT-VALUE}).")
  private String dataset = "data";

  @Mixin
  private RowOptions rows = new RowOptions();

  @Mixin
  private ThreadOption threads = new ThreadOption();

  @Override
  public Integer call() throws IOException {
    if (codes == null || out == null) throw new InputException("CODES or --out is missing");
    rows.require("--out", out, model.file(), codes);
    int count = threads.count();
    StoredModel stored = model.read();
    Autoencoder network = stored.network();
    NetworkShape shape = network.shape();
    long n;
    ReadOptions options = ReadOptions.defaults().withDataset(dataset);
    try (ExampleSource source = ExampleSource.open(codes, options);
        Team team = new Team(count);
        RowProgress progress = new RowProgress(source.count(), rows.quiet())) {
      n = source.count();
      if (source.shape().size() != shape.hidden())
        throw new InputException("%s: the model has %d hidden units, these rows have %d values"
            .formatted(source.source(), shape.hidden(), source.shape().size()));
      rows.write(
          out,
          source.count(),
          shape.inputs(),
          stored.columns().of(shape.inputs()),
          sink -> RowStream.run(
              source, shape.inputs(), ModelSteps.decode(network), team, (values, some) -> {
                sink.write(values, some);
                progress.add(some);
              }));
    }
    rows.tell(out, n, shape.inputs());
    return ExitCode.OK;
  }
}
