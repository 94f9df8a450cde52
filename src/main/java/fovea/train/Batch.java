package fovea.train;

import fovea.kernels.Team;
import fovea.model.Architecture;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A set of examples with its cost, and what explained variance is measured against. All that it tells belongs to the
 * theta where the objective was evaluated last. One evaluation at a time; its arrays are used again by the next.
 *
 * @param objective J and its gradient over these examples
 * @param spread of the values that the network is to give back
 * @param seconds that the evaluation where training begins has taken already
 */
public record Batch(BatchCost objective, Spread spread, double seconds) {
  /** {@link #of(Architecture, Hyperparameters, float[], int, Team)} for the usual network of this shape. */
  public static Batch of(
      NetworkShape shape, Hyperparameters hyperparameters, float[] x, int n, Team team) {
    return of(Architecture.of(shape), hyperparameters, x, n, team);
  }

  /** A batch for a network that is to reproduce what it sees: x is its own target. */
  public static Batch of(
      Architecture architecture, Hyperparameters hyperparameters, float[] x, int n, Team team) {
    return of(architecture, hyperparameters, x, x, n, team);
  }

  /**
   * A batch in memory.
   *
   * @param x what the network sees, n×D, row-major; copied
   * @param target what the network is to give back, n×D, row-major; copied
   * @param n examples, at least 1
   * @param team the threads to use; stays the caller's to close, after the last evaluation
   * @throws IllegalArgumentException if n is less than 1, or x or target is too short
   */
  public static Batch of(
      Architecture architecture,
      Hyperparameters hyperparameters,
      float[] x,
      float[] target,
      int n,
      Team team) {
    return of(new BatchObjective(architecture, hyperparameters, x, target, n, team));
  }

  /**
   * A batch for a network that is to reproduce what it sees, read twice in every evaluation. It is read twice here,
   * too, for the means and the squares of the columns.
   *
   * @param rows a reader of n×D values for each thread
   * @param n examples, at least 1
   * @param team the threads to use; stays the caller's to close, after the last evaluation
   * @throws IllegalArgumentException if n is less than 1
   */
  public static Batch of(
      Architecture architecture,
      Hyperparameters hyperparameters,
      Supplier<Rows> rows,
      int n,
      Team team) {
    return of(new BatchObjective(architecture, hyperparameters, rows, n, team));
  }

  /** The batch of this cost. */
  public static Batch of(BatchCost objective) {
    return new Batch(objective, objective.spread(), 0);
  }

  /** Every stride-th of its shards, as a batch that shares its memory. */
  Batch sample(int stride) {
    return of(objective.sample(stride));
  }

  /** Examples, N. */
  public int examples() {
    return objective.examples();
  }

  /**
   * The same batch, evaluated where training begins, so that the first evaluation need not be made again.
   *
   * @return nothing if the cost or its gradient is not finite there
   */
  public Optional<Batch> evaluatedAt(float[] theta) {
    long began = System.nanoTime();
    EvaluatedCost evaluated = new EvaluatedCost(objective, theta);
    return evaluated.isFinite()
        ? Optional.of(new Batch(evaluated, spread, (System.nanoTime() - began) / 1e9))
        : Optional.empty();
  }

  /** 1 − Σ(o − x)² / Σ(x − x̄)² at the last theta: 1 is perfect, NaN when no column varies. */
  public double explainedVariance() {
    return 1 - 2.0 * examples() * objective.cost().reconstruction() / spread.squares();
  }
}
