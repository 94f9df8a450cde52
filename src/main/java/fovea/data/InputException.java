package fovea.data;

/**
 * Something the user gave cannot be used: a file, a table or a setting. The message is one line that names the thing,
 * says what is wrong with it and what to do. The command line prints it and exits with 2.
 *
 * <p>It is an IllegalArgumentException, so that a program catches with one clause whatever it passed wrongly. Code that
 * gives other IllegalArgumentExceptions a new message lets this one through.
 */
public final class InputException extends IllegalArgumentException {
  public InputException(String message) {
    super(message);
  }

  public InputException(String message, Throwable cause) {
    super(message, cause);
  }
}
