package fovea.data;

/**
 * Something the user gave cannot be used: a file, a table or a setting. The message is one line that names the thing,
 * says what is wrong with it and what to do. The command line prints it and exits with 2.
 */
public final class InputException extends RuntimeException {
  public InputException(String message) {
    super(message);
  }

  public InputException(String message, Throwable cause) {
    super(message, cause);
  }
}
