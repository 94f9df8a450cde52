package fovea.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs one training: an optimiser on the training examples, held against held-out examples after every iteration. With held-out
 * examples the parameters of the lowest held-out cost are kept ("early stopping", Prechelt, Neural Networks 11(4), 1998); without, the
 * last.
 */
public final class Trainer {
  private final Batch training;
  private final Optional<Batch> heldOut;
  private final int patience;

  /** Trains without held-out examples. */
  public Trainer(Batch training) {
    this(training, Optional.empty(), 1);
  }

  /**
   * Trains with held-out examples.
   *
   * @param heldOut of the same shape and hyperparameters
   * @param patience iterations without a new lowest held-out cost after which training ends, at least 1
   */
  public Trainer(Batch training, Batch heldOut, int patience) {
    this(training, Optional.of(heldOut), patience);
  }

  private Trainer(Batch training, Optional<Batch> heldOut, int patience) {
    if (patience < 1)
      throw new IllegalArgumentException("patience must be at least 1, not " + patience);
    this.training = training;
    this.heldOut = heldOut;
    this.patience = patience;
  }

  /**
   * Trains.
   *
   * @param theta the initial parameters; overwritten with those that are kept
   * @throws DivergedException if the cost is not finite at the initial point. Later divergence is an outcome like others
   */
  public Training run(Optimizer optimizer, float[] theta, Limits limits, MetricsListener listener) {
    Course course = new Course(theta, listener);
    Outcome outcome;
    Optional<DivergedException> divergence = Optional.empty();
    try {
      outcome = optimizer.minimize(training.objective(), theta, limits, course);
      if (course.patienceIsOver) outcome = Outcome.PATIENCE;
    } catch (DivergedException e) {
      if (course.metrics.isEmpty()) throw e;
      outcome = Outcome.DIVERGED;
      divergence = Optional.of(e);
    }
    if (heldOut.isPresent()) System.arraycopy(course.best, 0, theta, 0, theta.length);
    int last = course.metrics.size() - 1;
    return new Training(
        List.copyOf(course.metrics),
        outcome,
        heldOut.isPresent() ? course.bestIteration : last,
        divergence);
  }

  /** Follows the optimiser and remembers the best point. */
  private final class Course implements StepListener {
    private final MetricsListener listener;
    private final List<Metrics> metrics = new ArrayList<>();
    private final float[] best;
    private double bestCost = Double.POSITIVE_INFINITY;
    private int bestIteration;
    private boolean patienceIsOver;

    Course(float[] theta, MetricsListener listener) {
      this.listener = listener;
      best = theta.clone();
    }

    @Override
    public boolean accept(Step step, float[] theta) {
      Activations activations = training.objective().activations();
      Metrics row = new Metrics(
          step,
          training.explainedVariance(),
          activations.mean(),
          activations.deadUnits(),
          activations.saturatedUnits(),
          heldOut.map(batch -> measure(batch, theta)));
      metrics.add(row);
      row.heldOut().ifPresent(held -> compare(step.iteration(), held.cost(), theta));
      return listener.accept(row) && !patienceIsOver;
    }

    private Metrics.HeldOut measure(Batch batch, float[] theta) {
      return new Metrics.HeldOut(batch.objective().value(theta), batch.explainedVariance());
    }

    /** A cost that is not a number is never the best. */
    private void compare(int iteration, double cost, float[] theta) {
      if (cost < bestCost) {
        bestCost = cost;
        bestIteration = iteration;
        System.arraycopy(theta, 0, best, 0, theta.length);
      }
      patienceIsOver = iteration - bestIteration >= patience;
    }
  }
}
