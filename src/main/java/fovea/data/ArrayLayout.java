package fovea.data;

import fovea.data.ExampleShape.Patch;
import fovea.data.ExampleShape.Row;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * How a stored array becomes examples. The axes are listed in the order of storage, slowest first; stepping along axis
 * {@code a} moves by {@code strides[a]} floats in the examples' values.
 */
final class ArrayLayout {
  private static final String EXPECTED =
      "expected N x D, N x S x S, N x 3 x S x S, N x 1 x S x S or N x S x S x 3";

  final int count;
  final ExampleShape shape;
  final int[] lengths;
  final int[] strides;

  private ArrayLayout(int count, ExampleShape shape, int[] lengths, int[] strides) {
    this.count = count;
    this.shape = shape;
    this.lengths = lengths;
    this.strides = strides;
  }

  /**
   * The layout of an array stored in C order, the last axis fastest: N×D gives rows; N×S×S grey patches; N×3×S×S,
   * N×1×S×S, N×S×S×3 and N×S×S×1 patches. Where both readings fit (N×3×3×3) channels come first.
   *
   * @throws InputException if the array has another shape, holds nothing, or holds too much for one array
   */
  static ArrayLayout of(String source, long[] dims) {
    String found = dims.length == 0
        ? "a single value"
        : Arrays.stream(dims).mapToObj(Long::toString).collect(Collectors.joining(" x "))
            + (dims.length == 1 ? " values in one dimension" : "");
    if (!isKnown(dims))
      throw new InputException("%s: found %s, %s".formatted(source, found, EXPECTED));
    if (Arrays.stream(dims).anyMatch(length -> length < 1))
      throw new InputException("%s: found %s, which holds no values".formatted(source, found));

    long total = 1;
    for (long length : dims) {
      if (length > Allocation.LONGEST_ARRAY / total)
        throw new InputException("%s: found %s, more than %d values in all: use fewer examples"
            .formatted(source, found, Allocation.LONGEST_ARRAY));
      total *= length;
    }
    int[] lengths = Arrays.stream(dims).mapToInt(Math::toIntExact).toArray();
    int size = (int) (total / lengths[0]);
    int side = dims.length == 2 ? 1 : lengths[2];
    int[] strides = switch (dims.length) {
      case 2 -> new int[] {size, 1};
      case 3 -> new int[] {size, side, 1};
      default ->
        channelsFirst(dims)
            ? new int[] {size, side * side, side, 1}
            : new int[] {size, side, 1, side * side};
    };
    ExampleShape shape = dims.length == 2 ? new Row(size) : new Patch(size / (side * side), side);
    return new ArrayLayout(lengths[0], shape, lengths, strides);
  }

  /** The same array stored in Fortran order: the first axis is the fastest. */
  ArrayLayout fortran() {
    return new ArrayLayout(count, shape, reversed(lengths), reversed(strides));
  }

  /** Values in all. */
  long total() {
    return (long) count * shape.size();
  }

  /** Whether an array of these lengths can be a list of examples. */
  static boolean isKnown(long[] dims) {
    return dims.length == 2
        || (dims.length == 3 && dims[1] == dims[2])
        || channelsFirst(dims)
        || channelsLast(dims);
  }

  private static boolean channelsFirst(long[] dims) {
    return dims.length == 4 && (dims[1] == 1 || dims[1] == 3) && dims[2] == dims[3];
  }

  private static boolean channelsLast(long[] dims) {
    return dims.length == 4 && (dims[3] == 1 || dims[3] == 3) && dims[1] == dims[2];
  }

  private static int[] reversed(int[] a) {
    int[] r = new int[a.length];
    for (int i = 0; i < a.length; i++) r[i] = a[a.length - 1 - i];
    return r;
  }
}
