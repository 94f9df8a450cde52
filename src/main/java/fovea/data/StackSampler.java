package fovea.data;

import java.util.Collections;
import java.util.List;

/**
 * Cuts patches at random from a stack of images of one size, stored one after the other and each column by column, the
 * way MATLAB keeps H×W×n grey or H×W×3×n colour images. The draws are those of {@link PatchSampler}. One image at a
 * time is held in memory.
 */
final class StackSampler implements ExampleSink {
  private final String source;
  private final int height;
  private final int width;
  private final ExampleShape.Patch shape;
  private final List<List<PatchPlace>> places;
  private final float[] values;
  private final float[] image;
  private int filled;
  private int images;

  private record Size(int width, int height) implements PatchPlace.Extent {}

  /**
   * Makes the draws.
   *
   * @param dims height, width, 1 or 3 channels if there are four axes, number of images
   * @throws InputException if the images are smaller than a patch, or the memory does not suffice
   */
  StackSampler(String source, long[] dims, ReadOptions options) {
    this.source = source;
    int side = options.patchSize();
    long channels = dims.length == 4 ? dims[2] : 1;
    long count = dims[dims.length - 1];
    if (Math.min(dims[0], dims[1]) < side || count < 1)
      throw new InputException(
          "%s: %d images of %dx%d pixels hold no patch of %dx%d: give larger images or a smaller patch size"
              .formatted(source, count, dims[0], dims[1], side, side));
    if (dims[0] > Allocation.LONGEST_ARRAY / dims[1] || count > Allocation.LONGEST_ARRAY)
      throw new InputException(
          "%s: %d images of %dx%d pixels are too many: use fewer or smaller ones"
              .formatted(source, count, dims[0], dims[1]));
    image = Allocation.floats(source, channels, dims[0] * dims[1]);
    shape = new ExampleShape.Patch((int) channels, side);
    values = Allocation.floats(source, options.patches(), shape.size());
    height = (int) dims[0];
    width = (int) dims[1];
    places = PatchPlace.draw(Collections.nCopies((int) count, new Size(width, height)), options);
  }

  /** Whether an array of these lengths is a stack: examples that lie along the first axis are none. */
  static boolean isStack(long[] dims) {
    if (dims.length == 3) return dims[1] != dims[2] || dims[0] == dims[1];
    return dims.length == 4 && (dims[2] == 1 || dims[2] == 3) && !ArrayLayout.isKnown(dims);
  }

  @Override
  public void put(float[] block, int length) {
    for (int done = 0; done < length; ) {
      int piece = Math.min(length - done, image.length - filled);
      System.arraycopy(block, done, image, filled, piece);
      done += piece;
      filled += piece;
      if (filled == image.length) {
        places.get(images++).forEach(this::cut);
        filled = 0;
      }
    }
  }

  private void cut(PatchPlace place) {
    int side = shape.side();
    int to = place.index() * shape.size();
    for (int channel = 0; channel < shape.channels(); channel++) {
      for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++)
          values[to++] = image[(channel * width + place.x() + x) * height + place.y() + y];
      }
    }
  }

  @Override
  public Examples finish() {
    FiniteValues.require(source, 0, values, shape, false);
    return new Examples(source, values.length / shape.size(), shape, values);
  }
}
