package fovea.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** How wide the lines of the user's terminal are. */
final class Terminal {
  private static final int USUAL = 80;
  private static final int LEAST = 30;

  /** Longer lines are hard to read. */
  private static final int MOST = 100;

  private Terminal() {}

  /** As COLUMNS says, else the terminal itself; 80 where neither does. */
  static int columns() {
    String given = System.getenv("COLUMNS");
    if (given != null) return columns(given);
    return Bar.hasTerminal() ? columns(size()) : USUAL;
  }

  /** @param text a number, if all is well */
  static int columns(String text) {
    return text.strip().matches("[1-9]\\d{0,4}")
        ? Math.clamp(Integer.parseInt(text.strip()), LEAST, MOST)
        : USUAL;
  }

  /** What stty says, "24 80", without the rows; nothing where there is no such program. */
  private static String size() {
    try {
      Process stty = new ProcessBuilder("stty", "size")
          .redirectInput(new File("/dev/tty"))
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
      if (!stty.waitFor(1, TimeUnit.SECONDS)) {
        stty.destroyForcibly();
        return "";
      }
      String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return size.substring(size.indexOf(' ') + 1);
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
