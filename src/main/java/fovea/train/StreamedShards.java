package fovea.train;

import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Shards that are read when their turn comes, twice a step, into room for one shard a thread. Activations are
 * computed again rather than kept: that is one product more than the five of a step, where keeping them is N·H
 * floats.
 */
final class StreamedShards implements ShardStore {
  private final ShardKernels kernels;
  private final Shards shards;
  private final Room[] room;

  /** One thread's shard: who reads it, one block as it is read, all of them packed, and the activations. */
  private record Room(Rows rows, float[] read, float[] x, float[] a) {}

  StreamedShards(ShardKernels kernels, Shards shards, int d, Supplier<Rows> rows, int threads) {
    this.kernels = kernels;
    this.shards = shards;
    room = new Room[threads];
    int most = Math.min(shards.size(), shards.examples());
    Arrays.setAll(
        room,
        thread -> new Room(
            rows.get(),
            new float[Math.multiplyExact(Math.min(most, kernels.capacity()), d)],
            kernels.roomForExamples(most),
            kernels.roomForActivations(most)));
  }

  @Override
  public float[] x(int thread, int shard) {
    Room own = room[thread];
    int length = shards.length(shard);
    // A block is packed while it is in the second-level cache.
    for (int row = 0; row < length; row += kernels.capacity()) {
      int rows = Math.min(kernels.capacity(), length - row);
      own.rows.read(shards.start(shard) + row, rows, own.read);
      kernels.packBlock(own.read, 0, rows, row, own.x);
    }
    return own.x;
  }

  @Override
  public float[] target(int thread, int shard) {
    return room[thread].x;
  }

  @Override
  public float[] a(int thread, int shard) {
    return room[thread].a;
  }

  @Override
  public boolean keepsActivations() {
    return false;
  }
}
