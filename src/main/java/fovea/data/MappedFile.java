package fovea.data;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file mapped into memory, of any size. For use by one thread. */
final class MappedFile implements AutoCloseable {
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment bytes;

  /** Bytes that are in memory already, as if they were a file. */
  MappedFile(byte[] bytes) {
    this.bytes = MemorySegment.ofArray(bytes);
  }

  MappedFile(Path path) throws IOException {
    RegularFile.require(path);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      bytes = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  long size() {
    return bytes.byteSize();
  }

  /** The whole file. */
  InputStream stream() {
    return stream(0, size());
  }

  /** A part of the file, which must lie inside it. */
  InputStream stream(long from, long length) {
    return new Stream(bytes.asSlice(from, length));
  }

  @Override
  public void close() {
    arena.close();
  }

  private static final class Stream extends InputStream {
    private final MemorySegment bytes;
    private long at;

    Stream(MemorySegment bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read() {
      return at < bytes.byteSize() ? bytes.get(ValueLayout.JAVA_BYTE, at++) & 0xFF : -1;
    }

    @Override
    public int read(byte[] to, int offset, int length) {
      if (length == 0) return 0;
      int n = (int) Math.min(length, bytes.byteSize() - at);
      if (n == 0) return -1;
      MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, at, to, offset, n);
      at += n;
      return n;
    }

    @Override
    public long skip(long n) {
      long skipped = Math.max(0, Math.min(n, bytes.byteSize() - at));
      at += skipped;
      return skipped;
    }

    @Override
    public int available() {
      return (int) Math.min(Integer.MAX_VALUE, bytes.byteSize() - at);
    }
  }
}
