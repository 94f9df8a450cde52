package fovea.data;

import java.util.Arrays;
import java.util.Optional;

/**
 * What is done to examples before a model sees them. It is fitted to the training examples, saved with the model and
 * applied again to all later ones.
 */
public sealed interface Preprocessing permits Preprocessing.None, LuminancePatches {
  /** Values per example that the model sees, D. */
  int outputSize();

  /**
   * What the model sees of these examples: N × {@link #outputSize()} floats, one example after the other.
   *
   * @throws InputException if the examples have another shape than the preprocessing was made for
   */
  float[] apply(Examples examples);

  /**
   * What the model sees of the first {@code count} examples in an array, the bits of {@link #apply(Examples)}: for data that is read piece
   * by piece. Safe for use from several threads.
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
  record None(int size) implements Preprocessing {
    @Override
    public int outputSize() {
      return size;
    }

    /** The array inside the examples, not a copy of it. */
    @Override
    public float[] apply(Examples examples) {
      requireSize(examples.source(), examples.shape());
      return examples.values();
    }

    @Override
    public void apply(String source, ExampleShape shape, float[] raw, int count, float[] out) {
      requireSize(source, shape);
      System.arraycopy(raw, 0, out, 0, count * size);
    }

    private void requireSize(String source, ExampleShape shape) {
      if (shape.size() != size)
        throw new InputException("%s: expected %d values per example, found %d (%s)"
            .formatted(source, size, shape.size(), shape));
    }
  }

  /**
   * Chooses the preprocessing and fits it to these examples.
   *
   * @throws InputException if {@link PreprocessMode#FULL} is asked for and an example cannot be a patch
   */
  static Preprocessing fit(PreprocessMode mode, Examples examples) {
    boolean patches = examples.shape() instanceof ExampleShape.Patch;
    boolean full = mode == PreprocessMode.FULL || (mode == PreprocessMode.AUTO && patches);
    return full ? LuminancePatches.fit(examples) : new None(examples.shape().size());
  }

  /**
   * Chooses what later examples go through, given what the training examples went through.
   *
   * @param fitted what is saved with the model; empty if the model does not say, and then it is fitted to these examples
   * @throws InputException if {@link PreprocessMode#FULL} is asked for and an example cannot be a patch
   */
  static Preprocessing choose(
      PreprocessMode mode, Optional<Preprocessing> fitted, Examples examples) {
    Preprocessing own = fit(mode, examples);
    if (fitted.isEmpty() || own instanceof None) return own;
    if (fitted.get() instanceof None && mode == PreprocessMode.FULL)
      throw new InputException(
          "%s: the model was trained without preprocessing: leave --preprocess full out"
              .formatted(examples.source()));
    return fitted.get();
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
    for (int i = 0; i < x.length; i++) {
      if (!(x[i] >= 0 && x[i] <= 1))
        throw new InputException(
            "%s: example %d, value %d is %s, but a sigmoid only gives 0 to 1: use preprocessing, rescale the data, or add --decoder linear"
                .formatted(source, i / size, i % size, x[i]));
    }
  }
}
