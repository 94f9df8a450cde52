package fovea.model;

import fovea.kernels.Lanes;
import fovea.kernels.Panels;

/**
 * The memory that batches take on their way through a network, so that a caller of many batches allocates it once
 * ({@link Autoencoder#workspace}). For one thread at a time.
 */
public final class Workspace {
  /** Examples that go through at a time: a few hundred kilobytes, inside the second-level cache. */
  private static final int BLOCK = 8 * Lanes.ROW_MULTIPLE;

  final NetworkShape shape;

  /** Rows that the blocks below have room for. */
  final int capacity;

  /** Blocks in the layout of {@link Panels}: inputs, or outputs, and hidden activations. */
  final float[] visible;

  final float[] hidden;

  /** @param examples the largest batch that is to come, where that is known to be small */
  Workspace(NetworkShape shape, int examples) {
    this.shape = shape;
    capacity = Lanes.roundUp(Math.max(1, Math.min(examples, BLOCK)), Lanes.ROW_MULTIPLE);
    visible = new float[Panels.size(capacity, shape.inputs())];
    hidden = new float[Panels.size(capacity, shape.hidden())];
  }
}
