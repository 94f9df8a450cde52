package fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.assertj.core.api.AbstractStringAssert;

/** What several tests of readers need. */
final class TestFiles {
  static final ReadOptions DEFAULTS = ReadOptions.defaults();

  private TestFiles() {}

  /** A fixture: see make-fixtures.py. */
  static byte[] resource(String name) {
    try (InputStream in = Objects.requireNonNull(TestFiles.class.getResourceAsStream(name), name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path copy(String resource, Path folder) throws IOException {
    Path copy = folder.resolve(Path.of(resource).getFileName());
    return Files.write(copy, resource(resource));
  }

  /** Asserts that reading is refused with one line that contains all of these parts. */
  static void assertRefused(Path path, ReadOptions options, String... parts) {
    assertOneLine(catchThrowable(() -> DataReader.read(path, options))).contains(parts);
  }

  static AbstractStringAssert<?> assertOneLine(Throwable thrown) {
    assertThat(thrown).isInstanceOf(InputException.class);
    assertThat(thrown.getMessage().lines()).hasSize(1);
    assertThat(thrown.getMessage().length()).isLessThan(400);
    return assertThat(thrown.getMessage());
  }

  /** Writes beginnings of a file, each {@code step} bytes shorter than the last, and asserts that all are refused. */
  static void assertBeginningsAreRefused(byte[] whole, int step, Path path, ReadOptions options)
      throws IOException {
    for (int length = whole.length - 1; length >= 0; length -= step) {
      Files.write(path, Arrays.copyOf(whole, length));
      Throwable thrown = catchThrowable(() -> DataReader.read(path, options));
      assertThat(thrown)
          .as("the first %d of %d bytes", length, whole.length)
          .isInstanceOf(InputException.class);
      assertThat(thrown.getMessage().lines()).hasSize(1);
    }
  }
}
