package fovea.diagnose;

import fovea.kernels.RandomDraws;
import fovea.model.Architecture;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * One parameter.
 *
 * @param row of its block, counted from 0
 * @param column of its block, 0 in a bias
 * @param index in theta
 */
record GradientCoordinate(GradientBlock block, int row, int column, int index) {
  static GradientCoordinate of(Architecture architecture, GradientBlock block, int offset) {
    int columns = switch (block) {
      case W1 -> architecture.shape().inputs();
      case W2 -> architecture.shape().hidden();
      default -> 1;
    };
    return new GradientCoordinate(
        block, offset / columns, offset % columns, block.start(architecture) + offset);
  }

  /**
   * A sample of theta in ascending order: {@code perBlock} parameters of each block, or all if it has no more; the
   * first and the last, where the kernels' tiles begin and end, and others drawn.
   */
  static List<GradientCoordinate> sample(
      Architecture architecture, int perBlock, RandomDraws draws) {
    List<GradientCoordinate> sample = new ArrayList<>();
    for (GradientBlock block : GradientBlock.of(architecture)) {
      int size = block.size(architecture.shape());
      int wanted = Math.min(perBlock, size);
      TreeSet<Integer> offsets = new TreeSet<>();
      if (wanted == size) {
        for (int offset = 0; offset < size; offset++) offsets.add(offset);
      } else {
        offsets.add(0);
        if (wanted > 1) offsets.add(size - 1);
        while (offsets.size() < wanted) offsets.add(draws.below(size));
      }
      for (int offset : offsets) sample.add(of(architecture, block, offset));
    }
    return sample;
  }

  /** "W1[3,17]", "b1[3]". */
  @Override
  public String toString() {
    return block.isWeights()
        ? "%s[%d,%d]".formatted(block, row, column)
        : "%s[%d]".formatted(block, row);
  }
}
