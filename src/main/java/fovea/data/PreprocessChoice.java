package fovea.data;

import java.util.OptionalDouble;

/**
 * What the user wants done to examples first.
 *
 * @param colour of patches that are preprocessed
 * @param whitening ε of ZCA whitening ({@link Whitening}); empty without
 */
public record PreprocessChoice(PreprocessMode mode, PatchColour colour, OptionalDouble whitening) {
  /**
   * Checks a setting.
   *
   * @throws InputException if ε is out of range
   */
  public PreprocessChoice {
    whitening.ifPresent(Whitening::requireEpsilon);
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
          ("%s: --preprocess full is for patches, and these are rows of %s: rescale a table yourself, "
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
    if (fitted instanceof Whitening its
        && whitening.isPresent()
        && its.epsilon() != whitening.getAsDouble())
      throw new InputException("%s: the model was whitened with --epsilon %s: leave --epsilon out"
          .formatted(source, its.epsilon()));
  }
}
