package fovea.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * The photographs on the class path, listed with their checksums in {@code photos/SHA256SUMS}. A photograph whose
 * checksum differs is refused, since models trained on the built-in photographs are meant to be comparable.
 */
final class BuiltInPhotographs {
  private static final String FOLDER = "/photos/";

  private BuiltInPhotographs() {}

  /** Patches of the photographs in {@code photos/}<i>set</i>, in the order of their names. */
  static Examples sample(String set, String title, ReadOptions options) {
    String sums = new String(bytes("SHA256SUMS"), StandardCharsets.UTF_8);
    List<ImageSource> images = sums.lines()
        .map(line -> line.split(" +", 2))
        .filter(part -> part.length == 2 && part[1].startsWith(set + "/"))
        .sorted(Comparator.comparing(part -> part[1]))
        .<ImageSource>map(part -> new Photograph(part[1], part[0]))
        .toList();
    return PatchSampler.sample("%s (%d images)".formatted(title, images.size()), images, options);
  }

  /**
   * One photograph.
   *
   * @param path below {@code photos/}
   * @param checksum SHA-256, hexadecimal
   */
  record Photograph(String path, String checksum) implements ImageSource {
    @Override
    public String name() {
      return "the built-in photograph " + path;
    }

    /** Its checksum tells that it is one of ours. */
    @Override
    public long length() {
      return Long.MAX_VALUE;
    }

    /** Not checked: the pixels are, and an image of another size has other pixels. */
    @Override
    public InputStream openHeader() {
      return stream(path);
    }

    @Override
    public InputStream open() {
      byte[] bytes = bytes(path);
      if (!sha256(bytes).equals(checksum))
        throw new InputException(name()
            + ": its checksum differs from photos/SHA256SUMS: build or download Fovea again");
      return new ByteArrayInputStream(bytes);
    }
  }

  private static InputStream stream(String path) {
    InputStream in = BuiltInPhotographs.class.getResourceAsStream(FOLDER + path);
    if (in == null)
      throw new InputException("photos/%s is not on the class path: ".formatted(path)
          + "add Fovea's jar with the classifier photographs, or use fovea.jar");
    return in;
  }

  private static byte[] bytes(String path) {
    try (InputStream in = stream(path)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new InputException(
          "photos/%s in Fovea's jar cannot be read (%s)".formatted(path, Problems.text(e)), e);
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
