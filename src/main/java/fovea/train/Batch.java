package fovea.train;

import fovea.kernels.Team;
import fovea.model.Architecture;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import java.util.function.Supplier;

/**
 * A set of examples with its cost, and what explained variance is measured against. All that it tells belongs to the
 * theta where the objective was evaluated last. One evaluation at a time; its arrays are used again by the next.
 *
 * @param objective J and its gradient over these examples
 * @param examples N, at least 1
 * @param squares Σ(x − x̄)² over all N·D values, x̄ the mean of the value's column; NaN when no column varies
 */
public record Batch(BatchCost objective, int examples, double squares) {
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
    return new Batch(
        new BatchObjective(architecture, hyperparameters, x, target, n, team),
        n,
        squaresAboutMeans(target, n, architecture.shape().inputs()));
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
    int d = architecture.shape().inputs();
    Shards shards = Shards.of(n);
    double[] means = ColumnSums.ofAll(
            shards, rows, d, team, (x, length) -> ColumnSums.of(x, 0, length, d))
        .means(n);
    ColumnSums squares = ColumnSums.ofAll(
        shards, rows, d, team, (x, length) -> ColumnSums.squares(x, 0, length, means));
    return new Batch(
        new BatchObjective(architecture, hyperparameters, rows, n, team), n, squares(squares));
  }

  /** Whether the cost and its gradient are finite at theta. Counts as an evaluation. */
  public boolean isFiniteAt(float[] theta) {
    float[] gradient = new float[theta.length];
    boolean finite = Double.isFinite(objective.valueAndGradient(theta, gradient));
    for (float g : gradient) finite &= Float.isFinite(g);
    return finite;
  }

  /** 1 − Σ(o − x)² / Σ(x − x̄)² at the last theta: 1 is perfect, NaN when no column varies. */
  public double explainedVariance() {
    return 1 - 2.0 * examples * objective.cost().reconstruction() / squares;
  }

  /** Summed shard by shard, so that data in several places give the same bits. */
  private static double squaresAboutMeans(float[] x, int n, int d) {
    Shards shards = Shards.of(n);
    PairwiseSums<ColumnSums> columns = new PairwiseSums<>();
    for (int shard = 0; shard < shards.count(); shard++)
      columns.add(shard, ColumnSums.of(x, shards.start(shard) * d, shards.length(shard), d));
    double[] means = columns.total(shards.count()).means(n);
    PairwiseSums<ColumnSums> squares = new PairwiseSums<>();
    for (int shard = 0; shard < shards.count(); shard++)
      squares.add(
          shard, ColumnSums.squares(x, shards.start(shard) * d, shards.length(shard), means));
    return squares(squares.total(shards.count()));
  }

  /** {@link #squares} of a batch, from the one value that {@link ColumnSums#squares} of all shards gives. */
  public static double squares(ColumnSums total) {
    double squares = total.values()[0];
    return squares > 0 ? squares : Double.NaN;
  }
}
