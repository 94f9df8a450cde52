package fovea.io;

import fovea.data.ColumnNames;
import fovea.data.ExampleShape;
import fovea.data.Examples;
import fovea.data.InputException;
import fovea.data.PreprocessChoice;
import fovea.data.PreprocessMode;
import fovea.data.Preprocessing;
import fovea.model.Autoencoder;
import fovea.model.Hyperparameters;
import java.util.Optional;

/**
 * What a model file holds: a network of D inputs and H hidden units, and what belongs to it. Safe for use from several
 * threads.
 *
 * @param hyperparameters what it was trained with; the defaults if the file does not say
 * @param preprocessing what its inputs went through; empty if the file does not say, as with models from elsewhere
 * @param columns the names of the table's columns that it was trained on, in their order; {@link ColumnNames#NONE} if
 *     nothing is known of names. There is one for each value of an example as it is read, before preprocessing
 */
public record StoredModel(
    Autoencoder network,
    Hyperparameters hyperparameters,
    Optional<Preprocessing> preprocessing,
    ColumnNames columns) {
  private static final PreprocessChoice AUTO = PreprocessChoice.of(PreprocessMode.AUTO);

  /** A model that knows no names. */
  public StoredModel(
      Autoencoder network, Hyperparameters hyperparameters, Optional<Preprocessing> preprocessing) {
    this(network, hyperparameters, preprocessing, ColumnNames.NONE);
  }

  /**
   * What the network sees of these examples: patches go through the preprocessing; so do rows if the model was trained
   * on whitened rows, and otherwise they are taken as they are, as the command {@code encode} does. Named columns are
   * put into the model's order.
   *
   * @return N×D, row-major
   * @throws InputException if the network does not take such examples, or their columns have other names
   */
  public float[] seen(Examples given) {
    Examples examples = columns.arrange(given);
    Preprocessing chosen = preprocessing
        .map(fitted -> Preprocessing.choose(AUTO, fitted, examples.source(), examples.shape()))
        .orElseGet(() -> unknown(examples));
    int d = network.shape().inputs();
    if (chosen.outputSize() != d)
      throw new InputException("%s: the model takes %d values an example, these have %d"
          .formatted(examples.source(), d, chosen.outputSize()));
    return chosen.apply(examples);
  }

  private static Preprocessing unknown(Examples examples) {
    if (examples.shape() instanceof ExampleShape.Row row)
      return new Preprocessing.None(row.columns());
    throw new InputException(
        "%s: the model does not say what its patches went through: give rows of what they became"
            .formatted(examples.source()));
  }

  /**
   * The codes of raw examples: the hidden activations of what the network sees of them.
   *
   * @return N×H, row-major
   * @throws InputException if the network does not take such examples
   */
  public float[] encode(Examples examples) {
    float[] x = seen(examples);
    float[] codes =
        new float[Math.multiplyExact(examples.count(), network.shape().hidden())];
    network.encodeBatch(x, examples.count(), codes);
    return codes;
  }

  /**
   * The network's outputs for codes.
   *
   * @param codes n×H, row-major
   * @return n×D, row-major: what the network would see of such examples, not pixels again
   * @throws IllegalArgumentException if the codes are not whole rows
   */
  public float[] decode(float[] codes) {
    int h = network.shape().hidden();
    if (codes.length % h != 0)
      throw new IllegalArgumentException(
          "codes: a row has %d values, and %d are no whole rows".formatted(h, codes.length));
    int n = codes.length / h;
    float[] output = new float[Math.multiplyExact(n, network.shape().inputs())];
    network.decodeBatch(codes, n, output);
    return output;
  }

  /**
   * The network's outputs for raw examples, to be held against {@link #seen}.
   *
   * @return N×D, row-major
   * @throws InputException if the network does not take such examples
   */
  public float[] reconstruct(Examples examples) {
    float[] x = seen(examples);
    float[] output = new float[x.length];
    network.reconstructBatch(x, examples.count(), output);
    return output;
  }
}
