package fovea.train;

/** Why an optimiser ended. */
public enum Outcome {
  ITERATIONS("all iterations done"),
  TOLERANCE("the gradient is within the tolerance"),
  NO_PROGRESS("float32 resolves no lower cost"),
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
