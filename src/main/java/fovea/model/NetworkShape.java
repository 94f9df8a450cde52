package fovea.model;

import java.io.Serializable;

/**
 * The size of a network with one hidden layer: D inputs (and outputs), H hidden units.
 *
 * @param inputs D, at least 1
 * @param hidden H, at least 1
 */
public record NetworkShape(int inputs, int hidden) implements Serializable {
  /** The usual number of hidden units. */
  public static final int USUAL_HIDDEN = 64;

  public NetworkShape {
    if (inputs < 1)
      throw new IllegalArgumentException("a network needs at least 1 input, not " + inputs);
    if (hidden < 1)
      throw new IllegalArgumentException("a network needs at least 1 hidden unit, not " + hidden);
    long parameters = 2L * inputs * hidden + inputs + hidden;
    if (parameters > Integer.MAX_VALUE - 8)
      throw new IllegalArgumentException(
          "%d inputs and %d hidden units make %d parameters; at most 2^31 - 9 fit one array"
              .formatted(inputs, hidden, parameters));
  }

  /** "256-64-256". */
  @Override
  public String toString() {
    return inputs + "-" + hidden + "-" + inputs;
  }
}
