package fovea.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * Ends the virtual machine at once on the next Ctrl-C or SIGTERM, while the first is still being dealt with.
 *
 * <p>Only sun.misc.Signal can hear a signal during shutdown. It is in the module jdk.unsupported, which every JDK has.
 * It is called by reflection, because javac warns of its name and the warning cannot be suppressed.
 */
final class SecondSignal {
  /**
   * A terminal's Ctrl-C reaches both the launcher and the program, and the launcher passes it on: that is one signal.
   */
  private static final long ECHO_NANOSECONDS = 500_000_000;

  private SecondSignal() {}

  static void endsAtOnce() {
    long first = System.nanoTime();
    InvocationHandler handler = (proxy, method, arguments) -> {
      if (method.getName().equals("handle") && System.nanoTime() - first > ECHO_NANOSECONDS)
        Runtime.getRuntime().halt(128 + number(arguments[0]));
      return null;
    };
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> type = Class.forName("sun.misc.SignalHandler");
      Object proxy = Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
      for (String name : new String[] {"INT", "TERM"})
        signal
            .getMethod("handle", signal, type)
            .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      // Without it the second signal is one more that waits for the run to be saved.
    }
  }

  private static int number(Object signal) throws ReflectiveOperationException {
    return (int) signal.getClass().getMethod("getNumber").invoke(signal);
  }
}
