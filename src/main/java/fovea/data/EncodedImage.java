package fovea.data;

import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of an image for a decoder that does not know when to end: some go on behind the end of a damaged file, with
 * bits that they make up, and some look for the end of a file that has none.
 */
final class EncodedImage extends InputStream {
  /** What a decoder may read ahead: a word of bits. */
  private static final int AHEAD = Long.BYTES;

  private final InputStream in;
  private long left = Long.MAX_VALUE;

  /** Zeros that may still be read behind the end; fewer than none where the end is an ordinary one. */
  private int ahead = -1;

  /** @param in closed with this */
  EncodedImage(InputStream in) {
    this.in = in;
  }

  /** Fails, from now on, when more than so many bytes are read. */
  void limit(long bytes) {
    left = bytes;
  }

  /** Lets so many more be read, where there is a limit. */
  void allow(long bytes) {
    if (left < Long.MAX_VALUE - bytes) left += bytes;
  }

  /** Fails, from now on, when more is read behind the end than a decoder may read ahead. */
  void endForGood() {
    ahead = AHEAD;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 1 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    if (length == 0) return 0;
    if (left == 0) throw new IOException("it goes on behind what such an image can take");
    int n = in.read(to, offset, (int) Math.min(length, left));
    if (n >= 0) {
      left -= n;
      return n;
    }
    if (ahead < 0) return n;
    if (ahead == 0) throw new IOException("it is damaged, or cut short");
    ahead--;
    to[offset] = 0;
    return 1;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
