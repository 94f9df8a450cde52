package fovea.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** Floats as bytes: four for each, the lowest first, as all formats here have them. */
public final class FloatBytes {
  /** Floats that are converted at a time: 64 KiB. */
  private static final int BLOCK = 1 << 14;

  private FloatBytes() {}

  /** Takes the bytes of some floats. */
  @FunctionalInterface
  interface Sink<E extends Exception> {
    /**
     * Floats for a file or a stream.
     *
     * @param block to be read up to {@code length}; is used again for the next floats
     */
    void accept(byte[] block, int length) throws E;
  }

  /** Writes {@code length} values, from {@code at} on. */
  public static void write(OutputStream out, float[] values, int at, int length)
      throws IOException {
    forEachBlock(values, at, length, (block, bytes) -> out.write(block, 0, bytes));
  }

  /**
   * Reads values until the array is full.
   *
   * @throws EOFException if the stream ends too early
   */
  public static void read(InputStream in, float[] values) throws IOException {
    byte[] block = new byte[Float.BYTES * Math.min(BLOCK, values.length)];
    for (int at = 0; at < values.length; at += BLOCK) {
      int n = Math.min(BLOCK, values.length - at);
      if (in.readNBytes(block, 0, Float.BYTES * n) < Float.BYTES * n)
        throw new EOFException("the file ends too early");
      floats(block).get(values, at, n);
    }
  }

  /** The bytes of {@code length} values, from {@code at} on. */
  static byte[] of(float[] values, int at, int length) {
    byte[] bytes = new byte[Math.multiplyExact(Float.BYTES, length)];
    floats(bytes).put(values, at, length);
    return bytes;
  }

  /** Hands over the bytes of {@code length} values, from {@code at} on, some at a time. */
  static <E extends Exception> void forEachBlock(float[] values, int at, int length, Sink<E> sink)
      throws E {
    byte[] block = new byte[Float.BYTES * Math.min(BLOCK, length)];
    for (int done = 0; done < length; done += BLOCK) {
      int n = Math.min(BLOCK, length - done);
      floats(block).put(values, at + done, n);
      sink.accept(block, Float.BYTES * n);
    }
  }

  private static FloatBuffer floats(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
  }
}
