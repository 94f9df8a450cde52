package fovea.cli;

/**
 * Ends this process when the launcher that started it has ended. The launcher passes signals on, but it never sees
 * SIGKILL: without this class, Fovea would train on, unseen, after its launcher was killed.
 */
final class LauncherWatch {
  /** As after SIGTERM, what the run has so far is saved. */
  private static final int EXIT = 143;

  private static volatile boolean passesSignalsOn;

  private LauncherWatch() {}

  static void begin() {
    if (Boolean.getBoolean("fovea.relaunched"))
      ProcessHandle.current().parent().ifPresent(LauncherWatch::watch);
  }

  /** Whether there is a launcher that passes signals on. */
  static boolean passesSignalsOn() {
    return passesSignalsOn;
  }

  private static void watch(ProcessHandle launcher) {
    passesSignalsOn = true;
    Thread thread = new Thread(() -> endWith(launcher), "fovea-launcher-watch");
    thread.setDaemon(true);
    thread.start();
  }

  private static void endWith(ProcessHandle launcher) {
    launcher.onExit().join();
    passesSignalsOn = false;
    System.exit(EXIT);
  }
}
