package fovea.sweep;

import java.util.Locale;

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
}
