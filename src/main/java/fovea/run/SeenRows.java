package fovea.run;

import fovea.data.ExampleSource;
import fovea.data.Examples;
import fovea.data.InputException;
import fovea.data.Preprocessing;
import fovea.io.Fingerprint;
import fovea.train.Rows;
import java.util.function.Supplier;

/**
 * Examples that stay on the disk, as a network sees them: read, converted and preprocessed whenever they are needed.
 *
 * @param preprocessing fitted to them
 * @param fingerprint that of the same examples in memory
 */
public record SeenRows(ExampleSource source, Preprocessing preprocessing, String fingerprint)
    implements Supplier<Rows>, AutoCloseable {
  /** Examples that are read at a time where all are read once. */
  private static final int PIECE = 640;

  /**
   * Reads all of them once.
   *
   * @param unitInterval whether they must lie between 0 and 1
   * @throws InputException naming the first value that is not finite, or does not if it must
   */
  public static SeenRows of(
      ExampleSource source, Preprocessing preprocessing, boolean unitInterval) {
    if (source.count() > Integer.MAX_VALUE)
      throw new InputException("%s: %,d examples are more than %,d: use fewer examples"
          .formatted(source.source(), source.count(), Integer.MAX_VALUE));
    int n = (int) source.count();
    int d = preprocessing.outputSize();
    Rows rows = rows(source, source.reader(), preprocessing);
    float[] piece = new float[Math.min(PIECE, n) * d];
    Fingerprint fingerprint = new Fingerprint();
    for (int first = 0; first < n && first >= 0; first += PIECE) {
      int count = Math.min(PIECE, n - first);
      rows.read(first, count, piece);
      int from = first;
      if (unitInterval)
        Preprocessing.requireUnitInterval(source.source(), i -> from + i, piece, count * d, d);
      fingerprint.add(piece, count * d);
    }
    return new SeenRows(source, preprocessing, fingerprint.digits());
  }

  /** N. */
  public int count() {
    return (int) source.count();
  }

  /** For one thread. */
  @Override
  public Rows get() {
    return rows(source, source.again(), preprocessing);
  }

  private static Rows rows(
      ExampleSource source, ExampleSource.Reader reader, Preprocessing preprocessing) {
    if (preprocessing instanceof Preprocessing.None) return reader::read;
    int size = source.shape().size();
    float[][] raw = {new float[0]};
    return (first, count, to) -> {
      if (raw[0].length < count * size) raw[0] = new float[count * size];
      reader.read(first, count, raw[0]);
      preprocessing.apply(source.source(), source.shape(), raw[0], count, to);
    };
  }

  /** About {@code most} of the examples as they were read, evenly spaced, for figures. */
  public Examples sample(int most) {
    int n = Math.min(most, count());
    int size = source.shape().size();
    ExampleSource.Reader reader = source.reader();
    float[] one = new float[size];
    float[] values = new float[Math.multiplyExact(n, size)];
    for (int i = 0; i < n; i++) {
      reader.read((long) i * count() / n, 1, one);
      System.arraycopy(one, 0, values, i * size, size);
    }
    String name = n == count()
        ? source.source()
        : "%s (%,d of %,d examples)".formatted(source.source(), n, count());
    return new Examples(name, n, source.shape(), values);
  }

  @Override
  public void close() {
    source.close();
  }
}
