package fovea.report;

/**
 * The cost at one iteration and the three parts it is the sum of (docs/design.md, the mathematics).
 *
 * @param iteration 0 is the starting point
 * @param cost the sum of the other three
 */
public record CostPoint(
    int iteration, double cost, double reconstruction, double weightDecay, double sparsity) {}
