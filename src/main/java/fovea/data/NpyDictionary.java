package fovea.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the Python dictionary in the header of a {@code .npy} file, strictly: strings without escapes, True, False and
 * tuples of numbers, nothing else.
 */
final class NpyDictionary {
  private final String source;
  private final String text;
  private final Map<String, Object> entries = new HashMap<>();
  private int at;

  /**
   * Parses the whole text.
   *
   * @throws InputException if the text is not a dictionary of this kind
   */
  NpyDictionary(String source, String text) {
    this.source = source;
    this.text = text;
    expect('{');
    while (peek() != '}') {
      String key = string();
      expect(':');
      if (entries.put(key, value()) != null) throw damaged("the key '" + key + "' appears twice");
      if (peek() != '}') expect(',');
    }
    expect('}');
    if (peek() != END) throw damaged("text follows the dictionary");
    if (entries.size() != 3) throw damaged("found the keys " + entries.keySet());
  }

  String descr() {
    if (entry("descr") instanceof String descr) return descr;
    throw damaged("'descr' is not a string");
  }

  boolean fortranOrder() {
    if (entry("fortran_order") instanceof Boolean fortran) return fortran;
    throw damaged("'fortran_order' is neither True nor False");
  }

  long[] shape() {
    if (entry("shape") instanceof long[] shape) return shape;
    throw damaged("'shape' is not a tuple");
  }

  private Object entry(String key) {
    Object value = entries.get(key);
    if (value == null) throw damaged("the key '" + key + "' is missing");
    return value;
  }

  private Object value() {
    char c = peek();
    if (c == '\'' || c == '"') return string();
    if (c == '(') return tuple();
    if (word("True")) return true;
    if (word("False")) return false;
    if (c == '[')
      throw new InputException(
          source + ": its records have several fields: save a plain array of numbers instead");
    throw unexpected("a value");
  }

  private String string() {
    char quote = peek();
    if (quote != '\'' && quote != '"') throw unexpected("a string");
    int end = text.indexOf(quote, at + 1);
    if (end < 0) throw damaged("a string does not end");
    String s = text.substring(at + 1, end);
    at = end + 1;
    return s;
  }

  private long[] tuple() {
    List<Long> numbers = new ArrayList<>();
    expect('(');
    while (peek() != ')') {
      numbers.add(number());
      boolean comma = peek() == ',';
      if (comma) expect(',');
      // (3) is the number 3 in Python; a tuple of one is written (3,).
      if (!comma && (peek() != ')' || numbers.size() == 1)) throw unexpected("','");
    }
    expect(')');
    return numbers.stream().mapToLong(Long::longValue).toArray();
  }

  private long number() {
    peek();
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') at++;
    // 18 digits always fit a long; no axis is that long.
    if (at == start || at - start > 18) throw unexpected("a length");
    long number = Long.parseLong(text.substring(start, at));
    word("L"); // Python 2 wrote (3L, 4L)
    return number;
  }

  private boolean word(String word) {
    if (!text.startsWith(word, at)) return false;
    at += word.length();
    return true;
  }

  private void expect(char c) {
    if (peek() != c) throw unexpected("'" + c + "'");
    at++;
  }

  private static final char END = '\0';

  /** The next character that is not white space. */
  private char peek() {
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\n')) at++;
    return at < text.length() ? text.charAt(at) : END;
  }

  private InputException unexpected(String wanted) {
    return damaged("expected " + wanted + " at character " + at);
  }

  private InputException damaged(String what) {
    return new InputException(
        "%s: damaged .npy header: %s".formatted(source, ArrayChoice.shown(what)));
  }
}
