package fovea.cli;

import java.io.File;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends the virtual machine at once on the next Ctrl-C or SIGTERM, while the first is still being dealt with.
 *
 * <p>Only sun.misc.Signal can hear a signal during shutdown. It is in the module jdk.unsupported, which every JDK has.
 * It is called by reflection, because javac warns of its name and the warning cannot be suppressed.
 */
final class SecondSignal {
  /** A signal this soon after the first is the same one, sent to the whole group and passed on. */
  private static final long ECHO_NANOSECONDS = 500_000_000;

  private final Class<?> signal = Class.forName("sun.misc.Signal");
  private final Class<?> handler = Class.forName("sun.misc.SignalHandler");
  private final Method handle = signal.getMethod("handle", signal, handler);
  private final long first = System.nanoTime();

  /**
   * A terminal's Ctrl-C reaches the launcher, too, which passes it on as a SIGTERM, late if the machine is busy: that
   * is no second signal.
   */
  private final AtomicBoolean passedOn = new AtomicBoolean(!LauncherWatch.passesSignalsOn());

  private SecondSignal() throws ReflectiveOperationException {
    InvocationHandler listener = (proxy, method, arguments) -> {
      if (method.getName().equals("handle")) heard(arguments[0]);
      return null;
    };
    Object proxy =
        Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, listener);
    for (String name : new String[] {"INT", "TERM"})
      handle.invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
  }

  static void endsAtOnce() {
    try {
      new SecondSignal();
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      // Without it the second signal is one more that waits for the run to be saved.
    }
  }

  private void heard(Object heard) throws ReflectiveOperationException {
    boolean isTerm = signal.getMethod("getName").invoke(heard).equals("TERM");
    if (isTerm && passedOn.compareAndSet(false, true)) return;
    if (System.nanoTime() - first <= ECHO_NANOSECONDS) return;
    // As if nobody listened. Runtime.halt would first write the archive of classes, while other
    // threads go on to load some, and the virtual machine can crash over that. On Windows the exit
    // code would not tell the signal.
    if (File.separatorChar == '/') {
      handle.invoke(null, heard, handler.getField("SIG_DFL").get(null));
      signal.getMethod("raise", signal).invoke(null, heard);
    }
    Runtime.getRuntime().halt(128 + (int) signal.getMethod("getNumber").invoke(heard));
  }
}
