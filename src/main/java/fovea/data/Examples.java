package fovea.data;

/**
 * Examples as they were read, before any preprocessing.
 *
 * @param source what they were read from, for messages
 * @param count number of examples, N
 * @param shape what one example is
 * @param values N × {@code shape.size()} floats, one example after the other
 */
@SuppressWarnings("ArrayRecordComponent") // the data themselves: never copied, never compared
public record Examples(String source, int count, ExampleShape shape, float[] values) {
  public Examples {
    if (values.length != (long) count * shape.size())
      throw new IllegalArgumentException("%s: %d examples of %s need %d floats, have %d"
          .formatted(source, count, shape, (long) count * shape.size(), values.length));
  }
}
