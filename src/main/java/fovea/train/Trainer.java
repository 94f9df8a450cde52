package fovea.train;

import fovea.model.Cost;
import fovea.optimize.DivergedException;
import fovea.optimize.Divergence;
import fovea.optimize.Limits;
import fovea.optimize.Optimizer;
import fovea.optimize.OptimizerState;
import fovea.optimize.Outcome;
import fovea.optimize.Start;
import fovea.optimize.Step;
import fovea.optimize.StepListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Runs one training: an optimiser on the training examples, held against held-out examples after every iteration. With
 * held-out examples the parameters of the lowest held-out cost are kept ("early stopping", Prechelt, Neural Networks
 * 11(4), 1998); without them, the last.
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
   * @param training the examples to train on
   * @param heldOut other examples, for the same network and hyperparameters
   * @param patience iterations without a new lowest held-out cost after which training ends, at least 1
   * @throws IllegalArgumentException if the patience is less than 1
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
   * Trains from the initial parameters, without checkpoints:
   * {@link #run(Optimizer, float[], Optional, Limits, MetricsListener, Checkpoints)}.
   */
  public TrainingHistory run(
      Optimizer optimizer, float[] theta, Limits limits, MetricsListener listener) {
    return run(optimizer, theta, Optional.empty(), limits, listener, Checkpoints.NONE);
  }

  /**
   * Trains.
   *
   * @param theta the initial parameters; overwritten with those that are kept
   * @param from where an earlier run was left, if it goes on. Its parameters replace those in theta, and the listener
   *     is not told of its points again
   * @param limits when to end
   * @param listener is told of every point; what it throws, this throws
   * @param checkpoints takes the checkpoints
   * @throws DivergedException if the cost is not finite at the initial point; a later divergence is an outcome
   * @throws IllegalArgumentException if the checkpoint is not one of this optimiser and of as many parameters, or
   *     theta has not as many floats as the network has parameters
   */
  public TrainingHistory run(
      Optimizer optimizer,
      float[] theta,
      Optional<Checkpoint> from,
      Limits limits,
      MetricsListener listener,
      Checkpoints checkpoints) {
    Course course = new Course(
        theta, Growth.of(training, optimizer, limits), from, limits, listener, checkpoints);
    Outcome outcome;
    Optional<DivergedException> divergence = Optional.empty();
    try {
      do {
        outcome = course.isOver()
            ? Outcome.PATIENCE
            : optimizer.minimize(course.batch.objective(), theta, course.start(), limits, course);
        if (course.patienceIsOver) outcome = Outcome.PATIENCE;
      } while (course.grow(outcome));
      if (course.exploded) {
        outcome = Outcome.DIVERGED;
        divergence = Optional.of(course.explosion());
      } else {
        course.finish(theta);
      }
    } catch (DivergedException e) {
      if (course.metrics.isEmpty()) throw e;
      outcome = Outcome.DIVERGED;
      divergence = Optional.of(e.because(cause(course.batch.objective().cost())));
    }
    boolean best = heldOut.isPresent() || divergence.isPresent();
    if (best) System.arraycopy(course.best, 0, theta, 0, theta.length);
    int last = course.metrics.size() - 1;
    return new TrainingHistory(
        List.copyOf(course.metrics), outcome, best ? course.bestIteration : last, divergence);
  }

  /** What a cost that is not finite tells of the cause. */
  private static Divergence cause(Cost cost) {
    return Double.isFinite(cost.reconstruction() + cost.weightDecay())
            && cost.sparsity() == Double.POSITIVE_INFINITY
        ? Divergence.SATURATION
        : Divergence.NOT_FINITE;
  }

  /** Follows the optimiser from sample to sample and remembers the best point. */
  private final class Course implements StepListener {
    private final Growth growth;
    private final Limits limits;
    private final MetricsListener listener;
    private final Checkpoints checkpoints;
    private final long began;
    private final double secondsBefore;
    private final List<Metrics> metrics = new ArrayList<>();
    private final float[] best;
    private double bestCost = Double.POSITIVE_INFINITY;
    private int bestIteration;
    private boolean patienceIsOver;
    private boolean exploded;
    private boolean stopped;
    private Supplier<OptimizerState> memory = () -> OptimizerState.NONE;
    private int lastCheckpoint = -1;

    /** Which sample it is on, what the cost is of, and the first point there. */
    private int stage;

    private Batch batch;
    private int firstOfStage;

    Course(
        float[] theta,
        Growth growth,
        Optional<Checkpoint> from,
        Limits limits,
        MetricsListener listener,
        Checkpoints checkpoints) {
      this.growth = growth;
      this.limits = limits;
      this.listener = listener;
      this.checkpoints = checkpoints;
      batch = growth.batch(training, stage);
      began = limits.clock().getAsLong();
      secondsBefore =
          from.map(c -> c.metrics().getLast().seconds()).orElse(0.0) + training.seconds();
      best = theta.clone();
      from.ifPresent(checkpoint -> goOn(checkpoint, theta));
    }

    private void goOn(Checkpoint checkpoint, float[] theta) {
      if (checkpoint.theta().length != theta.length)
        throw new IllegalArgumentException("a checkpoint of %d parameters, the network has %d"
            .formatted(checkpoint.theta().length, theta.length));
      System.arraycopy(checkpoint.theta(), 0, theta, 0, theta.length);
      System.arraycopy(checkpoint.best().theta(), 0, best, 0, best.length);
      metrics.addAll(checkpoint.metrics());
      bestCost = checkpoint.best().cost();
      bestIteration = checkpoint.best().iteration();
      stage = growth.stage(checkpoint.last().examples());
      batch = growth.batch(training, stage);
      int examples = checkpoint.last().examples();
      firstOfStage = checkpoint.iteration();
      while (firstOfStage > 0 && metrics.get(firstOfStage - 1).examples() == examples)
        firstOfStage--;
      patienceIsOver = waitedTooLong(checkpoint.iteration());
      memory = checkpoint::memory;
      lastCheckpoint = checkpoint.iteration();
    }

    /** Where the optimiser begins: behind the last point of this stage, or anew. */
    Start start() {
      if (metrics.isEmpty()) return Start.INITIAL;
      Metrics last = metrics.getLast();
      if (firstOfStage == metrics.size()) return Start.anew(last.step(), last.seconds());
      List<Step> steps = metrics.subList(firstOfStage, metrics.size()).stream()
          .map(Metrics::step)
          .toList();
      return Start.behind(steps, last.seconds(), memory.get());
    }

    /** Whether nothing is left to be done on this sample. */
    boolean isOver() {
      return patienceIsOver || sampleIsUsedUp();
    }

    private boolean sampleIsUsedUp() {
      return growth.isUsedUp(stage, metrics.subList(firstOfStage, metrics.size()));
    }

    /**
     * Goes on to the next sample, where the optimiser has done what it can on this one.
     *
     * @return whether there is one
     */
    boolean grow(Outcome outcome) {
      if (growth.isLast(stage) || stopped || exploded) return false;
      boolean done = sampleIsUsedUp()
          || switch (outcome) {
            case TOLERANCE, RELATIVE_DECREASE, CONVERGED, NO_PROGRESS, PATIENCE -> true;
            case ITERATIONS, SECONDS, DIVERGED, STOPPED -> false;
          };
      if (!done) return false;
      stage++;
      batch = growth.batch(training, stage);
      firstOfStage = metrics.size();
      patienceIsOver = false;
      // Costs on different samples do not compare; those on held-out examples do.
      if (heldOut.isEmpty()) bestCost = Double.POSITIVE_INFINITY;
      return true;
    }

    /** In whole microseconds, as metrics.csv has them, so that what is drawn from there is the same. */
    private double seconds() {
      double seconds = secondsBefore + (limits.clock().getAsLong() - began) / 1e9;
      return Math.rint(1e6 * seconds) / 1e6;
    }

    @Override
    public boolean accept(Step step, float[] theta) {
      Activations activations = batch.objective().activations();
      Metrics row = new Metrics(
          step,
          batch.examples(),
          batch.objective().cost(),
          seconds(),
          batch.explainedVariance(),
          activations.mean(),
          activations.deadUnits(),
          activations.saturatedUnits(),
          heldOut.map(unseen -> measure(unseen, theta)));
      metrics.add(row);
      compare(
          step.iteration(), row.heldOut().map(Metrics.HeldOut::cost).orElse(step.cost()), theta);
      exploded = Divergence.isExplosion(metrics.getFirst().step().cost(), step.cost());
      stopped = !listener.accept(row, theta);
      return !stopped && !exploded && !isOver();
    }

    @Override
    public boolean accept(Step step, float[] theta, Supplier<OptimizerState> memory) {
      boolean goOn = accept(step, theta);
      this.memory = memory;
      boolean more = goOn || (!growth.isLast(stage) && !stopped && !exploded);
      if (more && checkpoints.wants(step.iteration(), false)) take(theta);
      return goOn;
    }

    /** The run ends, at the point that was accepted last. */
    void finish(float[] theta) {
      int last = metrics.size() - 1;
      if (last > lastCheckpoint && checkpoints.wants(last, true)) take(theta);
    }

    private void take(float[] theta) {
      checkpoints.take(new Checkpoint(
          theta, memory.get(), metrics, new Checkpoint.Best(best, bestIteration, bestCost)));
      lastCheckpoint = metrics.size() - 1;
    }

    DivergedException explosion() {
      int last = metrics.size() - 1;
      double before = metrics.get(last - 1).step().cost();
      return new DivergedException(last, before).because(Divergence.EXPLOSION);
    }

    private Metrics.HeldOut measure(Batch unseen, float[] theta) {
      return new Metrics.HeldOut(unseen.objective().value(theta), unseen.explainedVariance());
    }

    /** A cost that is not a number is never the best. */
    private void compare(int iteration, double cost, float[] theta) {
      if (cost < bestCost) {
        bestCost = cost;
        bestIteration = iteration;
        System.arraycopy(theta, 0, best, 0, theta.length);
      }
      patienceIsOver = waitedTooLong(iteration);
    }

    private boolean waitedTooLong(int iteration) {
      return heldOut.isPresent() && iteration - Math.max(bestIteration, firstOfStage) >= patience;
    }
  }
}
