package fovea.data;

import java.io.IOException;
import java.io.Serial;

/** An image that is sound but of a kind that cannot be read right. Its message says of what kind, and the cure. */
final class UnsupportedImageException extends IOException {
  @Serial
  private static final long serialVersionUID = 1;

  UnsupportedImageException(String message) {
    super(message);
  }
}
