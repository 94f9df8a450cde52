package fovea.report;

import java.awt.image.BufferedImage;
import java.util.List;

/**
 * Examples, their reconstructions, and how far the two are apart.
 *
 * @param input examples
 * @param output their reconstructions in the same order, on the same grey scale
 * @param difference output minus input
 * @param colours the scale of the differences
 */
record Reconstructions(
    TileRow input, TileRow output, Difference difference, DivergingScale colours) {
  /** What the pictures of an example are, in their order. */
  static final List<String> PARTS = List.of("input", "output", "difference");

  /**
   * Of {@code count} examples.
   *
   * @param tile how one example is laid out
   * @param input count × D floats
   * @param output count × D floats
   * @throws IllegalArgumentException if the arrays' lengths do not fit the tile and the count
   */
  static Reconstructions of(TileShape tile, float[] input, float[] output, int count) {
    if (input.length != output.length)
      throw new IllegalArgumentException(
          "%d input and %d output floats".formatted(input.length, output.length));
    GreyScale grey = GreyScale.showing(input);
    TileRow examples = new TileRow(tile, input, count, grey);
    Difference difference = Difference.of(tile, input, output, examples.size());
    return new Reconstructions(
        examples,
        new TileRow(tile, output, count, grey),
        difference,
        new DivergingScale(difference.range()));
  }

  /** The pictures of an example, as many as there are {@link #PARTS}. */
  List<BufferedImage> images(int example) {
    int first = example * difference.cells();
    return List.of(
        input.image(example),
        output.image(example),
        TileImage.of(
            input.tile(),
            difference.cells(),
            cell -> colours.rgb(difference.values()[first + cell])));
  }

  /** How far an example is from its reconstruction. */
  String error(int example) {
    int size = input.size();
    return "RMSE "
        + Numbers.significant(
            Difference.rootMeanSquare(input.values(), output.values(), example * size, size), 3);
  }

  /** The numbers at the lower end, in the middle and at the upper end of the scale of the differences. */
  List<String> ends() {
    String range = Numbers.brief(colours.range());
    return List.of("-" + range, "0", "+" + range);
  }

  /** What the pictures show. */
  String caption() {
    return "Input and output: %s. Difference: output minus input%s"
            .formatted(
                input.reading(),
                input.tile().channels() == 1 ? "" : " in the channel that differs most")
        + ", blue where the output is too low, red where it is too high."
        + " RMSE is the root of the mean squared difference."
        + input.emptyCells()
        + (colours.range() > 0 ? "" : " All differences are 0.");
  }
}
