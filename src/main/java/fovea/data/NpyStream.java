package fovea.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * A {@code .npy} array of any length that stays on the disk, with the shapes, types and values of {@link NpyFormat}.
 *
 * <p>{@link #reader} is for going through the file once: it reads at given positions, in constant memory.
 * {@link #again} is for coming back again and again: it maps the file, because copying from there costs less than
 * reading (docs/scale.md). Mapped pages count as the program's, but the system can take them back.
 */
final class NpyStream implements ExampleSource {
  /** Bytes that are copied at a time: they stay in the second-level cache until they are converted. */
  private static final int PIECE = 1 << 17;

  /** What each byte stands for: a table is faster than the division that it holds. */
  private static final float[] BYTES = new float[256];

  static {
    for (int i = 0; i < BYTES.length; i++)
      BYTES[i] = NpyType.u1.next(ByteBuffer.wrap(new byte[] {(byte) i}));
  }

  private final String source;
  private final NpyHeader header;
  private final long count;
  private final ExampleShape shape;
  private final boolean missing;

  /** Where in an example the values go, in the order of storage; empty if that is the order they have. */
  private final int[] places;

  private final FileChannel channel;
  private final long length;

  /** What the file was when it was opened. */
  private final BasicFileAttributes opened;

  @SuppressWarnings("MustBeClosedChecker") // closed with the stream
  private final Arena arena = Arena.ofShared();

  private Optional<MemorySegment> mapped = Optional.empty();

  /** How values of the file are got: {@code n} of them, from a byte of it on. */
  private interface Values {
    void get(long from, int n, float[] to, int at) throws IOException;
  }

  private NpyStream(
      String source,
      NpyHeader header,
      long count,
      ArrayLayout one,
      boolean missing,
      FileChannel channel,
      BasicFileAttributes opened) {
    this.opened = opened;
    this.missing = missing;
    this.source = source;
    this.header = header;
    this.count = count;
    this.channel = channel;
    length = header.dataStart() + count * one.shape.size() * header.type().bytes;
    shape = one.shape;
    places = places(one);
  }

  /**
   * Opens a {@code .npy} file; empty if it is something else, or an array in Fortran order, whose examples are
   * scattered all over it.
   *
   * @param missing whether values of rows may be missing, NaN
   * @throws InputException if its header is damaged, or its length is not what the header promises
   */
  static Optional<NpyStream> open(Path path, boolean missing) {
    if (!Files.isRegularFile(path)) return Optional.empty();
    if (!new NpyFormat().recognises(path, DataReader.start(path))) return Optional.empty();
    String source = path.toString();
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(path)))) {
      BasicFileAttributes opened = attributes(path);
      NpyHeader header = NpyHeader.read(source, in);
      long[] dims = header.dims();
      // What is wrong with an array of another shape, or of none, is said where it is read at once.
      if (header.fortran() || dims.length < 2 || dims[0] < 1) return Optional.empty();
      if (!ArrayLayout.isKnown(dims)) ArrayLayout.of(source, dims); // says what is wrong
      long[] one = dims.clone();
      one[0] = 1;
      ArrayLayout layout = ArrayLayout.of(source, one);
      long bytes = (long) layout.shape.size() * header.type().bytes;
      if (dims[0] > (Long.MAX_VALUE - header.dataStart()) / bytes)
        throw new InputException("%s: its header promises %d examples of %d bytes: it is damaged"
            .formatted(source, dims[0], bytes));
      Lengths.requireExactly(source, Files.size(path), header.dataStart() + dims[0] * bytes);
      return Optional.of(
          new NpyStream(source, header, dims[0], layout, missing, FileChannel.open(path), opened));
    } catch (IOException e) {
      throw Problems.unreadable(path, e);
    }
  }

  /** Walks along the axes of one example in the order of storage. */
  private static int[] places(ArrayLayout one) {
    int[] places = new int[one.shape.size()];
    int at = 0;
    int[] position = new int[one.lengths.length];
    boolean moved = false;
    while (at < places.length) {
      int place = 0;
      for (int axis = 1; axis < position.length; axis++)
        place += position[axis] * one.strides[axis];
      moved |= place != at;
      places[at++] = place;
      for (int axis = position.length - 1; axis > 0; axis--) {
        if (++position[axis] < one.lengths[axis]) break;
        position[axis] = 0;
      }
    }
    return moved ? places : new int[0];
  }

  @Override
  public String source() {
    return source;
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public ExampleShape shape() {
    return shape;
  }

  @Override
  public Reader reader() {
    ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
    Reader read = reader((from, n, to, at) -> {
      piece.clear().limit(n * header.type().bytes);
      while (piece.hasRemaining())
        if (channel.read(piece, from + piece.position()) < 0) throw shortened();
      convert(piece.flip(), n, to, at);
    });
    return (first, n, values) -> {
      read.read(first, n, values);
      requireFinite(first, n * shape.size(), values);
    };
  }

  @Override
  public Reader again() {
    MemorySegment file = map();
    NpyType type = header.type();
    ValueLayout.OfFloat f4 = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(header.order());
    return reader((from, n, to, at) -> {
      if (type == NpyType.f4) MemorySegment.copy(file, f4, from, to, at, n);
      else convert(file.asSlice(from, (long) n * type.bytes).asByteBuffer(), n, to, at);
    });
  }

  /** Mapped once for all threads: pages that are mapped twice count twice. */
  private synchronized MemorySegment map() {
    if (mapped.isEmpty())
      try {
        mapped = Optional.of(channel.map(FileChannel.MapMode.READ_ONLY, 0, length, arena));
      } catch (IOException e) {
        throw Problems.unreadable(Path.of(source), e);
      }
    return mapped.get();
  }

  private Reader reader(Values file) {
    float[] stored = new float[places.length];
    return (first, n, values) -> {
      int size = shape.size();
      if (places.length == 0) {
        load(file, first * size, n * size, values);
      } else {
        for (int i = 0; i < n; i++) {
          load(file, (first + i) * size, size, stored);
          for (int e = 0; e < size; e++) values[i * size + places[e]] = stored[e];
        }
      }
    };
  }

  /** Gets {@code length} stored values from number {@code first} on. */
  private void load(Values file, long first, int length, float[] to) {
    int bytes = header.type().bytes;
    try {
      for (int done = 0; done < length; done += PIECE / bytes)
        file.get(
            header.dataStart() + (first + done) * bytes,
            Math.min(PIECE / bytes, length - done),
            to,
            done);
      // The virtual machine tells of a mapped page that the file has lost some time later, but not
      // after a call of the system.
      if (channel.size() < this.length) throw shortened();
      requireUnchanged();
    } catch (InternalError e) {
      throw shortened();
    } catch (IOException e) {
      throw Problems.unreadable(Path.of(source), e);
    }
  }

  private void convert(ByteBuffer piece, int n, float[] to, int at) {
    NpyType type = header.type();
    piece.order(header.order());
    if (type == NpyType.f4) piece.asFloatBuffer().get(to, at, n);
    else if (type == NpyType.u1)
      for (int i = 0; i < n; i++) to[at + i] = BYTES[piece.get(i) & 0xFF];
    else for (int i = 0; i < n; i++) to[at + i] = type.next(piece);
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class);
  }

  /**
   * A step reads what the steps before it read, or the run's cost is none of any data. Another file of the same name
   * does no harm: the one that was opened is read.
   */
  private void requireUnchanged() throws IOException {
    BasicFileAttributes now;
    try {
      now = attributes(Path.of(source));
    } catch (NoSuchFileException e) {
      return;
    }
    if (Objects.equals(now.fileKey(), opened.fileKey())
        && !now.lastModifiedTime().equals(opened.lastModifiedTime()))
      throw new InputException(
          source
              + ": has been overwritten while it was read: leave it alone until this is done, and begin anew");
  }

  private InputException shortened() {
    return new InputException(
        source + ": has become shorter while it was read: leave it alone until this is done");
  }

  /**
   * A float is finite if its bits without the sign are less than those of infinity: a maximum, not a branch for each.
   */
  private void requireFinite(long first, int length, float[] values) {
    int highest = 0;
    for (int i = 0; i < length; i++)
      highest = Math.max(highest, Float.floatToRawIntBits(values[i]) & Integer.MAX_VALUE);
    if (highest < Float.floatToRawIntBits(Float.POSITIVE_INFINITY)) return;
    FiniteValues.require(source, first, Arrays.copyOf(values, length), shape, missing);
  }

  @Override
  public void close() {
    arena.close();
    try {
      channel.close();
    } catch (IOException e) {
      throw Problems.unreadable(Path.of(source), e);
    }
  }
}
