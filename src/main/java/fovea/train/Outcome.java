package fovea.train;

/** Why an optimiser ended. */
public enum Outcome {
  ITERATIONS("all iterations done"),
  TOLERANCE("the gradient is within the tolerance"),
  NO_PROGRESS("no lower cost was found along the search direction"),
  STOPPED("stopped");

  private final String text;

  Outcome(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
