package fovea.data;

import java.util.function.Consumer;

/** What a reader takes for granted and a person may want to know, a line each. Nobody hears it unless asked to. */
public final class Notes {
  private static volatile Consumer<String> listener = note -> {};

  private Notes() {}

  /** Has all notes from now on passed on, by whatever thread makes them. */
  public static void to(Consumer<String> newListener) {
    listener = newListener;
  }

  /** Tells something. */
  public static void add(String note) {
    listener.accept(note);
  }
}
