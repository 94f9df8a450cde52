package fovea.optimize;

/** Why a training run ended. */
public enum Outcome {
  ITERATIONS("all iterations done"),
  TOLERANCE("the gradient is within the tolerance"),
  RELATIVE_DECREASE("the cost hardly falls any more"),
  CONVERGED("converged: no step changes the cost by more than its rounding"),
  SECONDS("the time is up"),
  PATIENCE("the held-out cost no longer falls"),
  NO_PROGRESS("no lower cost was found along the search direction"),
  DIVERGED("diverged"),
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
