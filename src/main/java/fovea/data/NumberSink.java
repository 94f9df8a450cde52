package fovea.data;

/** Takes numbers in the order of storage, block by block. */
interface NumberSink {
  /** Takes the next {@code length} numbers, from the start of the block. */
  void put(float[] block, int length);
}
