package fovea.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * What class each example belongs to.
 *
 * @param source what they were read from, for messages
 * @param each the label of each example, none of them blank; numbers are written alike: 3, 3.0 and 3e0 are "3"
 */
public record Labels(String source, List<String> each) {
  private static final int LONGEST = 4096;

  /** A header of a {@code .npy} file is not longer. */
  private static final int HEADER = 1 << 21;

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

  private static final double EXACT = 0x1p53;

  public Labels {
    each = List.copyOf(each);
  }

  /**
   * Reads a file of one label an example: IDX or {@code .npy} of one dimension, numbers or texts, or text with a label
   * a line; all of them also in gzip. A first line of text is a name if there is one line too many.
   *
   * @param examples how many there must be
   * @throws InputException if the file cannot be read, has another number of labels, or lacks one
   */
  public static Labels read(Path path, int examples) {
    String source = path.toString();
    try (MappedFile file = new MappedFile(path);
        InputStream in = inflated(file)) {
      return new Labels(source, read(source, in, file.size(), examples));
    } catch (IOException e) {
      throw GzipFormat.problem(source, path, e);
    }
  }

  private static InputStream inflated(MappedFile file) throws IOException {
    InputStream in = new BufferedInputStream(file.stream());
    in.mark(2);
    boolean gzip = in.read() == 0x1F && in.read() == 0x8B;
    in.reset();
    return gzip ? new BufferedInputStream(new GZIPInputStream(in)) : in;
  }

  private static List<String> read(String source, InputStream in, long length, int examples)
      throws IOException {
    in.mark(HEADER);
    byte[] start = in.readNBytes(NpyHeader.MAGIC.length);
    in.reset();
    if (Arrays.equals(start, NpyHeader.MAGIC)) {
      Optional<List<String>> texts = NpyTexts.read(source, in, length * Lengths.MOST_COMPRESSED);
      if (texts.isPresent()) {
        requireCount(source, texts.get().size(), examples);
        List<String> each = new ArrayList<>();
        for (int i = 0; i < examples; i++) each.add(name(texts.get().get(i), source, "example", i));
        return each;
      }
      in.reset();
      return numbers(source, NpyHeader.read(source, new DataInputStream(in)).array(), in, examples);
    }
    if (new IdxFormat().recognises(Path.of("labels"), start))
      return numbers(source, IdxFormat.header(source, in), in, examples);
    return lines(source, in, examples);
  }

  private static List<String> numbers(
      String source, StoredArray array, InputStream in, int examples) throws IOException {
    long[] dims = array.dims();
    long all = Arrays.stream(dims).reduce(1, Labels::product);
    if (dims.length == 0 || all != dims[0])
      throw new InputException("%s: holds %s values: give one label an example"
          .formatted(
              source,
              String.join(" x ", Arrays.stream(dims).mapToObj(Long::toString).toList())));
    requireCount(source, all, examples);
    List<String> each = new ArrayList<>(examples);
    StoredArray.readNumbers(in, array.type(), array.order(), 1, all, (values, n) -> {
      for (int i = 0; i < n; i++)
        each.add(name(Float.toString(values[i]), source, "example", each.size()));
    });
    Lengths.requireEnd(source, in);
    return each;
  }

  /** Any number that is no count where the product does not fit. */
  private static long product(long a, long b) {
    return a != 0 && b > Long.MAX_VALUE / a ? -1 : a * b;
  }

  private static List<String> lines(String source, InputStream in, int examples)
      throws IOException {
    int most = (int) Math.min(Integer.MAX_VALUE - 8, (examples + 1L) * (LONGEST + 2));
    byte[] bytes = in.readNBytes(most);
    if (in.read() >= 0)
      throw new InputException("%s: is longer than %,d labels can be: give one label a line"
          .formatted(source, examples));
    List<String> lines = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    int from = CsvTable.afterMark(bytes, bytes.length);
    String text = new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (line.indexOf('\0') >= 0)
        throw new InputException(
            source
                + ": holds no labels that can be read: give an IDX, .npy or CSV file of one label an example");
      if (line.isBlank() || line.startsWith("#")) continue;
      lines.add(line.strip());
      numbers.add(number);
    }
    boolean named = lines.size() == examples + 1;
    if (named)
      Notes.add("%s: its first line, one more than there are examples, is taken for a name"
          .formatted(source));
    int first = named ? 1 : 0;
    requireCount(source, lines.size() - first, examples);
    List<String> each = new ArrayList<>();
    for (int i = first; i < lines.size(); i++)
      each.add(name(field(source, lines.get(i), numbers.get(i)), source, "line", numbers.get(i)));
    return each;
  }

  /** The one field of a line, without quotes. */
  private static String field(String source, String line, int number) {
    if (line.length() > 1 && line.startsWith("\"") && line.endsWith("\""))
      return line.substring(1, line.length() - 1).replace("\"\"", "\"").strip();
    if (line.matches(".*[,;\t].*"))
      throw new InputException("%s: line %d has several fields: give a file of one label a line"
          .formatted(source, number));
    return line;
  }

  private static void requireCount(String source, long labels, int examples) {
    if (labels != examples)
      throw new InputException("%s: has %,d labels for %,d examples: give one for each"
          .formatted(source, labels, examples));
  }

  /**
   * A label as it is compared.
   *
   * @param unit what is counted, for a message
   * @throws InputException if it is none
   */
  static String name(String field, String source, String unit, int number) {
    if (MissingValues.isName(field))
      throw new InputException("%s: %s %d has no label: leave the example out, or give it one"
          .formatted(source, unit, number));
    if (!NUMBER.matcher(field).matches()) return field;
    double value = Double.parseDouble(field);
    return value == Math.rint(value) && Math.abs(value) < EXACT
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
