package fovea.data;

import java.nio.file.Path;
import java.util.Optional;

/** Examples that can be read piece by piece, so that those that are not in memory need not fit there. */
public sealed interface ExampleSource extends AutoCloseable
    permits ExampleSource.InMemory, NpyStream {
  /** What they are read from, for messages. */
  String source();

  /** Number of examples, N. */
  long count();

  /** What one example is. */
  ExampleShape shape();

  /** Reads for one thread; as many threads as need be may have one each. */
  Reader reader();

  /**
   * What these examples go through before a model sees them: {@link Preprocessing#choose}.
   *
   * @param fitted what is saved with the model; empty if the model does not say
   * @throws InputException if it cannot be known, or cannot be done to these examples
   */
  Preprocessing choose(PreprocessChoice choice, Optional<Preprocessing> fitted);

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
   * Opens a file or a folder. A {@code .npy} file in C order stays on the disk; all else is read at once ({@link DataReader#read}).
   *
   * @throws InputException as {@link DataReader#read}
   */
  static ExampleSource open(Path path, ReadOptions options) {
    Optional<NpyStream> stream = NpyStream.open(path);
    if (stream.isPresent()) return stream.get();
    return new InMemory(DataReader.read(path, options));
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
