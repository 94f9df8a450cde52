package fovea.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * An array whose numbers are stored one after the other, as most formats do once their header has been read.
 *
 * @param fortran whether the first axis is the fastest, not the last
 * @param dims lengths of the axes, unchecked
 */
@SuppressWarnings("ArrayRecordComponent") // made once, never compared
record StoredArray(NpyType type, ByteOrder order, boolean fortran, long[] dims) {
  /** Numbers are read in blocks of 64 KiB, a whole number of every type. */
  private static final int BLOCK = 1 << 16;

  /**
   * How the array becomes examples.
   *
   * @throws InputException if it has another shape than those of {@link ArrayLayout}
   */
  ArrayLayout layout(String source) {
    ArrayLayout layout = ArrayLayout.of(source, dims);
    return fortran ? layout.fortran() : layout;
  }

  /**
   * Reads the numbers, which begin where the stream stands.
   *
   * @param layout what {@link #layout} gave; the caller has held its size against the length of the file
   * @throws InputException if the stream ends too early, a value is not finite or memory does not suffice
   */
  Examples read(String source, InputStream in, ArrayLayout layout) throws IOException {
    ExampleFiller filler = new ExampleFiller(source, layout);
    try {
      readNumbers(in, type, order, type.divisor(), layout.total(), filler);
    } catch (EOFException e) {
      throw Lengths.cutShort(source, e);
    }
    return filler.finish();
  }

  /**
   * Reads numbers in the order of storage.
   *
   * @param divisor what each is divided by
   * @throws EOFException if there are fewer
   */
  static void readNumbers(
      InputStream in, NpyType type, ByteOrder order, double divisor, long total, NumberSink sink)
      throws IOException {
    byte[] bytes = new byte[BLOCK];
    float[] block = new float[BLOCK / type.bytes];
    for (long done = 0; done < total; ) {
      int n = (int) Math.min(block.length, total - done);
      if (in.readNBytes(bytes, 0, n * type.bytes) < n * type.bytes)
        throw new EOFException("it ends too early");
      ByteBuffer buffer = ByteBuffer.wrap(bytes).order(order);
      for (int i = 0; i < n; i++) block[i] = type.plain(buffer);
      if (divisor != 1) for (int i = 0; i < n; i++) block[i] = (float) (block[i] / divisor);
      sink.put(block, n);
      done += n;
    }
  }
}
