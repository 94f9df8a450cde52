package fovea.cli;

import fovea.data.InputException;
import fovea.data.PatchStream;
import fovea.data.ReadOptions;
import fovea.io.PatchFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fovea patches}. */
@Command(
    name = "patches",
    description = {
      "Cuts random patches from images into a .npy file, N x 3 x S x S, which may be larger than memory.",
      "They are those that 'train DATA' would draw with the same options. "
          + "After an interruption, the same command goes on."
    })
final class PatchesCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "DATA", description = "A folder of images, or an image.")
  private @Nullable Path data;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "What to write: a .npy file.")
  private @Nullable Path out;

  @Option(
      names = "--patches",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "How many (default: ${DEFAULT-VALUE}).")
  private int patches;

  @Option(
      names = "--patch-size",
      paramLabel = "PIXELS",
      defaultValue = "16",
      description = "Height and width of a patch (default: ${DEFAULT-VALUE}).")
  private int patchSize;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Seed of the draws (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      defaultValue = "uint8",
      description =
          "uint8, exact for images of 8 bits a channel, or float32, for any (default: ${DEFAULT-VALUE}).")
  private PatchFile.Type type = PatchFile.Type.UINT8;

  @Option(names = "--overwrite", description = "Replace a file that is there already.")
  private boolean overwrite;

  @Option(names = "--quiet", description = "Show no progress on stderr.")
  private boolean quiet;

  @Override
  public Integer call() throws IOException {
    if (data == null || out == null) throw new InputException("DATA or --out is missing");
    if (!out.toString().endsWith(".npy"))
      throw new InputException("--out %s: only .npy files are written".formatted(out));
    OutputFiles.require("--out", out, overwrite);
    ReadOptions options =
        ReadOptions.defaults().withPatches(patches).withPatchSize(patchSize).withSeed(seed);
    PatchStream stream = PatchStream.of(data, options);
    try (RowProgress progress = new RowProgress(patches, quiet)) {
      PatchFile.write(out, stream, type, count -> {
        try {
          progress.add(count);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
    }
    if (!quiet)
      OutputFiles.tell(
          out,
          "%d x 3 x %d x %d values, %s"
              .formatted(patches, patchSize, patchSize, Options.lower(type)));
    return ExitCode.OK;
  }
}
