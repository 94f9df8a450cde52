package fovea.data;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.ObjIntConsumer;

/** Examples that can be read piece by piece, so that those that are not in memory need not fit there. */
public sealed interface ExampleSource extends AutoCloseable
    permits ExampleSource.InMemory, NpyStream, NpyParts {
  /** Examples that are read at a time where all are read once. */
  int PIECE = 1024;

  /** What they are read from, for messages. */
  String source();

  /** Number of examples, N. */
  long count();

  /** What one example is. */
  ExampleShape shape();

  /** What the columns of a table are called. */
  default ColumnNames columns() {
    return ColumnNames.NONE;
  }

  /** Reads for one thread; as many threads as need be may have one each. */
  Reader reader();

  /** {@link #reader()} for values that have been read before and were finite: it does not look again. */
  default Reader again() {
    return reader();
  }

  /**
   * What these examples go through before a model sees them: {@link Preprocessing#choose}.
   *
   * @param fitted what is saved with the model; empty if the model does not say
   * @throws InputException if it cannot be known, or cannot be done to these examples
   */
  default Preprocessing choose(PreprocessChoice choice, Optional<Preprocessing> fitted) {
    if (fitted.isPresent()) return Preprocessing.choose(choice, fitted.get(), source(), shape());
    choice.requireUnscaled(source());
    if (choice.asPatches(source(), shape()) || choice.whitening().isPresent())
      throw new InputException(
          "%s: the model does not say what its examples went through: give what they became, with --preprocess none"
              .formatted(source()));
    return new Preprocessing.None(shape().size());
  }

  /** Reads all examples in order, some at a time. */
  default void forEachPiece(ObjIntConsumer<float[]> sink) {
    Reader reader = reader();
    float[] piece = new float[(int) Math.min(PIECE, count()) * shape().size()];
    for (long first = 0; first < count(); first += PIECE) {
      int count = (int) Math.min(PIECE, count() - first);
      reader.read(first, count, piece);
      sink.accept(piece, count);
    }
  }

  @Override
  void close();

  /** Reads examples, by number and in any order. */
  interface Reader {
    /**
     * Reads {@code count} examples, from number {@code first} on, to the start of an array.
     *
     * @throws InputException if they cannot be read or one of their values is not finite
     */
    void read(long first, int count, float[] values);
  }

  /**
   * Opens a file or a folder. A {@code .npy} file in C order, or a folder of them, stays on the disk; all else is read
   * at once ({@link DataReader#read}).
   *
   * @throws InputException as {@link DataReader#read}
   */
  static ExampleSource open(Path path, ReadOptions options) {
    return onDisk(path, options).orElseGet(() -> new InMemory(DataReader.read(path, options)));
  }

  /** Opens what can stay on the disk; empty if the path is anything else, or a table is to be transposed. */
  static Optional<ExampleSource> onDisk(Path path, ReadOptions options) {
    if (options.table().transpose()) return Optional.empty();
    Optional<NpyStream> stream = NpyStream.open(path, options.table().missing());
    return stream.isPresent()
        ? Optional.of(stream.get())
        : NpyParts.open(path, options.table().missing());
  }

  /** Examples that are in memory already. */
  record InMemory(Examples examples) implements ExampleSource {
    @Override
    public String source() {
      return examples.source();
    }

    @Override
    public long count() {
      return examples.count();
    }

    @Override
    public ExampleShape shape() {
      return examples.shape();
    }

    @Override
    public ColumnNames columns() {
      return examples.columns();
    }

    @Override
    public Reader reader() {
      int size = examples.shape().size();
      return (first, count, values) ->
          System.arraycopy(examples.values(), (int) first * size, values, 0, count * size);
    }

    @Override
    public Preprocessing choose(PreprocessChoice choice, Optional<Preprocessing> fitted) {
      return Preprocessing.choose(choice, fitted, examples);
    }

    @Override
    public void close() {}
  }
}
