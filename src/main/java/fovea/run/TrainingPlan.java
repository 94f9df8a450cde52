package fovea.run;

import fovea.data.ExampleShape;
import fovea.data.Examples;
import fovea.data.InputException;
import fovea.model.Architecture;
import fovea.train.Batch;
import fovea.train.MemoryNeed;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToLongFunction;

/** What a training takes, before it begins. */
public record TrainingPlan(TrainingData given, RunSettings settings, int threads) {
  private static final double MEASURED_SECONDS = 1;

  /** A held-out example is only taken forward: about half of an evaluation. */
  private static final double HELD_OUT = 0.5;

  private Architecture architecture() {
    return settings.network().withInputs(given.inputs());
  }

  /** Bytes that data and training hold at the same time, at least. */
  public long bytes() {
    return dataBytes(given.count())
        + trainingBytes(given.count(), architecture().shape().hidden());
  }

  /**
   * Refuses what cannot fit, before it is asked for.
   *
   * @throws InputException if the Java heap is smaller than what is needed
   */
  public void requireMemory() {
    long heap = Runtime.getRuntime().maxMemory();
    if (bytes() <= heap) return;
    throw new InputException(
        "training %s on %s needs %s of memory, Java may use %s; give it more, such as FOVEA_OPTS=-Xmx%dm%s"
            .formatted(
                architecture(),
                Words.count(given.count(), "example"),
                mebibytes(bytes()),
                mebibytes(heap),
                // Java rounds large arrays up to whole regions, and the figures need something too.
                ((2 * bytes()) >> 20) + 64,
                smaller(heap / 2).map(option -> ", or take " + option).orElse("")));
  }

  /** The option that would fit into so many bytes, if one does. */
  private Optional<String> smaller(long bytes) {
    int examples = given.count();
    int hidden = architecture().shape().hidden();
    if (given.examples().shape() instanceof ExampleShape.Patch) {
      int fewer = largest(examples, n -> dataBytes(n) + trainingBytes(n, hidden), bytes);
      if (fewer > 0) return Optional.of("--patches " + round(fewer));
    }
    int smaller = largest(hidden, h -> dataBytes(examples) + trainingBytes(examples, h), bytes);
    return smaller > 0 ? Optional.of("--hidden " + round(smaller)) : Optional.empty();
  }

  private static int largest(int most, IntToLongFunction bytes, long limit) {
    int fits = 0;
    for (int tooMany = most; tooMany - fits > 1; ) {
      int middle = fits + (tooMany - fits) / 2;
      if (bytes.applyAsLong(middle) <= limit) fits = middle;
      else tooMany = middle;
    }
    return fits;
  }

  /** Down to two digits. */
  private static int round(int count) {
    int unit = 1;
    while (count / unit >= 100) unit *= 10;
    return count / unit * unit;
  }

  private long dataBytes(int examples) {
    long each = given.examples().shape().size() + (corrupted() ? 2L : 1L) * given.inputs();
    int inMemory = given.onDisk().isPresent() ? given.examples().count() : examples;
    long heldOut = given.heldOut().map(held -> bytes(held.examples(), held.x())).orElse(0L);
    return Float.BYTES * each * inMemory + heldOut;
  }

  private static long bytes(Examples examples, float[] x) {
    return (long) Float.BYTES * (examples.values().length + x.length);
  }

  private long trainingBytes(int examples, int hidden) {
    Architecture other = architecture().withHidden(hidden);
    return MemoryNeed.of(
            other,
            examples,
            heldOut(),
            corrupted(),
            given.onDisk().isPresent(),
            threads,
            settings.optimizer())
        .bytes();
  }

  private boolean corrupted() {
    return given.settings().corrupt() > 0;
  }

  private int heldOut() {
    return given.heldOut().map(held -> held.examples().count()).orElse(0);
  }

  /**
   * All of it, as lines for the user, with a measurement that takes about a second.
   *
   * @param theta where to measure
   */
  public List<String> lines(Batch training, float[] theta) {
    int iterations = settings.limits().iterations();
    Architecture architecture = architecture();
    long n = given.count();
    double flops =
        10.0 * n * architecture.shape().inputs() * architecture.shape().hidden();
    double[] times = times(training, theta);
    double evaluation = usual(times);
    double evaluations = iterations * settings.optimizer().evaluationsPerIteration() + 1;
    double heldOut = HELD_OUT * heldOut() / n * (iterations + 1);
    return List.of(
        "network     %s, %,d parameters".formatted(architecture, theta.length),
        "examples    %,d of %d values from %s%s"
            .formatted(
                n,
                given.inputs(),
                given.source(),
                heldOut() == 0 ? "" : ", %,d held out".formatted(heldOut())),
        "memory      %s, Java may use %s"
            .formatted(mebibytes(bytes()), mebibytes(Runtime.getRuntime().maxMemory())),
        "work        %.3g floating-point operations an evaluation, about %,.0f evaluations in %s"
            .formatted(flops, evaluations, Words.count(iterations, "iteration")),
        "time        about %s of training, before figures and report; %s an evaluation with %s, measured just now"
            .formatted(
                duration(seconds(times, evaluations + heldOut)),
                duration(evaluation),
                Words.count(threads, "thread")));
  }

  /** Seconds of one evaluation after another, for about a second; the first ones are not yet compiled. */
  private static double[] times(Batch training, float[] theta) {
    float[] gradient = new float[theta.length];
    double[] times = new double[100_000];
    int count = 0;
    long began = System.nanoTime();
    while (count < times.length && (count == 0 || since(began) < MEASURED_SECONDS)) {
      long start = System.nanoTime();
      training.objective().valueAndGradient(theta, gradient);
      times[count++] = since(start);
    }
    return Arrays.copyOf(times, count);
  }

  /** Of an evaluation that is compiled: the median of the second half. */
  private static double usual(double[] times) {
    double[] later = Arrays.copyOfRange(times, times.length / 2, times.length);
    Arrays.sort(later);
    return later[later.length / 2];
  }

  /** Of so many evaluations, which begin as slowly as those that were measured. */
  static double seconds(double[] times, double evaluations) {
    int measured = (int) Math.min(times.length, evaluations);
    return Arrays.stream(times, 0, measured).sum() + usual(times) * (evaluations - measured);
  }

  private static double since(long nanoTime) {
    return (System.nanoTime() - nanoTime) / 1e9;
  }

  static String duration(double seconds) {
    if (seconds < 0.9995) return "%.3g ms".formatted(1000 * seconds);
    if (seconds < 9.95) return "%.1f seconds".formatted(seconds);
    if (seconds < 120) return "%.0f seconds".formatted(seconds);
    if (seconds < 7200) return "%.0f minutes".formatted(seconds / 60);
    return "%.1f hours".formatted(seconds / 3600);
  }

  private static String mebibytes(long bytes) {
    return "%,d MiB".formatted((bytes >> 20) + 1);
  }
}
