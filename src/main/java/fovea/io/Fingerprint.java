package fovea.io;

import fovea.data.InputException;
import fovea.data.Problems;
import fovea.data.RegularFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells whether data are the same, bit for bit: SHA-256 of the values as little-endian float32. */
public final class Fingerprint {
  private final MessageDigest digest;

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

  /**
   * Of a file, byte for byte: what {@code sha256sum} tells.
   *
   * @throws InputException if it cannot be read
   */
  public static String ofFile(Path file) {
    Fingerprint fingerprint = new Fingerprint();
    RegularFile.require(file);
    try (InputStream in = Files.newInputStream(file)) {
      byte[] block = new byte[1 << 16];
      for (int n = in.read(block); n >= 0; n = in.read(block))
        fingerprint.digest.update(block, 0, n);
    } catch (IOException e) {
      throw Problems.unreadable(file, e);
    }
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
    FloatBytes.forEachBlock(values, 0, length, (block, bytes) -> digest.update(block, 0, bytes));
  }

  /** Of all that was taken in, as hexadecimal digits. */
  public String digits() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
