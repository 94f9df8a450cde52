package fovea.train;

/** Where the shards of a batch are while it is trained on: all in memory, or read again and again. */
sealed interface ShardStore permits HeldShards, StreamedShards {
  /** A shard's examples, packed; a thread's own until it asks for another. */
  float[] x(int thread, int shard);

  /** What the network is to give back of the shard that the thread asked for last; x itself where it is the same. */
  float[] target(int thread, int shard);

  /** Room for the shard's activations; likewise. */
  float[] a(int thread, int shard);

  /** Whether activations are still there when the shard comes again. */
  boolean keepsActivations();
}
