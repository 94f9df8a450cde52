package fovea.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells whether data are the same, bit for bit: SHA-256 of the values as little-endian float32. */
public final class Fingerprint {
  private static final int BLOCK = 1 << 14;

  private final MessageDigest digest;
  private final ByteBuffer block =
      ByteBuffer.allocate(Float.BYTES * BLOCK).order(ByteOrder.LITTLE_ENDIAN);

  public Fingerprint() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Of these values, as hexadecimal digits. */
  public static String of(float[] values) {
    Fingerprint fingerprint = new Fingerprint();
    fingerprint.add(values, values.length);
    return fingerprint.digits();
  }

  /** Of these bytes, likewise. */
  static String of(byte[] bytes) {
    Fingerprint fingerprint = new Fingerprint();
    fingerprint.digest.update(bytes);
    return fingerprint.digits();
  }

  /** Takes in the first {@code length} values. */
  public void add(float[] values, int length) {
    for (int at = 0; at < length; at += BLOCK) {
      int count = Math.min(BLOCK, length - at);
      block.asFloatBuffer().put(values, at, count);
      digest.update(block.array(), 0, Float.BYTES * count);
    }
  }

  /** Of all that was taken in, as hexadecimal digits. */
  public String digits() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
