package fovea.data;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What the user wants done to examples first.
 *
 * @param colour of patches that are preprocessed
 * @param whitening ε of ZCA whitening ({@link Whitening}); empty without
 * @param scale of the columns of a table, before they are whitened
 * @param missing what is done where a table has no value
 */
public record PreprocessChoice(
    PreprocessMode mode,
    PatchColour colour,
    OptionalDouble whitening,
    TableScale scale,
    MissingValues missing) {
  /**
   * Checks a setting.
   *
   * @throws InputException if ε is out of range, or missing values would be whitened
   */
  public PreprocessChoice {
    whitening.ifPresent(Whitening::requireEpsilon);
    if (whitening.isPresent() && missing == MissingValues.MEAN)
      throw new InputException(
          "--missing mean: does not go with --whiten zca, which mixes the columns; leave one of them out");
  }

  /** Without scaling; missing values are refused. */
  public PreprocessChoice(PreprocessMode mode, PatchColour colour, OptionalDouble whitening) {
    this(mode, colour, whitening, TableScale.NONE, MissingValues.REFUSE);
  }

  /** The same, with the columns of a table brought to one scale. */
  public PreprocessChoice withScale(TableScale scale) {
    return new PreprocessChoice(mode, colour, whitening, scale, missing);
  }

  /** The same with something else done where a table has no value; its reader has to let that pass. */
  public PreprocessChoice withMissing(MissingValues missing) {
    return new PreprocessChoice(mode, colour, whitening, scale, missing);
  }

  /** Luminance, no whitening. */
  public static PreprocessChoice of(PreprocessMode mode) {
    return new PreprocessChoice(mode, PatchColour.LUMINANCE, OptionalDouble.empty());
  }

  /**
   * Whether these examples are to be preprocessed as patches.
   *
   * @throws InputException if they are, and are not said to be any
   */
  public boolean asPatches(String source, ExampleShape shape) {
    boolean patches = shape instanceof ExampleShape.Patch;
    if (mode == PreprocessMode.FULL && !patches)
      throw new InputException(
          ("%s: --preprocess full is for patches, and these are rows of %s: say --scale standard for a table, "
                  + "or say --preprocess flattened if each row is a square patch")
              .formatted(source, shape));
    return mode == PreprocessMode.FLATTENED || (mode != PreprocessMode.NONE && patches);
  }

  /**
   * Refuses what a model contradicts. What the user did not ask for is not checked.
   *
   * @param source of the examples
   * @param fitted what is saved with the model
   */
  void requireAgreement(String source, Preprocessing fitted) {
    PatchColour fittedColour = fitted.patches().map(PatchPreprocessing::colour).orElse(colour);
    if (colour == PatchColour.RGB && fittedColour != colour)
      throw new InputException(
          "%s: the model was trained on luminance: leave --colour rgb out".formatted(source));
    if (whitening.isPresent() && !(fitted instanceof Whitening))
      throw new InputException(
          "%s: the model was trained without whitening: leave --whiten out".formatted(source));
    if (fitted instanceof Whitening ofModel
        && whitening.isPresent()
        && ofModel.epsilon() != whitening.getAsDouble())
      throw new InputException("%s: the model was whitened with --epsilon %s: leave --epsilon out"
          .formatted(source, ofModel.epsilon()));
    TableScale its = fitted.table().map(TablePreprocessing::scale).orElse(TableScale.NONE);
    if (scale != TableScale.NONE && scale != its)
      throw new InputException(
          "%s: the model was trained with --scale %s, which it does to all data: leave --scale out"
              .formatted(source, its.name().toLowerCase(Locale.ROOT)));
    if (missing == MissingValues.MEAN
        && fitted.table().filter(TablePreprocessing::imputes).isEmpty())
      throw new InputException(
          "%s: the model was trained with --missing refuse, and knows no means: leave --missing out"
              .formatted(source));
  }

  /** Refuses to scale what a model sees that does not say how its columns were scaled in training. */
  void requireUnscaled(String source) {
    if (scale != TableScale.NONE || missing == MissingValues.MEAN)
      throw new InputException(
          "%s: the model does not say what was done to its columns: do that yourself, without --scale and --missing"
              .formatted(source));
  }
}
