package fovea.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntSupplier;

/** Catches what a thread, and those that it starts, print, while others print on. */
final class Console extends OutputStream {
  private static final Console OUT = new Console(System.out);
  private static final Console ERR = new Console(System.err);

  static {
    Locale.setDefault(Locale.ROOT);
    System.setOut(new PrintStream(OUT, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(ERR, true, StandardCharsets.UTF_8));
  }

  private final OutputStream others;
  private final ThreadLocal<Optional<ByteArrayOutputStream>> caught =
      new InheritableThreadLocal<>() {
        @Override
        protected Optional<ByteArrayOutputStream> initialValue() {
          return Optional.empty();
        }
      };

  private Console(OutputStream others) {
    this.others = others;
  }

  /** Runs a command on this thread. */
  static FoveaJar.Ended run(IntSupplier command) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    OUT.caught.set(Optional.of(out));
    ERR.caught.set(Optional.of(err));
    try {
      int exit = command.getAsInt();
      return new FoveaJar.Ended(
          exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      OUT.caught.remove();
      ERR.caught.remove();
    }
  }

  private OutputStream target() {
    return caught.get().map(OutputStream.class::cast).orElse(others);
  }

  @Override
  public void write(int b) throws IOException {
    target().write(b);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    target().write(bytes, from, length);
  }

  @Override
  public void flush() throws IOException {
    target().flush();
  }
}
