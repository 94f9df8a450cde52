package fovea.data;

/** What one example is: a row of a table, or a square patch of an image. */
public sealed interface ExampleShape {
  /** Values in one example. */
  int size();

  /** A plain vector of {@code columns} values. */
  record Row(int columns) implements ExampleShape {
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
    public Patch {
      if (channels != 1 && channels != 3)
        throw new IllegalArgumentException("a patch has 1 or 3 channels, not " + channels);
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
