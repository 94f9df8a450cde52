package fovea.train;

import java.util.Arrays;

/** All shards in memory, in the kernels' layout, with their activations. */
final class HeldShards implements ShardStore {
  private final float[][] x;
  private final float[][] target;
  private final float[][] a;

  /**
   * @param x what the network sees, N×D, row-major; copied
   * @param target what it is to give back, likewise; takes no memory of its own where it equals x
   */
  HeldShards(ShardKernels kernels, Shards shards, int d, float[] x, float[] target) {
    this.x = packed(kernels, shards, d, x);
    this.target = Arrays.equals(target, x) ? this.x : packed(kernels, shards, d, target);
    a = new float[shards.count()][];
    for (int shard = 0; shard < a.length; shard++)
      a[shard] = kernels.roomForActivations(shards.length(shard));
  }

  private static float[][] packed(ShardKernels kernels, Shards shards, int d, float[] examples) {
    float[][] packed = new float[shards.count()][];
    for (int shard = 0; shard < packed.length; shard++) {
      packed[shard] = kernels.roomForExamples(shards.length(shard));
      kernels.pack(examples, shards.start(shard) * d, shards.length(shard), packed[shard]);
    }
    return packed;
  }

  @Override
  public float[] x(int thread, int shard) {
    return x[shard];
  }

  @Override
  public float[] target(int thread, int shard) {
    return target[shard];
  }

  @Override
  public float[] a(int thread, int shard) {
    return a[shard];
  }

  @Override
  public boolean keepsActivations() {
    return true;
  }
}
