package fovea.spark;

import fovea.data.InputException;
import fovea.data.PatchPreprocessing;
import fovea.data.Preprocessing;
import fovea.data.Split;
import java.util.Optional;

/**
 * What a training is given.
 *
 * @param heldOut examples that are not trained on, if there are any
 * @param patches what is done to them all, if they are patches
 */
record SparkData(Part training, Optional<Part> heldOut, Optional<PatchPreprocessing> patches) {
  /** Some of the examples in one place. */
  record Part(SparkExamples from, Choice choice) {
    static Part whole(SparkExamples examples) {
      return new Part(examples, Choice.all(examples.rows()));
    }

    int rows() {
      return choice.count();
    }
  }

  /** The same, with something done to them. */
  SparkData with(PatchPreprocessing patches) {
    return new SparkData(training, heldOut, Optional.of(patches));
  }

  /** What is done to all examples. */
  Preprocessing preprocessing() {
    return patches
        .<Preprocessing>map(p -> p)
        .orElseGet(() -> new Preprocessing.None(training.from().columns()));
  }

  static SparkData of(SparkExamples training) {
    return new SparkData(Part.whole(training), Optional.empty(), Optional.empty());
  }

  /**
   * Examples that were two from the beginning.
   *
   * @throws InputException if they are of different sizes
   */
  static SparkData of(SparkExamples training, SparkExamples heldOut) {
    if (heldOut.columns() != training.columns())
      throw new InputException("%s: an example that is held out has %d values, one of %s has %d"
          .formatted(heldOut.source(), heldOut.columns(), training.source(), training.columns()));
    return new SparkData(Part.whole(training), Optional.of(Part.whole(heldOut)), Optional.empty());
  }

  /**
   * Holds out a fraction of the examples, those that {@code fovea train --validation} draws.
   *
   * @throws InputException if one of the two parts would have no example
   */
  static SparkData draw(SparkExamples examples, double fraction, long seed) {
    boolean[] held = Split.drawn(examples.source(), examples.rows(), fraction, seed);
    return new SparkData(
        new Part(examples, Choice.of(held, false)),
        Optional.of(new Part(examples, Choice.of(held, true))),
        Optional.empty());
  }
}
