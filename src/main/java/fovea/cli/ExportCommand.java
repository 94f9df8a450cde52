package fovea.cli;

import fovea.data.InputException;
import fovea.io.JavaSource;
import fovea.io.JsonFile;
import fovea.io.ModelSettings;
import fovea.io.NpzFile;
import fovea.io.OnnxFile;
import fovea.io.StoredModel;
import fovea.model.Architecture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fovea export}. */
@Command(
    name = "export",
    description = {
      "Writes a model for other programs, in one or more forms.",
      "Any safetensors file with the four tensors of two PyTorch layers is a model: F32, F64, F16 or BF16."
    })
final class ExportCommand implements Callable<Integer> {
  @Mixin
  private ModelParameter model = new ModelParameter();

  @Option(
      names = "--onnx",
      paramLabel = "FILE",
      description = "An ONNX graph: input in; code and reconstruction out.")
  private @Nullable Path onnx;

  @Option(
      names = "--with-preprocessing",
      description =
          "The ONNX graph takes RGB patches, N x 3 x S x S from 0 to 1, or rows of a scaled or whitened table, N x D,"
              + " and does the preprocessing itself; a reconstruction of rows is in their own units.")
  private boolean withPreprocessing;

  @Option(
      names = "--with-score",
      description =
          "The ONNX graph has a third output, score, and the Java file a method score: the mean squared "
              + "error of an example, as 'anomaly' tells it.")
  private boolean withScore;

  @Option(
      names = "--npz",
      paramLabel = "FILE",
      description = "The weights and biases as NumPy arrays.")
  private @Nullable Path npz;

  @Option(
      names = "--java",
      paramLabel = "FILE",
      description = "The encoder as one file of Java 8 without dependencies, such as "
          + "Encoder.java; the class is named like the file.")
  private @Nullable Path java;

  @Option(names = "--json", paramLabel = "FILE", description = "The settings of the model.")
  private @Nullable Path json;

  @Option(names = "--overwrite", description = "Replace files that are there already.")
  private boolean overwrite;

  @Override
  public Integer call() throws IOException {
    if (onnx == null && npz == null && java == null && json == null)
      throw new InputException("nothing to write: give --onnx, --npz, --java or --json");
    if (withPreprocessing && onnx == null)
      throw new InputException("--with-preprocessing belongs to --onnx: give a file for that too");
    if (withScore && onnx == null && java == null)
      throw new InputException("--with-score belongs to --onnx and --java: give a file for one");
    require("--onnx", onnx, model.file());
    require("--npz", npz, model.file());
    require("--java", java, model.file());
    require("--json", json, model.file());
    if (java != null) JavaSource.className(java);
    StoredModel stored = model.read();
    Architecture network = stored.network().architecture();
    if (onnx != null) {
      OnnxFile.write(onnx, stored, withPreprocessing, withScore);
      OutputFiles.tell(
          onnx,
          "an ONNX graph of %s%s%s"
              .formatted(
                  network,
                  withPreprocessing ? ", with preprocessing" : "",
                  withScore ? ", with score" : ""));
    }
    if (npz != null) {
      NpzFile.write(npz, stored);
      OutputFiles.tell(npz, "the weights and biases of %s".formatted(network));
    }
    if (java != null) {
      JavaSource.write(java, stored, withScore);
      OutputFiles.tell(
          java,
          "an encoder of %d values, %d hidden units%s"
              .formatted(
                  network.shape().inputs(),
                  network.shape().hidden(),
                  withScore ? ", with score" : ""));
    }
    if (json != null) {
      JsonFile.write(json, ModelSettings.of(stored));
      OutputFiles.tell(json, "the settings of the model");
    }
    return ExitCode.OK;
  }

  private void require(String option, @Nullable Path file, Path model) throws IOException {
    if (file != null) OutputFiles.require(option, file, overwrite, model);
  }
}
