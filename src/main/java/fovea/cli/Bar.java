package fovea.cli;

/** How much of something is done: one line on a terminal, narrow enough for 40 columns, drawn over itself. */
final class Bar implements AutoCloseable {
  /** The last column stays free: some terminals break a line that fills it. */
  static final int COLUMNS = 39;

  private static final int CELLS = 10;
  private static final long NANOSECONDS = 100_000_000;
  private static final String CLEAR = "\033[K";

  private final long most;
  private long drawnAt = System.nanoTime() - 2 * NANOSECONDS;
  private String line = "";

  /** @param most when it is full */
  Bar(long most) {
    this.most = most;
    show(0, "");
  }

  /** Whether there is a terminal to draw on. */
  // From JDK 25 on the console is null again where there is no terminal.
  @SuppressWarnings("SystemConsoleNull")
  static boolean hasTerminal() {
    return System.console() != null && System.console().isTerminal();
  }

  /**
   * Draws it, if it was not drawn a moment ago.
   *
   * @param text what follows the numbers; its end is cut off where the line is too long
   */
  void show(long done, String text) {
    line = line(done, most, text);
    if (System.nanoTime() - drawnAt > NANOSECONDS) draw();
  }

  /** The line: {@code " 51% [=====     ] 153/300 cost 0.81191"}. */
  static String line(long done, long most, String text) {
    long parts = most == 0 ? 1 : most;
    long share = Math.clamp(100 * done / parts, 0, 100);
    int cells = (int) (share * CELLS / 100);
    String line = "%3d%% [%s%s] %d/%d %s"
        .formatted(share, "=".repeat(cells), " ".repeat(CELLS - cells), done, most, text);
    return line.substring(0, Math.min(COLUMNS, line.length())).stripTrailing();
  }

  /** Draws a line of at most {@link #COLUMNS} columns over the one that the cursor is in. */
  static void overwrite(String line) {
    System.err.print("\r" + line + CLEAR);
    System.err.flush();
  }

  private void draw() {
    overwrite(line);
    drawnAt = System.nanoTime();
  }

  /** Draws what was shown last, and ends the line. */
  @Override
  public void close() {
    draw();
    System.err.println();
  }
}
