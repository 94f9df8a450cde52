package fovea.bench;

import fovea.model.NetworkShape;

/** Networks as benchmark parameters: "256-64" has 256 inputs and 64 hidden units. */
final class Networks {
  private Networks() {}

  static NetworkShape parse(String sizes) {
    String[] parts = sizes.split("-");
    if (parts.length != 2)
      throw new IllegalArgumentException(
          "network: inputs-hidden is wanted, such as 256-64, not " + sizes);
    return new NetworkShape(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
  }
}
