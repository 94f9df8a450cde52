package fovea;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What tests would tell if they failed: the seeds of their data, and what they measured. {@link TestProgress} prints
 * the notes of a class where one of its tests fails, or always with {@code mvn -Dtests.notes test}.
 */
public final class Notes {
  private static final boolean ALWAYS = System.getProperty("tests.notes") != null;
  private static final ThreadLocal<Set<String>> TAKEN = ThreadLocal.withInitial(LinkedHashSet::new);

  private Notes() {}

  public static void take(String format, Object... arguments) {
    String note = format.formatted(arguments);
    if (TAKEN.get().add(note) && ALWAYS) System.out.println(note);
  }

  /** Those that this thread has taken, once each. */
  static Set<String> taken() {
    return new LinkedHashSet<>(TAKEN.get());
  }

  static void forget() {
    TAKEN.remove();
  }
}
