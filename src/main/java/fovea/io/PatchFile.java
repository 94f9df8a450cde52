package fovea.io;

import fovea.data.InputException;
import fovea.data.PatchStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * Writes patches to a {@code .npy} file, N×3×S×S, each where it belongs, in whatever order images are decoded. Until
 * the file is whole it has another name. Beside it is a list of the images that are done, so that the same call goes on
 * where an earlier one was interrupted: it looks for the names, which are new ones each time. Links are neither found
 * nor followed.
 */
public final class PatchFile {
  private static final long NANOS_BETWEEN_NOTES = 1_000_000_000;

  /** How values are stored. */
  public enum Type {
    /** A byte each, value·255: for images of 8 bits, without any loss. */
    UINT8("|u1", 1),
    FLOAT32("<f4", 4);

    private final String descr;
    private final int bytes;

    Type(String descr, int bytes) {
      this.descr = descr;
      this.bytes = bytes;
    }
  }

  private static final String PART = ".part";
  private static final String NOTES = ".done";

  private final Path target;
  private final PatchStream patches;
  private final Type type;
  private final byte[] header;
  private final String facts;
  private final List<Integer> unnoted = new ArrayList<>();
  private long noted = System.nanoTime();

  private PatchFile(Path target, PatchStream patches, Type type) {
    this.target = target;
    this.patches = patches;
    this.type = type;
    header = NpyRows.header(
        type.descr, "%d, 3, %d, %d".formatted(patches.count(), patches.side(), patches.side()));
    byte[] all =
        (type + "\n" + String.join("\n", patches.facts())).getBytes(StandardCharsets.UTF_8);
    facts = Fingerprint.of(all);
  }

  /**
   * What is open while the patches are written.
   *
   * @param list of the images that are done, locked
   */
  private record Opened(Path part, FileChannel data, Path notes, FileChannel list, BitSet done)
      implements AutoCloseable {
    @Override
    public void close() throws IOException {
      data.close();
      list.close();
    }
  }

  /**
   * Writes the file.
   *
   * @param progress is told how many patches are done, at first those of an earlier call; an exception from it ends the
   *     work, and a later call goes on from there
   * @throws InputException if an image cannot be used, or holds a value that the type cannot
   */
  public static void write(Path target, PatchStream patches, Type type, IntConsumer progress)
      throws IOException {
    AtomicFile.requireFolder(target);
    PatchFile file = new PatchFile(target, patches, type);
    Opened opened = file.open();
    try (opened) {
      BitSet done = opened.done;
      int before = done.stream().map(patches::patches).sum();
      if (before > 0) progress.accept(before);
      patches.run(done::get, file.sink(opened.data, opened.list, progress));
      opened.data.force(true);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    AtomicFile.moveIntoPlace(opened.part, target);
    Files.deleteIfExists(opened.notes);
  }

  /** What an earlier call left, if it wrote the same; else it is deleted, and new files are begun. */
  private Opened open() throws IOException {
    Optional<Opened> earlier = Optional.empty();
    for (Path notes : left()) {
      Path part = beside(notes);
      FileChannel list = openAgain(notes);
      if (!FolderLock.locks(list)) {
        list.close();
        throw new InputException(
            "%s: another process is writing it; wait for it, or give another name"
                .formatted(target));
      }
      Optional<BitSet> done = done(list);
      if (done.isPresent() && earlier.isEmpty() && isFile(part)) {
        earlier = Optional.of(new Opened(part, openAgain(part), notes, list, done.get()));
      } else {
        Files.deleteIfExists(part);
        Files.deleteIfExists(notes);
        list.close();
      }
    }
    return earlier.isPresent() ? earlier.get() : begin();
  }

  private Opened begin() throws IOException {
    Path notes = target.resolveSibling(prefix() + AtomicFile.random() + NOTES);
    Path part = beside(notes);
    FileChannel list = AtomicFile.create(notes);
    FolderLock.locks(list);
    FileChannel data = AtomicFile.create(part);
    list.write(ByteBuffer.wrap((facts + "\n").getBytes(StandardCharsets.US_ASCII)));
    write(data, ByteBuffer.wrap(header), 0);
    return new Opened(part, data, notes, list, new BitSet());
  }

  private String prefix() {
    return "." + target.getFileName() + ".";
  }

  /** The file with the patches that notes are about. */
  private static Path beside(Path notes) {
    String name = String.valueOf(notes.getFileName());
    return notes.resolveSibling(name.substring(0, name.length() - NOTES.length()) + PART);
  }

  private List<Path> left() throws IOException {
    String prefix = prefix();
    int length = prefix.length() + AtomicFile.DIGITS + NOTES.length();
    try (Stream<Path> files = Files.list(AtomicFile.folder(target))) {
      return files
          .filter(file -> {
            String name = String.valueOf(file.getFileName());
            return name.length() == length && name.startsWith(prefix) && name.endsWith(NOTES);
          })
          .filter(PatchFile::isFile)
          .sorted()
          .toList();
    }
  }

  private static boolean isFile(Path path) {
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static FileChannel openAgain(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  }

  /** The images that an earlier call has done, with the list at its end; empty if it wrote something else. */
  private Optional<BitSet> done(FileChannel list) throws IOException {
    // Closing the stream would close the channel.
    byte[] bytes = Channels.newInputStream(list).readAllBytes();
    List<String> lines = new String(bytes, StandardCharsets.US_ASCII).lines().toList();
    if (lines.isEmpty() || !lines.getFirst().equals(facts)) return Optional.empty();
    // Or what is noted next would end a line that was cut short.
    if (bytes[bytes.length - 1] != '\n') list.write(ByteBuffer.wrap(new byte[] {'\n'}));
    BitSet done = new BitSet();
    // The last line may be cut short; then its image is done again.
    for (String line : lines.subList(1, lines.size()))
      if (line.matches("[0-9]{1,9};")) {
        int image = Integer.parseInt(line.substring(0, line.length() - 1));
        if (image < patches.images()) done.set(image);
      }
    return Optional.of(done);
  }

  private PatchStream.Sink sink(FileChannel data, FileChannel list, IntConsumer progress) {
    int size = 3 * patches.side() * patches.side();
    return new PatchStream.Sink() {
      @Override
      public void patch(int index, float[] values) {
        byte[] bytes = type == Type.UINT8 ? bytes(values) : FloatBytes.of(values, 0, size);
        try {
          write(data, ByteBuffer.wrap(bytes), header.length + (long) index * size * type.bytes);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }

      @Override
      public synchronized void finished(int image, int count) {
        unnoted.add(image);
        try {
          if (System.nanoTime() - noted > NANOS_BETWEEN_NOTES) note(data, list);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        progress.accept(count);
      }
    };
  }

  /** An image is noted once its patches are on the disk. */
  private void note(FileChannel data, FileChannel list) throws IOException {
    data.force(false);
    StringBuilder lines = new StringBuilder();
    for (int image : unnoted) lines.append(image).append(";\n");
    unnoted.clear();
    list.write(ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.US_ASCII)));
    list.force(false);
    noted = System.nanoTime();
  }

  private byte[] bytes(float[] values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      int rounded = Math.round(values[i] * 255);
      if (rounded / 255f != values[i])
        throw new InputException(
            "%s: holds values that 8 bits cannot, such as %s; add --type float32"
                .formatted(patches.source(), values[i]));
      bytes[i] = (byte) rounded;
    }
    return bytes;
  }

  private static void write(FileChannel channel, ByteBuffer buffer, long position)
      throws IOException {
    long at = position;
    while (buffer.hasRemaining()) at += channel.write(buffer, at);
  }
}
