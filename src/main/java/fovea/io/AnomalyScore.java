package fovea.io;

/** How far off a reconstruction is, as one number. */
public enum AnomalyScore {
  /** The mean of the squared errors. */
  MSE("mean squared error"),
  /** The mean of the squared errors, each divided by what is usual for its column ({@link Calibration#weights}). */
  STANDARDISED("standardised error");

  private final String title;

  AnomalyScore(String title) {
    this.title = title;
  }

  /** For people. */
  public String title() {
    return title;
  }
}
