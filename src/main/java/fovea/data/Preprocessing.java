package fovea.data;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/**
 * What is done to examples before a model sees them. It is fitted to the training examples, saved with the model and
 * applied again to all later ones.
 */
public sealed interface Preprocessing
    permits Preprocessing.None, PatchPreprocessing, TablePreprocessing, Whitening {
  /** Values per example that the model sees, D. */
  int outputSize();

  /**
   * What the model sees of these examples: N × {@link #outputSize()} floats, one example after the other.
   *
   * @throws InputException if the examples have another shape than the preprocessing was made for
   */
  float[] apply(Examples examples);

  /** What is done to patches, if examples are patches and are preprocessed as such. */
  default Optional<PatchPreprocessing> patches() {
    return Optional.empty();
  }

  /** What is done to the columns of a table, if they are scaled. */
  default Optional<TablePreprocessing> table() {
    return Optional.empty();
  }

  /**
   * What a model gives back, in the units in which examples are read: scaling is undone, and the whitening of rows.
   * That of patches stays as the model gives it, since the mean of a patch is not known.
   *
   * @param y n × {@link #outputSize()}; not changed
   */
  default float[] ownUnits(float[] y, int n) {
    return y;
  }

  /**
   * What the model sees, with the whitening undone if there is any.
   *
   * @param x n × {@link #outputSize()}; not changed
   */
  default float[] withoutWhitening(float[] x, int n) {
    return x;
  }

  /**
   * Weights of what the model sees, as weights of what is whitened, if it is: the filters that units apply to an image.
   *
   * @param weights n × {@link #outputSize()}; not changed
   */
  default float[] filters(float[] weights, int n) {
    return weights;
  }

  /**
   * What the model sees of the first {@code count} examples in an array, the bits of {@link #apply(Examples)}: for data
   * that is read piece by piece. Safe for use from several threads.
   *
   * @param raw count × {@code shape.size()} floats; may have more
   * @param out gets count × {@link #outputSize()} floats
   * @throws InputException if the examples have another shape than the preprocessing was made for
   */
  default void apply(String source, ExampleShape shape, float[] raw, int count, float[] out) {
    float[] values = Arrays.copyOf(raw, count * shape.size());
    float[] seen = apply(new Examples(source, count, shape, values));
    System.arraycopy(seen, 0, out, 0, seen.length);
  }

  /**
   * Nothing is done: the model sees the values themselves.
   *
   * @param size values in one example
   */
  record None(int size) implements Preprocessing, Serializable {
    @Override
    public int outputSize() {
      return size;
    }

    /** The array inside the examples, not a copy of it. */
    @Override
    public float[] apply(Examples examples) {
      requireSize(examples.source(), examples.shape(), size);
      return examples.values();
    }

    @Override
    public void apply(String source, ExampleShape shape, float[] raw, int count, float[] out) {
      requireSize(source, shape, size);
      System.arraycopy(raw, 0, out, 0, count * size);
    }

    static void requireSize(String source, ExampleShape shape, int size) {
      if (shape.size() != size)
        throw new InputException("%s: expected %d values per example, found %d (%s)"
            .formatted(source, size, shape.size(), shape));
    }
  }

  /** {@link #fit(PreprocessChoice, Examples)} with luminance and without whitening. */
  static Preprocessing fit(PreprocessMode mode, Examples examples) {
    return fit(PreprocessChoice.of(mode), examples);
  }

  /** {@link #fit(PreprocessChoice, Examples, boolean)}, for a decoder that reaches all values. */
  static Preprocessing fit(PreprocessChoice choice, Examples examples) {
    return fit(choice, examples, false);
  }

  /**
   * Chooses the preprocessing and fits it to these examples.
   *
   * @param unitInterval whether the columns of a table are to be scaled into [0, 1], all that a sigmoid reaches
   * @throws InputException if something is asked for that these examples cannot go through
   */
  static Preprocessing fit(PreprocessChoice choice, Examples examples, boolean unitInterval) {
    Preprocessing base = base(choice, new ExampleSource.InMemory(examples), unitInterval);
    return choice.whitening().isPresent()
        ? Whitening.fit(base, choice.whitening().getAsDouble(), examples)
        : base;
  }

  /**
   * {@link #fit(PreprocessChoice, Examples, boolean)}, for examples that need not be in memory.
   *
   * @throws InputException also if something is asked for that needs them there
   */
  static Preprocessing fit(PreprocessChoice choice, ExampleSource source, boolean unitInterval) {
    if (source instanceof ExampleSource.InMemory held)
      return fit(choice, held.examples(), unitInterval);
    if (choice.whitening().isPresent())
      throw new InputException(
          ("%s: --whiten zca is fitted to examples in memory, and these stay on the disk: "
                  + "give Java more memory (FOVEA_OPTS=-Xmx16g), or fewer examples")
              .formatted(source.source()));
    return base(choice, source, unitInterval);
  }

  /** All but the whitening. */
  private static Preprocessing base(
      PreprocessChoice choice, ExampleSource source, boolean unitInterval) {
    Optional<Preprocessing> patches = patches(choice, source);
    if (choice.scale() == TableScale.NONE && choice.missing() == MissingValues.REFUSE)
      return patches.orElseGet(() -> new None(source.shape().size()));
    if (patches.isPresent())
      throw new InputException("%s: %s is for tables, and these are patches: leave it out"
          .formatted(
              source.source(), choice.scale() == TableScale.NONE ? "--missing mean" : "--scale"));
    return TablePreprocessing.fit(choice.scale(), choice.missing(), unitInterval, source);
  }

  /** The preprocessing of patches, if that is what is to be done. */
  private static Optional<Preprocessing> patches(PreprocessChoice choice, ExampleSource source) {
    if (choice.asPatches(source.source(), source.shape())) {
      if (source.shape() instanceof ExampleShape.Row row)
        Notes.add("%s: rows of %s are taken for %s"
            .formatted(source.source(), row, PatchPlanes.patch(source.source(), row)));
      return Optional.of(PatchPreprocessing.fit(choice.colour(), source));
    }
    if (choice.colour() == PatchColour.RGB && choice.mode() == PreprocessMode.AUTO)
      throw new InputException(
          "%s: --colour rgb is for patches, and these are rows; add --preprocess flattened if a row is a patch"
              .formatted(source.source()));
    return Optional.empty();
  }

  /**
   * Chooses what later examples go through, given what the training examples went through.
   *
   * @param fitted what is saved with the model; empty if the model does not say, and then it is fitted to these
   *     examples
   * @throws InputException if something is asked for that contradicts the model
   */
  static Preprocessing choose(
      PreprocessChoice choice, Optional<Preprocessing> fitted, Examples examples) {
    if (fitted.isPresent())
      return choose(choice, fitted.get(), examples.source(), examples.shape());
    choice.requireUnscaled(examples.source());
    return fit(choice, examples);
  }

  /** What examples of this shape go through, given what the training examples went through. */
  static Preprocessing choose(
      PreprocessChoice choice, Preprocessing fitted, String source, ExampleShape shape) {
    choice.requireAgreement(source, fitted);
    boolean asked =
        choice.mode() == PreprocessMode.FULL || choice.mode() == PreprocessMode.FLATTENED;
    if (fitted.patches().isEmpty() && asked)
      throw new InputException(
          "%s: the model was trained without preprocessing of patches: leave --preprocess %s out"
              .formatted(source, choice.mode().name().toLowerCase(Locale.ROOT)));
    // Rows are values that a model of patches can see as they are.
    boolean rows = !choice.asPatches(source, shape);
    boolean ofRows = fitted.patches().isEmpty() && !(fitted instanceof None);
    return rows && !ofRows ? new None(shape.size()) : fitted;
  }

  /**
   * Tells how many values of examples that nothing was fitted to are missing, and how many are clipped.
   *
   * @param name of the examples
   */
  default void noteChanges(String name, Examples examples) {
    table().ifPresent(table -> table.noteMissing(name, examples));
    long clipped = table().map(table -> table.clipped(examples)).orElse(0L);
    if (clipped > 0)
      Notes.add("%s: %,d of %,d values lie beyond the scale of the training data and are clipped"
          .formatted(name, clipped, (long) examples.count() * outputSize()));
  }

  /**
   * What examples are as their preprocessing sees them, in words.
   *
   * @param shape as they were read
   */
  default String shapeSeen(String source, ExampleShape shape) {
    return (patches().isPresent() ? PatchPlanes.patch(source, shape) : shape).toString();
  }

  /**
   * Checks that a sigmoid can reproduce what a model is to see.
   *
   * @param source what the values were read from
   * @param x values, one example after the other
   * @param size values in one example
   * @throws InputException naming the first example and value, counted from 0, that is not in [0, 1]
   */
  static void requireUnitInterval(String source, float[] x, int size) {
    requireUnitInterval(source, i -> i, x, x.length, size);
  }

  /**
   * The same for the first {@code length} values of an array.
   *
   * @param numbers gives the number of an example in the data, of its number in the array
   */
  static void requireUnitInterval(
      String source, IntUnaryOperator numbers, float[] x, int length, int size) {
    for (int i = 0; i < length; i++) {
      if (!(x[i] >= 0 && x[i] <= 1))
        throw new InputException(
            ("%s: example %d, value %d is %s (counted from 0), but a sigmoid only gives 0 to 1: "
                    + "train with --scale standard, or with --decoder linear")
                .formatted(source, numbers.applyAsInt(i / size), i % size, x[i]));
    }
  }
}
