package fovea.train;

import fovea.kernels.Lanes;
import java.io.Serializable;

/**
 * How a batch of N examples is cut into shards. Inside a shard, sums over examples are chains in ascending order; the
 * sums of shards are joined in a fixed pairwise tree. The cut is part of the numerics contract (docs/numerics.md): it
 * depends on N alone, never on the machine or on the kernels, so the answer does not either.
 *
 * <p>A shard of 640 examples costs 10·640·D·H operations and one addition to each of the 2·D·H sums, so the tree is
 * 1/3200 of the arithmetic. 10,240 examples make 16 shards.
 *
 * @param examples N, at least 1
 * @param size examples in every shard but the last, a multiple of {@link #MULTIPLE}
 * @param count number of shards
 */
public record Shards(int examples, int size, int count) implements Serializable {
  /** What {@link #size} is a multiple of. Another number would change every model. */
  public static final int MULTIPLE = 12;

  /** Examples that a shard should have, more or less. Another number would change every model. */
  private static final int AIM = 640;

  /**
   * The cut of a batch of {@code examples}.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static Shards of(int examples) {
    if (examples < 1)
      throw new IllegalArgumentException("a batch needs at least 1 example, not " + examples);
    int wanted = Math.max(1, Math.round(examples / (float) AIM));
    int size = Lanes.roundUp((examples + wanted - 1) / wanted, MULTIPLE);
    return new Shards(examples, size, (examples + size - 1) / size);
  }

  /** First example of a shard, counted from 0. */
  public int start(int shard) {
    return shard * size;
  }

  /** Examples in a shard; the last may be shorter than the others. */
  public int length(int shard) {
    return Math.min(size, examples - start(shard));
  }
}
