package fovea.train;

import fovea.model.Cost;

/**
 * Where an optimiser stands.
 *
 * @param iteration 0 at the initial point
 * @param cost the cost there
 * @param gradientNorm the 2-norm of the gradient there
 */
public record Step(int iteration, Cost cost, double gradientNorm) {}
