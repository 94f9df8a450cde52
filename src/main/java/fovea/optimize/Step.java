package fovea.optimize;

/**
 * Where an optimiser stands.
 *
 * @param iteration 0 at the initial point
 * @param cost J there
 * @param gradientNorm the 2-norm of the gradient there
 * @param stepLength the 2-norm of what the iteration added to theta; 0 at the initial point
 * @param evaluations of the cost and gradient so far, with that of the initial point
 */
public record Step(
    int iteration, double cost, double gradientNorm, double stepLength, int evaluations) {}
