package fovea.report;

/**
 * The cost of one run, point by point.
 *
 * @param name for the legend
 * @param evaluations of the cost and gradient so far
 * @param seconds since training began, as many
 * @param cost there, as many
 */
public record RunCurve(String name, double[] evaluations, double[] seconds, double[] cost) {}
