package fovea.kernels;

import static fovea.kernels.Lanes.F;
import static fovea.kernels.Lanes.NOTHING;
import static fovea.kernels.Lanes.PANEL;
import static fovea.kernels.Lanes.V;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * What happens to a block between two products, one pass each over data that is still in the cache: activations,
 * errors, deltas, and the sums down their columns. Blocks are in the layout of {@link Panels}; only the first
 * {@code rows} rows are read or written. Sums are added to.
 *
 * <p>Those of deltas are one chain over ascending rows. Those of activations and errors, which the cost is made of, are
 * chains over {@link #CHAIN} rows each, added one after the other: a chain over a whole shard would lose 1e-5 of the
 * cost where many examples are alike.
 */
public final class Elementwise {
  /** Rows in a chain of what the cost is made of. Another number would change every model; blocks have whole chains. */
  public static final int CHAIN = 12;

  private Elementwise() {}

  /**
   * z ← f(z), and over {@code columns} columns: active[c] and inactive[c] += {@link ActivationFunction#active} and
   * {@link ActivationFunction#inactive} of column c; lowest[c] and highest[c] become f(z) where that is lower or
   * higher. A NaN is neither. Order does not matter to them, so they are the same bits however the rows are cut.
   *
   * @param work room for a column panel, {@code rows}·{@link Lanes#PANEL} floats
   */
  public static void hidden(
      ActivationFunction f,
      int rows,
      int columns,
      int capacity,
      float[] z,
      int at,
      float[] active,
      float[] inactive,
      float[] lowest,
      float[] highest,
      float[] work) {
    for (int j = 0; j < columns; j += PANEL) {
      int panel = at + j * capacity;
      switch (f) {
        case SIGMOID -> sigmoids(-1, rows, z, panel, work, inactive, j);
        case TANH -> {
          sigmoids(2, rows, z, panel, work, active, j);
          sigmoids(-2, rows, z, panel, work, inactive, j);
        }
        case RELU, LINEAR -> {}
      }
      f.apply(z, panel, rows * PANEL);
      switch (f) {
        case SIGMOID, RELU, LINEAR -> sums(rows, PANEL, capacity, z, panel, active, j);
        case TANH -> {}
      }
      extremes(rows, z, panel, lowest, highest, j);
    }
  }

  /** sum[c] += σ(factor·z) of column c of a panel. */
  private static void sigmoids(
      float factor, int rows, float[] z, int panel, float[] work, float[] sum, int sumAt) {
    for (int i = 0; i < rows * PANEL; i += V)
      FloatVector.fromArray(F, z, panel + i).mul(factor).intoArray(work, i);
    Sigmoid.apply(work, 0, rows * PANEL);
    sums(rows, PANEL, rows, work, 0, sum, sumAt);
  }

  private static void extremes(
      int rows, float[] a, int panel, float[] lowest, float[] highest, int j) {
    FloatVector nothing = FloatVector.broadcast(F, NOTHING);
    for (int h = 0; h < PANEL; h += V) {
      FloatVector low = FloatVector.fromArray(F, lowest, j + h);
      FloatVector high = FloatVector.fromArray(F, highest, j + h);
      for (int r = 0; r < rows; r++) {
        FloatVector v = FloatVector.fromArray(F, a, panel + r * PANEL + h);
        // Not min and max: for the sake of NaN and −0 those are several instructions on x86.
        low = nothing.add(low).blend(v, v.compare(VectorOperators.LT, low));
        high = nothing.add(high).blend(v, v.compare(VectorOperators.GT, high));
      }
      nothing.add(low).intoArray(lowest, j + h);
      nothing.add(high).intoArray(highest, j + h);
    }
  }

  /** sum[c] += a of column c. */
  public static void sums(
      int rows, int columns, int capacity, float[] a, int at, float[] sum, int sumAt) {
    FloatVector nothing = FloatVector.broadcast(F, NOTHING);
    for (int j = 0; j < columns; j += PANEL) {
      int panel = at + j * capacity;
      for (int h = 0; h < PANEL; h += V) {
        FloatVector total = FloatVector.fromArray(F, sum, sumAt + j + h);
        for (int from = 0; from < rows; from += CHAIN) {
          FloatVector chain = FloatVector.zero(F);
          for (int r = from; r < Math.min(from + CHAIN, rows); r++)
            chain = FloatVector.fromArray(F, a, panel + r * PANEL + h).add(chain);
          total = nothing.add(total).add(chain);
        }
        nothing.add(total).intoArray(sum, sumAt + j + h);
      }
    }
  }

  /** sum[c] += a² of column c, one fused multiply-add each. */
  public static void squares(
      int rows, int columns, int capacity, float[] a, int at, float[] sum, int sumAt) {
    FloatVector nothing = FloatVector.broadcast(F, NOTHING);
    for (int j = 0; j < columns; j += PANEL) {
      int panel = at + j * capacity;
      for (int h = 0; h < PANEL; h += V) {
        FloatVector total = FloatVector.fromArray(F, sum, sumAt + j + h);
        for (int r = 0; r < rows; r++) {
          FloatVector v = FloatVector.fromArray(F, a, panel + r * PANEL + h);
          total = v.fma(v, total);
        }
        nothing.add(total).intoArray(sum, sumAt + j + h);
      }
    }
  }

  /** to ← f′, from the values a of f; {@code to} may be a. */
  public static void slopes(
      ActivationFunction f,
      int rows,
      int columns,
      int capacity,
      float[] a,
      int at,
      float[] to,
      int toAt) {
    for (int j = 0; j < columns; j += PANEL)
      for (int i = j * capacity; i < j * capacity + rows * PANEL; i++)
        to[toAt + i] = f.slope(a[at + i]);
  }

  /**
   * Turns the decoder's input z into the output delta: with o = f(z) and e = o − x, z ← e·f′; delta sums get the new
   * z, error sums get e².
   *
   * @param f sigmoid or linear
   */
  public static void output(
      ActivationFunction f,
      int rows,
      int columns,
      int capacity,
      float[] z,
      int at,
      float[] x,
      int xAt,
      float[] deltaSum,
      int deltaSumAt,
      float[] errorSum,
      int errorSumAt) {
    switch (f) {
      case SIGMOID ->
        sigmoidOutput(
            rows, columns, capacity, z, at, x, xAt, deltaSum, deltaSumAt, errorSum, errorSumAt);
      case LINEAR ->
        linearOutput(
            rows, columns, capacity, z, at, x, xAt, deltaSum, deltaSumAt, errorSum, errorSumAt);
      case TANH, RELU -> throw noKernel(f);
    }
  }

  private static void sigmoidOutput(
      int rows,
      int columns,
      int capacity,
      float[] z,
      int at,
      float[] x,
      int xAt,
      float[] deltaSum,
      int deltaSumAt,
      float[] errorSum,
      int errorSumAt) {
    FloatVector nothing = FloatVector.broadcast(F, NOTHING);
    for (int j = 0; j < columns; j += PANEL) {
      int panel = at + j * capacity;
      int xPanel = xAt + j * capacity;
      Sigmoid.apply(z, panel, rows * PANEL);
      for (int h = 0; h < PANEL; h += V) {
        FloatVector deltas = FloatVector.fromArray(F, deltaSum, deltaSumAt + j + h);
        FloatVector errors = FloatVector.fromArray(F, errorSum, errorSumAt + j + h);
        for (int from = 0; from < rows; from += CHAIN) {
          FloatVector chain = FloatVector.zero(F);
          for (int r = from; r < Math.min(from + CHAIN, rows); r++) {
            int p = r * PANEL + h;
            FloatVector o = FloatVector.fromArray(F, z, panel + p);
            FloatVector e = o.sub(FloatVector.fromArray(F, x, xPanel + p));
            FloatVector delta = o.neg().fma(o, o).mul(e);
            delta.intoArray(z, panel + p);
            deltas = delta.add(deltas);
            chain = e.fma(e, chain);
          }
          errors = nothing.add(errors).add(chain);
        }
        nothing.add(deltas).intoArray(deltaSum, deltaSumAt + j + h);
        nothing.add(errors).intoArray(errorSum, errorSumAt + j + h);
      }
    }
  }

  private static void linearOutput(
      int rows,
      int columns,
      int capacity,
      float[] z,
      int at,
      float[] x,
      int xAt,
      float[] deltaSum,
      int deltaSumAt,
      float[] errorSum,
      int errorSumAt) {
    FloatVector nothing = FloatVector.broadcast(F, NOTHING);
    for (int j = 0; j < columns; j += PANEL) {
      int panel = at + j * capacity;
      int xPanel = xAt + j * capacity;
      for (int h = 0; h < PANEL; h += V) {
        FloatVector deltas = FloatVector.fromArray(F, deltaSum, deltaSumAt + j + h);
        FloatVector errors = FloatVector.fromArray(F, errorSum, errorSumAt + j + h);
        for (int from = 0; from < rows; from += CHAIN) {
          FloatVector chain = FloatVector.zero(F);
          for (int r = from; r < Math.min(from + CHAIN, rows); r++) {
            int p = r * PANEL + h;
            FloatVector o = FloatVector.fromArray(F, z, panel + p);
            FloatVector e = o.sub(FloatVector.fromArray(F, x, xPanel + p));
            e.intoArray(z, panel + p);
            deltas = e.add(deltas);
            chain = e.fma(e, chain);
          }
          errors = nothing.add(errors).add(chain);
        }
        nothing.add(deltas).intoArray(deltaSum, deltaSumAt + j + h);
        nothing.add(errors).intoArray(errorSum, errorSumAt + j + h);
      }
    }
  }

  /**
   * Multiplies what came back through the decoder by the slope of the hidden units: g ← g·f′; sums get the new g.
   *
   * @param f sigmoid, tanh or relu
   */
  public static void hiddenDelta(
      ActivationFunction f,
      int rows,
      int columns,
      int capacity,
      float[] g,
      int at,
      float[] a,
      int aAt,
      float[] deltaSum,
      int deltaSumAt) {
    switch (f) {
      case SIGMOID -> sigmoidDelta(rows, columns, capacity, g, at, a, aAt, deltaSum, deltaSumAt);
      case TANH -> tanhDelta(rows, columns, capacity, g, at, a, aAt, deltaSum, deltaSumAt);
      case RELU -> reluDelta(rows, columns, capacity, g, at, a, aAt, deltaSum, deltaSumAt);
      case LINEAR -> throw noKernel(f);
    }
  }

  private static IllegalArgumentException noKernel(ActivationFunction f) {
    return new IllegalArgumentException("no kernel for " + f + " in this layer");
  }

  private static void sigmoidDelta(
      int rows,
      int columns,
      int capacity,
      float[] g,
      int at,
      float[] a,
      int aAt,
      float[] deltaSum,
      int deltaSumAt) {
    FloatVector nothing = FloatVector.broadcast(F, NOTHING);
    for (int j = 0; j < columns; j += PANEL) {
      int panel = at + j * capacity;
      int aPanel = aAt + j * capacity;
      FloatVector sum0 = FloatVector.fromArray(F, deltaSum, deltaSumAt + j);
      FloatVector sum1 = FloatVector.fromArray(F, deltaSum, deltaSumAt + j + V);
      for (int r = 0; r < rows; r++) {
        int p = r * PANEL;
        FloatVector a0 = FloatVector.fromArray(F, a, aPanel + p);
        FloatVector a1 = FloatVector.fromArray(F, a, aPanel + p + V);
        FloatVector d0 = a0.neg().fma(a0, a0).mul(FloatVector.fromArray(F, g, panel + p));
        FloatVector d1 = a1.neg().fma(a1, a1).mul(FloatVector.fromArray(F, g, panel + p + V));
        d0.intoArray(g, panel + p);
        d1.intoArray(g, panel + p + V);
        sum0 = d0.add(sum0);
        sum1 = d1.add(sum1);
      }
      nothing.add(sum0).intoArray(deltaSum, deltaSumAt + j);
      nothing.add(sum1).intoArray(deltaSum, deltaSumAt + j + V);
    }
  }

  private static void tanhDelta(
      int rows,
      int columns,
      int capacity,
      float[] g,
      int at,
      float[] a,
      int aAt,
      float[] deltaSum,
      int deltaSumAt) {
    FloatVector nothing = FloatVector.broadcast(F, NOTHING);
    FloatVector one = FloatVector.broadcast(F, 1f);
    for (int j = 0; j < columns; j += PANEL) {
      int panel = at + j * capacity;
      int aPanel = aAt + j * capacity;
      FloatVector sum0 = FloatVector.fromArray(F, deltaSum, deltaSumAt + j);
      FloatVector sum1 = FloatVector.fromArray(F, deltaSum, deltaSumAt + j + V);
      for (int r = 0; r < rows; r++) {
        int p = r * PANEL;
        FloatVector a0 = FloatVector.fromArray(F, a, aPanel + p);
        FloatVector a1 = FloatVector.fromArray(F, a, aPanel + p + V);
        FloatVector d0 = a0.neg().fma(a0, one).mul(FloatVector.fromArray(F, g, panel + p));
        FloatVector d1 = a1.neg().fma(a1, one).mul(FloatVector.fromArray(F, g, panel + p + V));
        d0.intoArray(g, panel + p);
        d1.intoArray(g, panel + p + V);
        sum0 = d0.add(sum0);
        sum1 = d1.add(sum1);
      }
      nothing.add(sum0).intoArray(deltaSum, deltaSumAt + j);
      nothing.add(sum1).intoArray(deltaSum, deltaSumAt + j + V);
    }
  }

  private static void reluDelta(
      int rows,
      int columns,
      int capacity,
      float[] g,
      int at,
      float[] a,
      int aAt,
      float[] deltaSum,
      int deltaSumAt) {
    FloatVector nothing = FloatVector.broadcast(F, NOTHING);
    FloatVector one = FloatVector.broadcast(F, 1f);
    FloatVector zero = FloatVector.zero(F);
    for (int j = 0; j < columns; j += PANEL) {
      int panel = at + j * capacity;
      int aPanel = aAt + j * capacity;
      FloatVector sum0 = FloatVector.fromArray(F, deltaSum, deltaSumAt + j);
      FloatVector sum1 = FloatVector.fromArray(F, deltaSum, deltaSumAt + j + V);
      for (int r = 0; r < rows; r++) {
        int p = r * PANEL;
        FloatVector a0 = FloatVector.fromArray(F, a, aPanel + p);
        FloatVector a1 = FloatVector.fromArray(F, a, aPanel + p + V);
        // A product with 1 or 0, as in the other functions, so that what is not finite stays so.
        FloatVector s0 = zero.blend(one, a0.compare(VectorOperators.GT, 0f));
        FloatVector s1 = zero.blend(one, a1.compare(VectorOperators.GT, 0f));
        FloatVector d0 = s0.mul(FloatVector.fromArray(F, g, panel + p));
        FloatVector d1 = s1.mul(FloatVector.fromArray(F, g, panel + p + V));
        d0.intoArray(g, panel + p);
        d1.intoArray(g, panel + p + V);
        sum0 = d0.add(sum0);
        sum1 = d1.add(sum1);
      }
      nothing.add(sum0).intoArray(deltaSum, deltaSumAt + j);
      nothing.add(sum1).intoArray(deltaSum, deltaSumAt + j + V);
    }
  }
}
