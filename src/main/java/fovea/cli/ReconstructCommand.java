package fovea.cli;

import fovea.data.InputException;
import fovea.data.PatchPreprocessing;
import fovea.data.Picture;
import fovea.data.Preprocessing;
import fovea.data.Printable;
import fovea.io.JsonFile;
import fovea.io.StoredModel;
import fovea.kernels.Team;
import fovea.report.PictureReconstruction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fovea reconstruct}. */
@Command(
    name = "reconstruct",
    description = {
      "Reconstructs a whole picture: takes overlapping patches through a model and averages the results. A model of",
      "luminance keeps the picture's colour; a model of colour reconstructs all three channels. "
          + "Prints how near the result is (PSNR). In JSON, infinite values are null."
    })
final class ReconstructCommand implements Callable<Integer> {
  @Mixin
  private ModelParameter model = new ModelParameter();

  @Parameters(
      index = "1",
      paramLabel = "PICTURE",
      description = "PNG, JPEG, GIF, BMP, TIFF or WebP.")
  private @Nullable Path picture;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The picture to write, a PNG file.")
  private @Nullable Path out;

  @Option(names = "--overwrite", description = "Replace --out if it is there already.")
  private boolean overwrite;

  @Option(
      names = "--stride",
      paramLabel = "PIXELS",
      description = "From one patch to the next, 1 to the patch's side; "
          + "smaller is smoother and slower (default: a quarter of the side).")
  private @Nullable Integer stride;

  @Option(names = "--side-by-side", description = "Put the original to the left of the result.")
  private boolean sideBySide;

  @Mixin
  private ThreadOption threads = new ThreadOption();

  @Option(
      names = "--quiet",
      description = "Show no progress on stderr; the result is still printed.")
  private boolean quiet;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  /** The JSON that {@code --json} prints. */
  private record Report(
      String picture,
      String out,
      int width,
      int height,
      int patchSize,
      int stride,
      long patches,
      @Nullable Double luminancePsnrDb,
      @Nullable Double rgbPsnrDb,
      double seconds) {}

  @Override
  public Integer call() throws IOException {
    if (picture == null || out == null) throw new InputException("PICTURE or --out is missing");
    Path file = model.file();
    int count = threads.count();
    OutputFiles.requirePng("--out", out, overwrite, file, picture);
    StoredModel stored = model.read();
    Preprocessing preprocessing = preprocessing(file, stored);
    int side = preprocessing.patches().map(PatchPreprocessing::side).orElseThrow();
    int distance = stride(side);
    Picture original = Picture.read(picture);
    long began = System.nanoTime();
    PictureReconstruction result;
    try (Team team = new Team(count)) {
      result = PictureReconstruction.write(
          out,
          original,
          stored.network(),
          preprocessing,
          distance,
          sideBySide,
          team,
          quiet ? part -> {} : new Progress());
    }
    print(
        new Report(
            picture.toString(),
            out.toString(),
            original.width(),
            original.height(),
            side,
            distance,
            result.patches(),
            Options.orNull(result.luminancePsnrDb()),
            Options.orNull(result.rgbPsnrDb()),
            (System.nanoTime() - began) * 1e-9),
        result);
    return ExitCode.OK;
  }

  private static Preprocessing preprocessing(Path model, StoredModel stored) {
    Optional<Preprocessing> preprocessing = stored.preprocessing();
    if (preprocessing.isEmpty())
      throw new InputException(
          "%s: does not say what was done to its patches, as models of 'train' do; give one of them"
              .formatted(model));
    Optional<PatchPreprocessing> patches = preprocessing.get().patches();
    if (patches.isEmpty())
      throw new InputException(
          "%s: was trained on a table, not on preprocessed patches; give a model that was trained on images"
              .formatted(model));
    int values = patches.get().outputSize();
    if (values != stored.network().shape().inputs())
      throw new InputException("%s: takes %d values, but says its patches have %d (%dx%d pixels)"
          .formatted(
              model,
              stored.network().shape().inputs(),
              values,
              patches.get().side(),
              patches.get().side()));
    return preprocessing.get();
  }

  private int stride(int side) {
    if (stride == null) return Math.max(1, side / 4);
    if (stride < 1 || stride > side)
      throw new InputException(
          "--stride must be between 1 and %d, the side of the model's patches, not %d"
              .formatted(side, stride));
    return stride;
  }

  private void print(Report report, PictureReconstruction result) {
    if (json) {
      System.out.println(JsonFile.printable(report));
      return;
    }
    System.out.printf(
        "%s: %dx%d pixels%n"
            + "patches            %,d of %dx%d pixels, stride %d%n"
            + "PSNR of luminance  %.2f dB%n"
            + "PSNR of RGB        %.2f dB%n"
            + "seconds            %.2f%n"
            + "%s%n",
        Printable.line(report.picture()),
        report.width(),
        report.height(),
        report.patches(),
        report.patchSize(),
        report.patchSize(),
        report.stride(),
        result.luminancePsnrDb(),
        result.rgbPsnrDb(),
        report.seconds(),
        report.out());
  }

  /** A line on stderr every two seconds: most pictures are done before the first. */
  private static final class Progress implements DoubleConsumer {
    private static final long NANOSECONDS = 2_000_000_000L;

    private long shown = System.nanoTime();

    @Override
    public void accept(double part) {
      if (System.nanoTime() - shown < NANOSECONDS) return;
      System.err.printf("%.0f %% of the patches%n", 100 * part);
      shown = System.nanoTime();
    }
  }
}
