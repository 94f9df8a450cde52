package fovea.run;

import fovea.data.DataReader;
import fovea.data.Examples;
import fovea.data.InputException;
import fovea.data.PreprocessChoice;
import fovea.data.Preprocessing;
import fovea.data.ReadOptions;
import fovea.data.Split;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What to hold out, and how long to wait for a better model.
 *
 * @param value a fraction of the examples, a folder or file, or {@value #PHOTOGRAPHS}
 * @param patience iterations without a new lowest held-out cost after which training ends
 */
public record ValidationSettings(String value, int patience) {
  /** The held-out photographs that come with Fovea. */
  public static final String PHOTOGRAPHS = "heldout";

  /**
   * Checks what can be checked without the data.
   *
   * @throws InputException if the value is neither a fraction nor a file, or there is no patience at all
   */
  public ValidationSettings {
    if (patience < 1) throw new InputException("--patience must be at least 1, not " + patience);
    if (value.isBlank())
      throw new InputException(
          "--validation is empty: give a fraction, heldout, a folder or a file");
    OptionalDouble number = number(value);
    boolean likeNumber = value.matches("[-+]?[0-9.,]+%?");
    if ((number.isPresent() || likeNumber)
        && !isFraction(number.orElse(Double.NaN))
        && !Files.exists(Path.of(value)))
      throw new InputException(
          "--validation %s: a fraction lies between 0 and 1, such as 0.1; and there is no such file"
              .formatted(value));
  }

  /** The fraction of the examples that is to be held out, if that is what the value says. */
  public OptionalDouble fraction() {
    OptionalDouble number = number(value);
    return isFraction(number.orElse(Double.NaN)) ? number : OptionalDouble.empty();
  }

  /** Cuts the examples in two if a fraction of them is to be held out. */
  Optional<Split> split(Examples examples, long seed) {
    return fraction().isPresent()
        ? Optional.of(Split.draw(examples, fraction().getAsDouble(), seed))
        : Optional.empty();
  }

  /** Refuses to cut data in two that stay on the disk. */
  void requireOwnData(String source) {
    if (fraction().isPresent())
      throw new InputException(
          "--validation %s: %s stays on the disk and is not cut in two; name a file of held-out examples"
              .formatted(value, source));
  }

  /** The held-out examples that do not come from the training data. */
  Examples read(ReadOptions options) {
    return value.equals(PHOTOGRAPHS)
        ? DataReader.heldoutPhotographs(options)
        : DataReader.read(Path.of(value), options);
  }

  /** What a model sees of the held-out examples, when it is trained with this preprocessing. */
  float[] apply(Preprocessing fitted, PreprocessChoice choice, Examples heldOut) {
    Preprocessing preprocessing = Preprocessing.choose(choice, Optional.of(fitted), heldOut);
    if (preprocessing.outputSize() != fitted.outputSize())
      throw new InputException(
          "--validation %s: an example has %d values, one of the training data has %d"
              .formatted(value, preprocessing.outputSize(), fitted.outputSize()));
    return preprocessing.apply(heldOut);
  }

  private static boolean isFraction(double number) {
    return number > 0 && number < 1;
  }

  private static OptionalDouble number(String value) {
    try {
      return OptionalDouble.of(Double.parseDouble(value));
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }
}
