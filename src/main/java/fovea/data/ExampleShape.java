package fovea.data;

/** What one example is: a row of a table, or a square patch of an image. */
public sealed interface ExampleShape {
  /** Values in one example. */
  int size();

  /** A plain vector of {@code columns} values. */
  record Row(int columns) implements ExampleShape {
    /**
     * Checks what a caller may give.
     *
     * @throws InputException if there is no value in a row
     */
    public Row {
      if (columns < 1)
        throw new InputException("a row of " + columns + " values is no example: give 1 or more");
    }

    @Override
    public int size() {
      return columns;
    }

    @Override
    public String toString() {
      return columns + " values";
    }
  }

  /** {@code channels} planes (1 grey, 3 red-green-blue) of {@code side}×{@code side} pixels: [channel][y][x]. */
  record Patch(int channels, int side) implements ExampleShape {
    /**
     * Checks what a caller may give.
     *
     * @throws InputException if there is no pixel, or the channels are neither 1 nor 3
     */
    public Patch {
      if (channels != 1 && channels != 3)
        throw new InputException("a patch has 1 or 3 channels, not " + channels);
      if (side < 1) throw new InputException("a patch of " + side + " pixels: give 1 or more");
    }

    @Override
    public int size() {
      return channels * side * side;
    }

    @Override
    public String toString() {
      return (channels == 3 ? "RGB" : "grey") + " patches of " + side + "x" + side + " pixels";
    }
  }
}
