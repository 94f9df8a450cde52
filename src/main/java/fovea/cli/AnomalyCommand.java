package fovea.cli;

import fovea.data.ExampleSource;
import fovea.data.InputException;
import fovea.data.Preprocessing;
import fovea.data.Printable;
import fovea.io.JsonFile;
import fovea.io.ModelSteps;
import fovea.io.RowStream;
import fovea.io.StoredModel;
import fovea.kernels.Team;
import fovea.model.Autoencoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fovea anomaly}. */
@Command(
    name = "anomaly",
    description = {
      "Tells which examples a model reconstructs worst: "
          + "the mean squared error of each, between what the model sees and what",
      "it gives back. Examples are counted from 0. A .npy file may be larger than memory; other data is read at once."
    })
final class AnomalyCommand implements Callable<Integer> {
  private static final int MOST_LISTED = 1_000_000;

  @Mixin
  private ModelParameter model = new ModelParameter();

  @Parameters(
      index = "1",
      paramLabel = "DATA",
      description = "The examples: whatever 'train' reads.")
  private @Nullable Path data;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many of the worst to list (default: ${DEFAULT-VALUE}).")
  private int top;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Write the error of every example: N x 1 values, .npy, .csv, .safetensors, .h5 or .hdf5.")
  private @Nullable Path out;

  @Option(
      names = "--per-value",
      paramLabel = "FILE",
      description = "Write the squared error of every value of every example, N x D, likewise.")
  private @Nullable Path perValue;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin
  private RowOptions rows = new RowOptions();

  @Mixin
  private DataOptions dataOptions = new DataOptions();

  @Mixin
  private ThreadOption threads = new ThreadOption();

  /** The JSON that {@code --json} prints. */
  private record Report(String source, long n, double mse, List<LargestErrors.Entry> worst) {}

  @Override
  public Integer call() throws IOException {
    if (data == null) throw new InputException("DATA is missing");
    requireOptions(model.file(), data);
    int count = threads.count();
    StoredModel stored = model.read();
    Autoencoder network = stored.network();
    LargestErrors largest = new LargestErrors(top);
    String from;
    try (ExampleSource source = ExampleSource.open(data, dataOptions.readOptions());
        Team team = new Team(count);
        RowProgress progress = new RowProgress(source.count(), rows.quiet())) {
      from = source.source();
      Preprocessing preprocessing = dataOptions.choose(stored, source);
      int d = network.shape().inputs();
      boolean each = perValue != null;
      int width = each ? 1 + d : 1;
      rows.write(
          out,
          source.count(),
          1,
          means -> rows.write(
              perValue,
              source.count(),
              d,
              squares -> RowStream.run(
                  source,
                  width,
                  ModelSteps.errors(source, preprocessing, network, each),
                  team,
                  (values, n) -> {
                    if (each) squares.write(take(values, n, width, 1, d), n);
                    float[] errors = each ? take(values, n, width, 0, 1) : values;
                    means.write(errors, n);
                    for (int i = 0; i < n; i++) largest.add(errors[i]);
                    progress.add(n);
                  })));
    }
    rows.tell(out, largest.count(), 1);
    rows.tell(perValue, largest.count(), network.shape().inputs());
    print(new Report(from, largest.count(), largest.mean(), largest.sorted()));
    return ExitCode.OK;
  }

  private void requireOptions(Path model, Path data) throws IOException {
    if (top < 0 || top > MOST_LISTED)
      throw new InputException(
          "--top must be between 0 and %,d, not %d".formatted(MOST_LISTED, top));
    for (Path file : new Path[] {out, perValue})
      if (RowOptions.STDOUT.equals(file))
        throw new InputException(
            "the list of the worst goes to stdout: give the name of a file in place of -");
    if (out != null && perValue != null && out.toAbsolutePath().equals(perValue.toAbsolutePath()))
      throw new InputException("--out and --per-value are one file: give two names");
    rows.require("--out", out, model, data);
    rows.require("--per-value", perValue, model, data);
  }

  /** Some columns of the first {@code n} rows. */
  private static float[] take(float[] values, int n, int width, int first, int columns) {
    float[] taken = new float[n * columns];
    for (int i = 0; i < n; i++)
      System.arraycopy(values, i * width + first, taken, i * columns, columns);
    return taken;
  }

  private void print(Report report) {
    if (json) {
      System.out.println(JsonFile.printable(report));
      return;
    }
    System.out.printf(
        "%,d example%s from %s%nmean squared error %s%n",
        report.n(), report.n() == 1 ? "" : "s", Printable.line(report.source()), (float)
            report.mse());
    if (report.worst().isEmpty()) return;
    System.out.printf("%n%10s  %s%n", "example", "mean squared error");
    for (LargestErrors.Entry entry : report.worst())
      System.out.printf("%10d  %s%n", entry.example(), entry.mse());
  }
}
