package fovea.data;

/**
 * Text from outside, made fit for a terminal or a page. The name of a file or of a tensor, or a library's message, may
 * hold what moves a cursor, ends a line or turns the order of reading around: each such character becomes a question
 * mark. Letters of all scripts stay, with the joiners that some of them need.
 */
public final class Printable {
  private static final int NON_JOINER = 0x200C;
  private static final int JOINER = 0x200D;

  private Printable() {}

  /** The text on one line. */
  public static String line(String text) {
    return isPlain(text) ? text : replaced(text, "");
  }

  /** The text with the ends of its lines, and tabs. */
  public static String lines(String text) {
    return isPlain(text) ? text : replaced(text, "\n\r\t");
  }

  /** Whether it is ASCII without control characters, as most texts are. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++)
      if (text.charAt(i) < ' ' || text.charAt(i) > '~') return false;
    return true;
  }

  private static String replaced(String text, String kept) {
    StringBuilder printable = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> isHarmless(c) || kept.indexOf(c) >= 0 ? c : '?')
        .forEach(printable::appendCodePoint);
    return printable.toString();
  }

  /** Whether a character neither controls anything nor is half of one. */
  public static boolean isHarmless(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE -> false;
      case Character.FORMAT -> c == NON_JOINER || c == JOINER;
      default -> true;
    };
  }
}
