package fovea.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells whether data are the same, bit for bit. */
public final class Fingerprint {
  private static final int BLOCK = 1 << 14;

  private Fingerprint() {}

  /** SHA-256 of the values as little-endian float32, as hexadecimal digits. */
  public static String of(float[] values) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      ByteBuffer block = ByteBuffer.allocate(4 * BLOCK).order(ByteOrder.LITTLE_ENDIAN);
      for (int at = 0; at < values.length; at += BLOCK) {
        int count = Math.min(BLOCK, values.length - at);
        block.asFloatBuffer().put(values, at, count);
        digest.update(block.array(), 0, 4 * count);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
