package fovea.optimize;

import fovea.diagnose.Float64Model;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * L-BFGS in double precision, written apart from {@link Lbfgs} to hold it against: the two-loop recursion, and a line
 * search that brackets by bisection until the weak Wolfe conditions hold (Lewis and Overton, Mathematical Programming
 * 141, 2013, algorithm 2.6).
 */
public final class Float64Lbfgs {
  private static final int HISTORY = 20;

  private record Pair(double[] s, double[] y, double sy) {}

  private Float64Lbfgs() {}

  /** The cost after so many iterations from theta, which is moved. */
  public static double minimize(Float64Model model, double[] theta, int iterations) {
    double[] gradient = new double[theta.length];
    double cost = model.valueAndGradient(theta, gradient).total();
    Deque<Pair> pairs = new ArrayDeque<>();
    for (int t = 0; t < iterations; t++) {
      double[] p = direction(gradient, pairs);
      double slope = dot(gradient, p);
      double low = 0;
      double high = Double.POSITIVE_INFINITY;
      double alpha = pairs.isEmpty() ? 1 / Math.sqrt(dot(gradient, gradient)) : 1;
      while (true) {
        double[] next = theta.clone();
        for (int i = 0; i < next.length; i++) next[i] += alpha * p[i];
        double[] nextGradient = new double[theta.length];
        double nextCost = model.valueAndGradient(next, nextGradient).total();
        if (nextCost > cost + 1e-4 * alpha * slope) {
          high = alpha;
        } else if (dot(nextGradient, p) < 0.9 * slope) {
          low = alpha;
        } else {
          double[] s = new double[theta.length];
          double[] y = new double[theta.length];
          for (int i = 0; i < s.length; i++) {
            s[i] = next[i] - theta[i];
            y[i] = nextGradient[i] - gradient[i];
          }
          pairs.addFirst(new Pair(s, y, dot(s, y)));
          if (pairs.size() > HISTORY) pairs.removeLast();
          System.arraycopy(next, 0, theta, 0, next.length);
          gradient = nextGradient;
          cost = nextCost;
          break;
        }
        alpha = high < Double.POSITIVE_INFINITY ? (low + high) / 2 : 2 * low;
      }
    }
    return cost;
  }

  private static double[] direction(double[] gradient, Deque<Pair> pairs) {
    double[] p = gradient.clone();
    double[] alphas = new double[pairs.size()];
    int i = 0;
    for (Pair pair : pairs) {
      alphas[i] = dot(pair.s, p) / pair.sy;
      add(p, -alphas[i++], pair.y);
    }
    if (!pairs.isEmpty()) {
      Pair newest = pairs.getFirst();
      double gamma = newest.sy / dot(newest.y, newest.y);
      for (int k = 0; k < p.length; k++) p[k] *= gamma;
    }
    for (Iterator<Pair> old = pairs.descendingIterator(); old.hasNext(); ) {
      Pair pair = old.next();
      add(p, alphas[--i] - dot(pair.y, p) / pair.sy, pair.s);
    }
    for (int k = 0; k < p.length; k++) p[k] = -p[k];
    return p;
  }

  private static void add(double[] to, double factor, double[] from) {
    for (int i = 0; i < to.length; i++) to[i] += factor * from[i];
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) sum += a[i] * b[i];
    return sum;
  }
}
