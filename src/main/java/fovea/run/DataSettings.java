package fovea.run;

import fovea.data.ColumnNames;
import fovea.data.DataReader;
import fovea.data.Examples;
import fovea.data.InputException;
import fovea.data.MaskingNoise;
import fovea.data.PreprocessChoice;
import fovea.data.ReadOptions;
import fovea.kernels.ActivationFunction;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What to train on.
 *
 * @param path of the data; none for the photographs that come with Fovea
 * @param read how they are read; its seed is that of all random choices
 * @param preprocess what is done to them first
 * @param corrupt the probability that a value of the input is hidden, for denoising autoencoders
 * @param stream whether to read them anew in every step instead of holding them in memory
 */
public record DataSettings(
    Optional<Path> path,
    ReadOptions read,
    PreprocessChoice preprocess,
    double corrupt,
    boolean stream) {
  /**
   * Checks what can be checked without the data.
   *
   * @throws InputException if there is no such probability, the path is empty, or the photographs are to be streamed
   */
  public DataSettings {
    MaskingNoise.requireProbability(corrupt);
    if (path.isPresent() && path.get().toString().isBlank())
      throw new InputException("DATA is an empty name; leave it out for the photographs of Fovea");
    if (path.isEmpty() && stream)
      throw new InputException("--stream is for DATA in .npy files; name one, or leave it out");
  }

  /** The same data, which have been moved. */
  public DataSettings at(Path elsewhere) {
    return new DataSettings(Optional.of(elsewhere), read, preprocess, corrupt, stream);
  }

  /** The same with a table's columns in this order, by their names. */
  public DataSettings withColumns(ColumnNames names) {
    return new DataSettings(path, read.withColumns(names), preprocess, corrupt, stream);
  }

  /** The seed of all random choices. */
  public long seed() {
    return read.seed();
  }

  /** Reads the data. */
  public Examples examples() {
    return path.map(data -> DataReader.read(data, read))
        .orElseGet(() -> DataReader.trainPhotographs(read));
  }

  /**
   * Refuses data that a network with this decoder cannot reproduce.
   *
   * @throws InputException if they are to be whitened, and the decoder is a sigmoid
   */
  public void requireReach(ActivationFunction decoder) {
    if (preprocess.whitening().isPresent() && decoder.isWithinUnitInterval())
      throw new InputException("--whiten zca: whitened values lie on both sides of 0, and a sigmoid"
          + " decoder only gives 0 to 1; it needs --decoder linear");
  }
}
