package fovea.data;

import fovea.data.TableLayout.Names;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads a table of numbers: a record a line, the same number of fields in each, quoted as in RFC 4180 or not. Fields
 * are separated by tabs, semicolons, commas or blanks, whichever of these, in this order, stands in the first line. A
 * first line without any number, or one that counts, names the columns and is passed over; so are empty lines and those
 * that begin with {@code #}. A first column without a name that holds whole numbers is an index and passed over, too.
 * One column may hold labels, which are set aside.
 *
 * <p>A number is written in decimal, with a point, and rounded to a double, then to a float. Its digits are taken from
 * the bytes as they come; up to 15 of them with a small exponent are exact in a double and so is the power of ten,
 * which makes one multiplication or division round correctly (W. Clinger, "How to read floating point numbers
 * accurately", PLDI 1990). All others go through {@link Double#parseDouble}.
 */
final class CsvTable {
  /** What stands for bytes that are no letter in UTF-8. */
  private static final char UNREADABLE = '\ufffd';

  private static final int BUFFER = 1 << 16;

  /** No number and no sensible column name is longer. */
  private static final int LONGEST_FIELD = 4096;

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

  private static final long EXACT = 1L << 53;
  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  private final String source;
  private final InputStream in;
  private final TableLayout layout;

  /** Bytes that have been read lie from {@code at} to {@code limit}; a zero, which no number contains, follows them. */
  private final byte[] buffer = new byte[BUFFER + 1];

  private int at;
  private int limit;
  private boolean ended;

  private byte separator;
  private long line = 1;

  /** Of the field last read. */
  private boolean isNumber;

  private boolean lastOfRecord;
  private String text = "";

  /** Columns of values: without an index, and without the labels'. */
  private int columns;

  /** What the labels' column is called, or its number; where it stands in the file, from 0, or -1; its fields. */
  private final Optional<String> labelColumn;

  private int labelAt = -1;
  private final List<String> labels = new ArrayList<>();

  /** What stands in the first line, without an index; nothing where that is an example. */
  private List<String> names = List.of();

  /** Whether the first column alone has no name, and whether it holds whole numbers only. */
  private boolean nameless;

  private boolean whole = true;

  /** Whether the first line counts: if another follows, those are names, not values. */
  private boolean counts;

  /** Whether it is 0,1 or 1,2: if a fraction follows. */
  private boolean doubtful;

  private float[] values = new float[1 << 10];
  private int size;

  /** A table in this stream, of which nothing has been read yet. */
  CsvTable(String source, InputStream in, TableLayout layout) {
    this(source, in, layout, Optional.empty());
  }

  /**
   * A table with labels in one column.
   *
   * @param labelColumn its name, or its number in the file, from 1
   */
  CsvTable(String source, InputStream in, TableLayout layout, String labelColumn) {
    this(source, in, layout, Optional.of(labelColumn));
  }

  private CsvTable(
      String source, InputStream in, TableLayout layout, Optional<String> labelColumn) {
    this.source = source;
    this.in = in;
    this.layout = layout;
    this.labelColumn = labelColumn;
  }

  /** The labels, one for each example that was read; none if no column was asked for. */
  List<String> labels() {
    return labels;
  }

  /**
   * Reads the whole table.
   *
   * @throws InputException naming the line and column, both counted from 1, where something else than a finite number
   *     stands
   */
  Examples read() throws IOException {
    fill();
    at = afterMark(buffer, limit);
    for (boolean first = true; findRecord(); first = false) {
      if (first) {
        separator = separator();
        firstRecord();
      } else {
        record();
      }
    }
    if (size == 0)
      throw new InputException(source + ": no line of numbers: give one example a line");
    int count = size / columns;
    if (nameless && whole) {
      Notes.add("%s: its first column, whole numbers without a name, is taken for an index; "
              .formatted(source)
          + "--index-column no keeps it");
      dropFirstColumn(count);
      names = names.subList(1, names.size());
    }
    ArrayLayout layout = ArrayLayout.of(source, new long[] {count, columns});
    if (size < values.length) {
      float[] exact = Allocation.floats(source, count, columns);
      System.arraycopy(values, 0, exact, 0, size);
      values = exact;
    }
    ColumnNames columnNames = names.isEmpty() || counts || doubtful
        ? ColumnNames.NONE
        : ColumnNames.of(source, names, columns);
    columnNames.list().stream()
        .filter(name -> name.indexOf(UNREADABLE) >= 0)
        .findFirst()
        .ifPresent(name ->
            Notes.add("%s: its column '%s' is not in UTF-8; save it in UTF-8 to keep its letters"
                .formatted(source, ArrayChoice.shown(name))));
    return new Examples(source, layout.count, layout.shape, values, columnNames);
  }

  /** Where text begins: behind the byte order mark of UTF-8, if there is one. */
  static int afterMark(byte[] bytes, int length) {
    return length >= 3
            && bytes[0] == (byte) 0xEF
            && bytes[1] == (byte) 0xBB
            && bytes[2] == (byte) 0xBF
        ? 3
        : 0;
  }

  /** Goes to the next line that holds a record. */
  private boolean findRecord() throws IOException {
    while (true) {
      require();
      byte b = buffer[at];
      if (at == limit) return false;
      if (b == '#') skipLine();
      else if (b == '\n' || b == '\r') endLine();
      else if (b == ' ' || (b == '\t' && separator != '\t' && separator != 0)) at++;
      else return true;
    }
  }

  private void skipLine() throws IOException {
    while (true) {
      while (at < limit && buffer[at] != '\n' && buffer[at] != '\r') at++;
      if (at < limit || ended) return;
      fill();
    }
  }

  /** Passes over one end of a line: LF, CR LF or CR. */
  private void endLine() {
    if (buffer[at] == '\r' && buffer[at + 1] == '\n') at++;
    at++;
    line++;
  }

  /** The separator of the record that begins here, judged by as much of its line as the buffer holds. */
  private byte separator() {
    boolean quoted = false;
    boolean semicolon = false;
    boolean comma = false;
    boolean blank = false;
    for (int i = at; i < limit && (quoted || (buffer[i] != '\n' && buffer[i] != '\r')); i++) {
      byte b = buffer[i];
      if (b == '"') quoted = !quoted;
      if (quoted) continue;
      if (b == '\t') return '\t';
      semicolon |= b == ';';
      comma |= b == ',';
      blank |= b == ' ';
    }
    if (semicolon) return ';';
    return (byte) (comma || !blank ? ',' : ' ');
  }

  /** The first line names the columns, or else it is an example. */
  private void firstRecord() throws IOException {
    long begin = line;
    List<Field> fields = new ArrayList<>();
    do {
      float value = (float) field(true);
      fields.add(new Field(text, isNumber, value));
    } while (!lastOfRecord);
    int index = layout.indexColumn() == Names.YES ? 1 : 0;
    columns = fields.size() - index;
    if (columns == 0)
      throw new InputException(
          source + ": has no column besides the index: leave --index-column out");
    names = fields.stream().skip(index).map(Field::text).toList();
    CsvHeader header = CsvHeader.of(names);
    boolean words = fields.stream().skip(index).noneMatch(Field::isFinite);
    boolean auto = layout.header() == Names.AUTO;
    if (layout.header() == Names.YES
        || (auto && (words || (header.isFirstNameless() && header.counts())))) {
      setLabelsAside(index, true);
      nameless = layout.indexColumn() == Names.AUTO
          && columns > 1
          && labelAt != 0
          && header.isFirstNameless();
      if (!words && auto) noteHeader();
      return;
    }
    setLabelsAside(index, auto && header.counts());
    for (int i = index; i < fields.size(); i++) {
      Field field = fields.get(i);
      if (i == labelAt) labels.add(Labels.name(field.text, source, "line", (int) begin));
      else if (isMissing(field.text, field.isNumber)) put(Float.NaN);
      else if (field.isFinite()) put(field.value);
      else throw notANumber(begin, i + 1, field.text, field.isNumber);
    }
    counts = auto && header.counts();
    doubtful = auto && header.isPair();
    if (!counts && !doubtful) names = List.of();
  }

  /** Finds the labels' column, and takes it from the others. */
  private void setLabelsAside(int index, boolean named) {
    if (labelColumn.isEmpty()) return;
    String wanted = labelColumn.get();
    int at = named ? names.indexOf(wanted) : -1;
    if (at < 0 && wanted.matches("[0-9]{1,9}")) at = Integer.parseInt(wanted) - 1 - index;
    if (at < 0 || at >= names.size())
      throw new InputException("%s: has no column '%s' for labels: give %s"
          .formatted(
              source,
              ArrayChoice.shown(wanted),
              named
                  ? "a name in its header, or a number up to " + (names.size() + index)
                  : "its number, up to " + (names.size() + index)));
    if (columns == 1)
      throw new InputException(source + ": has no column besides the labels': give values, too");
    labelAt = at + index;
    columns--;
    List<String> left = new ArrayList<>(names);
    left.remove(at);
    names = left;
  }

  private void noteHeader() {
    Notes.add(
        "%s: its first line, which counts, is taken for the names of the columns; --header no keeps it"
            .formatted(source));
  }

  /** A field of the first line. */
  private record Field(String text, boolean isNumber, float value) {
    boolean isFinite() {
      return isNumber && Float.isFinite(value);
    }
  }

  private void record() throws IOException {
    long begin = line;
    int fields = 0;
    int index = layout.indexColumn() == Names.YES ? 1 : 0;
    boolean fraction = false;
    if (index == 1) {
      field(false);
      if (lastOfRecord) throw wrongLength(begin, 0);
    }
    int at = index;
    do {
      boolean isLabel = at == labelAt;
      float value = (float) field(isLabel);
      at++;
      if (isLabel) {
        labels.add(Labels.name(text, source, "line", (int) begin));
        continue;
      }
      fields++;
      if (!isNumber && isMissing(text, false)) {
        if (fields == 1) whole = false;
        put(Float.NaN);
        continue;
      }
      if (!isNumber || !Float.isFinite(value)) throw notANumber(begin, at, text, isNumber);
      boolean isWhole = value == Math.rint(value);
      if (fields == 1) whole &= isWhole;
      fraction |= !isWhole;
      put(value);
    } while (!lastOfRecord);
    boolean isLabelled = labelAt < 0 || at > labelAt;
    if (fields != columns || !isLabelled) throw wrongLength(begin, at - index);
    if (counts || (doubtful && fraction)) {
      if (labelAt >= 0) labels.removeFirst();
      size -= columns;
      System.arraycopy(values, columns, values, 0, size);
      noteHeader();
    } else if (doubtful) {
      names = List.of();
    }
    counts = false;
    doubtful = false;
  }

  /** Whether a field is none that has to have a value. */
  private boolean isMissing(String field, boolean isNumber) {
    return !isNumber && layout.missing() && MissingValues.isName(field);
  }

  private InputException notANumber(long begin, int column, String found, boolean isNumber) {
    String hint = isNumber
        ? ""
        : MissingValues.isName(found)
            ? "; train with --missing mean to take the mean of the column where values are missing"
            : column == 1 && layout.indexColumn() != Names.YES
                ? ", or --index-column yes if it names the row"
                : "; encode words as numbers first";
    return new InputException(
        "%s: line %d, column %d: '%s' is %s: give finite numbers with a decimal point, one example a line%s"
            .formatted(
                source,
                begin,
                column,
                ArrayChoice.shown(found),
                isNumber ? "too large for 32 bits" : "not a number",
                hint));
  }

  private InputException wrongLength(long begin, int fields) {
    int index = layout.indexColumn() == Names.YES ? 1 : 0;
    if (!names.isEmpty() && labelAt < 0 && size == fields && fields == columns + 1)
      return new InputException(
          ("%s: line %,d has %,d values and the header %,d names: name the first column, too (in R: col.names = NA),"
                  + " or leave the names of rows out (row.names = FALSE)")
              .formatted(source, begin, fields + index, columns + index));
    return new InputException(
        "%s: line %d has %d values, the lines before it have %d: every line needs the same number"
            .formatted(source, begin, fields, columns + (labelAt < 0 ? 0 : 1)));
  }

  private void dropFirstColumn(int count) {
    int left = columns - 1;
    for (int row = 0; row < count; row++)
      System.arraycopy(values, row * columns + 1, values, row * left, left);
    columns = left;
    size = count * left;
  }

  private void put(float value) {
    if (size == values.length) {
      if (size > Allocation.LONGEST_ARRAY / 2)
        throw new InputException(
            "%s: more than %d values in all: use fewer examples".formatted(source, size));
      float[] longer = Allocation.floats(source, 2, size);
      System.arraycopy(values, 0, longer, 0, size);
      values = longer;
    }
    values[size++] = value;
  }

  /** Reads a field and what ends it. What is not a number is 0, with {@link #isNumber} false. */
  private double field(boolean keepText) throws IOException {
    require();
    while (blanks()) require();
    int from = at;
    double number = buffer[at] == '"' ? 0 : number();
    isNumber = at > from;
    if (keepText || Math.abs(number) > Float.MAX_VALUE) text = text(from, at);
    boolean blank = blanks();
    if (!isNumber || !endsField(blank)) {
      at = from;
      number = other();
    }
    if (at == limit && !ended) throw tooLong();
    lastOfRecord = isEndOfLine();
    if (!lastOfRecord && separator != ' ') at++;
    else if (lastOfRecord && at < limit) endLine();
    return number;
  }

  private boolean isEndOfLine() {
    return at == limit || buffer[at] == '\n' || buffer[at] == '\r';
  }

  /** Whether a field is over. Where blanks separate, those behind it have been passed over. */
  private boolean endsField(boolean blank) {
    return isEndOfLine() || (separator == ' ' ? blank : buffer[at] == separator);
  }

  /** Passes over blanks, and says whether there were any. */
  private boolean blanks() {
    int from = at;
    while (buffer[at] == ' ' || (buffer[at] == '\t' && separator != '\t')) at++;
    return at > from;
  }

  /** Reads digits from here on; stays here where there is no number. */
  private double number() {
    int from = at;
    int p = at;
    boolean negative = buffer[p] == '-';
    if (negative || buffer[p] == '+') p++;
    long digits = 0;
    int exponent = 0;
    boolean exact = true;
    int first = p;
    for (int d = buffer[p] - '0'; d >= 0 && d <= 9; d = buffer[++p] - '0') {
      if (digits < EXACT) digits = digits * 10 + d;
      else exact = false;
    }
    int count = p - first;
    if (buffer[p] == '.') {
      int point = ++p;
      for (int d = buffer[p] - '0'; d >= 0 && d <= 9; d = buffer[++p] - '0') {
        if (digits < EXACT) {
          digits = digits * 10 + d;
          exponent--;
        } else {
          exact &= d == 0;
        }
      }
      count += p - point;
    }
    if (count == 0) return 0;
    if (buffer[p] == 'e' || buffer[p] == 'E') {
      int e = p + 1;
      boolean below = buffer[e] == '-';
      if (below || buffer[e] == '+') e++;
      int power = 0;
      int begin = e;
      for (int d = buffer[e] - '0'; d >= 0 && d <= 9; d = buffer[++e] - '0')
        power = Math.min(power * 10 + d, 100_000);
      if (e == begin) return 0;
      exponent += below ? -power : power;
      p = e;
    }
    at = p;
    if (!exact || digits > EXACT || Math.abs(exponent) >= POWERS.length)
      return Double.parseDouble(text(from, p));
    double value = exponent < 0 ? digits / POWERS[-exponent] : digits * POWERS[exponent];
    return negative ? -value : value;
  }

  /** Reads a field that is quoted, or not a number. */
  private double other() throws IOException {
    int from = at;
    long begin = line;
    ByteArrayOutputStream quoted = new ByteArrayOutputStream();
    if (buffer[at] == '"') {
      for (at++; buffer[at] != '"' || buffer[at + 1] == '"'; at++) {
        if (at == limit || at - from > LONGEST_FIELD)
          throw new InputException(
              "%s: line %d: a quoted field does not end: close it, or remove the quote"
                  .formatted(source, begin));
        if (buffer[at] == '"') at++;
        if (buffer[at] == '\n') line++;
        quoted.write(buffer[at]);
      }
      at++;
    }
    int rest = at;
    boolean blank = blanks();
    while (!endsField(blank)) {
      if (at - from > LONGEST_FIELD) throw tooLong();
      at++;
      blank = separator == ' ' && blanks();
    }
    text = (quoted.toString(StandardCharsets.UTF_8) + text(rest, at)).strip();
    isNumber = NUMBER.matcher(text).matches();
    return isNumber ? Double.parseDouble(text) : 0;
  }

  private InputException tooLong() {
    return new InputException(
        "%s: line %d: a field has more than %d characters: give a table of numbers"
            .formatted(source, line, LONGEST_FIELD));
  }

  private String text(int from, int to) {
    return new String(buffer, from, to - from, StandardCharsets.UTF_8);
  }

  /** Makes sure that a field of any allowed length lies in the buffer, or else the end of the stream. */
  private void require() throws IOException {
    if (limit - at <= LONGEST_FIELD + 2 && !ended) fill();
  }

  private void fill() throws IOException {
    System.arraycopy(buffer, at, buffer, 0, limit - at);
    limit -= at;
    at = 0;
    limit += in.readNBytes(buffer, limit, BUFFER - limit);
    ended = limit < BUFFER;
    buffer[limit] = 0;
  }
}
