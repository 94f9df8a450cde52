package fovea.sweep;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** One of the numbers that make a {@link Setting}. */
enum Dimension {
  HIDDEN("hidden units"),
  LAMBDA("λ"),
  BETA("β"),
  RHO("ρ"),
  SEED("seed");

  private final String label;

  Dimension(String label) {
    this.label = label;
  }

  /** As people call it. */
  public String label() {
    return label;
  }

  /** As files and options call it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Its value as it is to be read; different values read differently. */
  public String valueOf(Setting setting) {
    return switch (this) {
      case HIDDEN -> Integer.toString(setting.hidden());
      case LAMBDA -> Setting.text(setting.lambda());
      case BETA -> Setting.text(setting.beta());
      case RHO -> Setting.text(setting.rho());
      case SEED -> Long.toString(setting.seed());
    };
  }

  /** The values of some dimensions with their names: "hidden units 64, β 0.2"; empty for none. */
  static String text(List<Dimension> dimensions, Setting setting) {
    return dimensions.stream()
        .map(dimension -> dimension.label() + " " + dimension.valueOf(setting))
        .collect(Collectors.joining(", "));
  }
}
