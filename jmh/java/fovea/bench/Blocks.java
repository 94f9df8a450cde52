package fovea.bench;

import fovea.kernels.Panels;
import fovea.model.NetworkShape;
import fovea.train.BatchObjective;
import fovea.train.Shards;

/**
 * A matrix with a row per example, packed in row blocks of the size that {@code fovea.train.BatchObjective} takes for
 * this network, so that the products are timed on the blocks of training.
 *
 * @param capacity rows that a block has room for
 * @param size floats in a block
 */
record Blocks(int examples, int capacity, int size, float[] data) {
  /** @param otherColumns columns of the matrix on the network's other side: H for one of D columns */
  static Blocks of(int examples, int columns, int otherColumns, float[] rowMajor) {
    int capacity =
        BatchObjective.blockRows(new NetworkShape(columns, otherColumns), Shards.of(examples));
    int size = Panels.size(capacity, columns);
    int count = (examples + capacity - 1) / capacity;
    Blocks packed =
        new Blocks(examples, capacity, size, new float[Math.multiplyExact(count, size)]);
    for (int block = 0; block < count; block++)
      Panels.pack(
          rowMajor,
          block * capacity * columns,
          columns,
          1,
          packed.rows(block),
          columns,
          packed.data,
          block * size,
          capacity);
    return packed;
  }

  int count() {
    return (examples + capacity - 1) / capacity;
  }

  int rows(int block) {
    return Math.min(capacity, examples - block * capacity);
  }
}
