package fovea.probe;

import fovea.kernels.Lanes;
import fovea.kernels.Panels;
import fovea.kernels.Team;
import fovea.optimize.Lbfgs;
import fovea.optimize.Limits;

/**
 * A classifier: the class of a row is that of its largest logit, the first of equal ones.
 *
 * @param theta as in {@link SoftmaxObjective}
 */
@SuppressWarnings("ArrayRecordComponent") // made once, never compared
record SoftmaxRegression(int classes, float[] theta) {
  /** More steps than the default keeps: the cost is convex, and its evaluation dear beside a recursion. */
  private static final Lbfgs OPTIMIZER = new Lbfgs(10, Lbfgs.Preconditioner.NONE);

  /** Where classes can be told apart entirely the cost falls for ever, and no answer changes any more. */
  private static final Limits LIMITS = new Limits(200, 1e-4, 1e-2, Double.POSITIVE_INFINITY);

  /** One that knows nothing. */
  static SoftmaxRegression zero(int classes, PackedRows rows) {
    return new SoftmaxRegression(classes, new float[Math.multiplyExact(classes, rows.width())]);
  }

  /** The classifier of least cost on these rows, searched from this one on. */
  SoftmaxRegression fitted(PackedRows rows, int[] labels, double weightDecay, Team team) {
    float[] best = theta.clone();
    OPTIMIZER.minimize(
        new SoftmaxObjective(rows, labels, classes, weightDecay, team),
        best,
        LIMITS,
        (step, at) -> true);
    return new SoftmaxRegression(classes, best);
  }

  /** The class of each row. */
  int[] predict(PackedRows rows) {
    float[] weights = new float[Panels.size(rows.width(), classes)];
    SoftmaxObjective.pack(theta, rows, classes, weights);
    float[] zeros = new float[Lanes.padded(classes)];
    float[] z = new float[Panels.size(PackedRows.BLOCK, classes)];
    int[] predicted = new int[rows.count()];
    for (int b = 0; b < rows.blocks(); b++) {
      SoftmaxObjective.logits(rows, b, classes, weights, zeros, z);
      for (int i = 0; i < rows.rows(b); i++) predicted[b * PackedRows.BLOCK + i] = largest(z, i);
    }
    return predicted;
  }

  private int largest(float[] z, int row) {
    int best = 0;
    for (int k = 1; k < classes; k++)
      if (z[Panels.index(PackedRows.BLOCK, row, k)] > z[Panels.index(PackedRows.BLOCK, row, best)])
        best = k;
    return best;
  }
}
