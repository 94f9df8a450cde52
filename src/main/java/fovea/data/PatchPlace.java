package fovea.data;

import fovea.kernels.RandomDraws;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a patch is cut from an image.
 *
 * @param index number of the patch
 * @param y row of its upper left pixel
 * @param x column of its upper left pixel
 */
record PatchPlace(int index, int y, int x) {
  /** The size of an image in pixels. */
  interface Extent {
    int width();

    int height();
  }

  /**
   * Makes all draws, from {@link RandomDraws.Stream#PATCHES}, for each patch in turn: which image, then y, then x, each
   * uniform over all that are possible.
   *
   * @param images at least one, each large enough for a patch
   * @return the places in each image
   */
  static List<List<PatchPlace>> draw(List<? extends Extent> images, ReadOptions options) {
    List<List<PatchPlace>> places = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) places.add(new ArrayList<>());
    RandomDraws draws = new RandomDraws(options.seed(), RandomDraws.Stream.PATCHES);
    for (int i = 0; i < options.patches(); i++) {
      int image = draws.below(images.size());
      Extent size = images.get(image);
      int y = draws.below(size.height() - options.patchSize() + 1);
      int x = draws.below(size.width() - options.patchSize() + 1);
      places.get(image).add(new PatchPlace(i, y, x));
    }
    return places;
  }
}
