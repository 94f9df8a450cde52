package fovea.sweep;

import fovea.kernels.Team;
import fovea.run.RunSettings;
import fovea.run.TrainingData;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Runs many trainings on the same data. Runs go on side by side with one thread each, so that no thread waits for
 * another inside a step. When fewer runs are left than threads, the last runs share the free threads. The largest
 * networks come first, so that no long run is left over at the end. The results depend on none of this.
 *
 * @param data what they are trained and, as far as it is held out, judged on
 * @param settings what they have in common; hidden units and hyperparameters are those of each setting, and there is no
 *     limit of time, which would make results depend on the clock
 * @param version of Fovea
 * @param arguments of the command, for people
 */
public record Sweep(
    TrainingData data, RunSettings settings, String version, List<String> arguments) {
  /** How a run ended: with a result, without one because it was stopped, or with a failure. */
  private record Ended(int threads, Optional<SweepResult> result, Optional<Throwable> failure) {}

  /**
   * Runs the settings that the folder does not hold yet. Each current run holds N·(D+H) floats of data and
   * activations in memory.
   *
   * @param threads to use in all
   * @param stop whether to end; current runs then end after their iteration and are dropped
   * @return the results in the order of the plan; the missing ones are left out if it was stopped
   * @throws IOException if something cannot be written; finished runs are saved
   */
  public List<SweepResult> run(
      SweepPlan plan, SweepFolder folder, int threads, BooleanSupplier stop, SweepListener listener)
      throws IOException, InterruptedException {
    Map<Setting, SweepResult> results = new HashMap<>();
    for (Setting setting : plan.runs())
      folder.result(setting).ifPresent(result -> results.put(setting, result));
    Deque<Setting> left = new ArrayDeque<>(plan.runs().stream()
        .filter(setting -> !results.containsKey(setting))
        .sorted(Comparator.comparingInt(setting -> -setting.hidden()))
        .toList());
    AtomicBoolean failed = new AtomicBoolean();
    BooleanSupplier end = () -> failed.get() || stop.getAsBoolean();
    try {
      perform(left, results, folder, threads, end, failed, listener);
    } finally {
      // After an interrupt of this thread the current runs end by themselves.
      failed.set(true);
    }
    return plan.runs().stream().map(results::get).filter(Objects::nonNull).toList();
  }

  private void perform(
      Deque<Setting> left,
      Map<Setting, SweepResult> results,
      SweepFolder folder,
      int threads,
      BooleanSupplier end,
      AtomicBoolean failed,
      SweepListener listener)
      throws IOException, InterruptedException {
    BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
    Optional<Throwable> failure = Optional.empty();
    int free = threads;
    for (int running = 0; ; running--) {
      for (; !left.isEmpty() && free > 0 && !end.getAsBoolean(); running++) {
        int team = Math.max(1, free / left.size());
        Setting setting = left.remove();
        free -= team;
        Thread thread = new Thread(
            () -> ended.add(attempt(setting, folder, team, end, listener)),
            "fovea-" + setting.name());
        thread.setDaemon(true);
        thread.start();
      }
      if (running == 0) break;
      Ended next = ended.take();
      free += next.threads;
      next.result.ifPresent(result -> results.put(result.setting(), result));
      if (next.failure.isPresent() && failure.isEmpty()) {
        failure = next.failure;
        failed.set(true);
      }
    }
    if (failure.isPresent()) rethrow(failure.get());
  }

  private Ended attempt(
      Setting setting,
      SweepFolder folder,
      int threads,
      BooleanSupplier end,
      SweepListener listener) {
    try (Team team = new Team(threads)) {
      listener.started(setting, threads);
      Optional<SweepResult> result = new SweepRun(this, setting, folder, listener).run(team, end);
      result.ifPresent(listener::finished);
      return new Ended(threads, result, Optional.empty());
    } catch (IOException | RuntimeException | Error e) {
      return new Ended(threads, Optional.empty(), Optional.of(e));
    }
  }

  private static void rethrow(Throwable failure) throws IOException {
    if (failure instanceof IOException e) throw e;
    if (failure instanceof RuntimeException e) throw e;
    if (failure instanceof Error e) throw e;
    throw new IllegalStateException(failure);
  }
}
