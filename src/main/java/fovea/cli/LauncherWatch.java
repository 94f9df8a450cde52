package fovea.cli;

/**
 * Where the launcher started this process, it ends with the launcher. The launcher passes signals on, but not SIGKILL,
 * which it never sees: without this a killed Fovea would train on, unseen.
 */
final class LauncherWatch {
  /** As after SIGTERM: what there is of a run is saved. */
  private static final int EXIT = 143;

  private LauncherWatch() {}

  static void begin() {
    if (Boolean.getBoolean("fovea.relaunched"))
      ProcessHandle.current().parent().ifPresent(LauncherWatch::watch);
  }

  private static void watch(ProcessHandle launcher) {
    Thread thread = new Thread(() -> endWith(launcher), "fovea-launcher-watch");
    thread.setDaemon(true);
    thread.start();
  }

  private static void endWith(ProcessHandle launcher) {
    launcher.onExit().join();
    System.exit(EXIT);
  }
}
