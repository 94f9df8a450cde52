package fovea.model;

/** The cost J and its three parts (docs/design.md §2). */
public record Cost(double reconstruction, double weightDecay, double sparsity) {
  /** J, the parts added in the order they stand here. */
  public double total() {
    return reconstruction + weightDecay + sparsity;
  }
}
