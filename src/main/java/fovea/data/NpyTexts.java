package fovea.data;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Texts saved by NumPy: a list of elements of one length, in UTF-32 (type U) or bytes (type S, read as UTF-8), with
 * zeros behind the shorter ones (numpy.dtype in the NumPy documentation).
 */
final class NpyTexts {
  private static final Pattern TEXT = Pattern.compile("[<>|=]([US])([0-9]{1,5})");

  /** Bytes of all texts: names that take more were not made for people. */
  private static final long MOST = 1 << 26;

  private NpyTexts() {}

  /**
   * Reads the texts; nothing if it is an array of something else.
   *
   * @param length of the file, bytes
   * @throws InputException if the file is damaged, or holds Python objects
   */
  static Optional<List<String>> read(String source, InputStream in, long length)
      throws IOException {
    NpyDictionary header = NpyHeader.dictionary(source, new DataInputStream(in), new int[1]);
    if (header.descr().equals("|O"))
      throw new InputException(
          source + ": holds Python objects: save it as texts, with numpy.array(names, dtype=str)");
    Matcher type = TEXT.matcher(header.descr());
    long[] shape = header.shape();
    if (!type.matches() || shape.length != 1) return Optional.empty();
    boolean wide = type.group(1).equals("U");
    int characters = Integer.parseInt(type.group(2));
    int bytes = wide ? characters * Integer.BYTES : characters;
    if (bytes == 0 || shape[0] > Math.min(length, MOST) / bytes)
      throw new InputException(
          source + ": its texts are longer than the file, or than 64 MiB: give shorter names");
    boolean big = header.descr().charAt(0) == '>';
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < shape[0]; i++) {
      byte[] element = in.readNBytes(bytes);
      if (element.length < bytes) throw new InputException(source + ": cut short: save it again");
      texts.add(wide ? wide(element, big) : new String(element, StandardCharsets.UTF_8));
    }
    return Optional.of(texts.stream().map(NpyTexts::withoutZeros).toList());
  }

  private static String wide(byte[] element, boolean big) {
    ByteBuffer buffer =
        ByteBuffer.wrap(element).order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    StringBuilder text = new StringBuilder();
    while (buffer.hasRemaining()) {
      int c = buffer.getInt();
      text.appendCodePoint(Character.isValidCodePoint(c) ? c : 0xFFFD);
    }
    return text.toString();
  }

  private static String withoutZeros(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == 0) end--;
    return text.substring(0, end);
  }
}
