package fovea.report;

import fovea.data.ExampleShape;
import fovea.data.Examples;
import fovea.data.Preprocessing;
import fovea.data.TableScale;
import fovea.data.Whitening;
import fovea.kernels.RandomDraws;
import fovea.model.Autoencoder;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The examples that a run's figures and its report show.
 *
 * @param asRead the examples before preprocessing, where they are patches that went through some
 * @param seen the same as the network sees them
 * @param reconstructions of them; whitening is undone in both, scaling is not
 * @param remark a sentence on that, or nothing
 */
record ShownExamples(
    Optional<TileRow> asRead, TileRow seen, Reconstructions reconstructions, String remark) {
  /** Examples that fit side by side. */
  private static final int MOST = 10;

  /**
   * Draws some examples.
   *
   * @param raw the training examples as they were read
   * @param preprocessing what they went through
   * @param x the same after preprocessing, N×D
   * @param seed decides which examples are shown
   */
  static ShownExamples of(
      Examples raw, Preprocessing preprocessing, float[] x, Autoencoder network, long seed) {
    TileShape tile = TileShape.of(raw.shape(), preprocessing);
    int[] shown = draw(raw.count(), seed);
    int count = shown.length;
    float[] seen = rows(x, network.shape().inputs(), shown);
    float[] output = new float[seen.length];
    network.reconstructBatch(seen, count, output);
    Optional<TileRow> asRead = Optional.empty();
    if (!(preprocessing instanceof Preprocessing.None)
        && raw.shape() instanceof ExampleShape.Patch patch) {
      float[] values = rows(raw.values(), patch.size(), shown);
      asRead =
          Optional.of(new TileRow(TileShape.of(patch), values, count, GreyScale.showing(values)));
    }
    return new ShownExamples(
        asRead,
        new TileRow(tile, seen, count, GreyScale.seen(preprocessing, seen)),
        Reconstructions.of(
            tile,
            preprocessing.withoutWhitening(seen, count),
            preprocessing.withoutWhitening(output, count),
            count),
        remark(preprocessing));
  }

  private static String remark(Preprocessing preprocessing) {
    return (preprocessing instanceof Whitening ? " The whitening is undone in both." : "")
        + preprocessing
            .table()
            .filter(table -> table.scale() != TableScale.NONE)
            .map(table -> " The columns stay scaled in both.")
            .orElse("");
  }

  /** Ten different examples, or all if there are fewer, in the order drawn. */
  private static int[] draw(int count, long seed) {
    RandomDraws draws = new RandomDraws(seed, RandomDraws.Stream.FIGURES);
    Set<Integer> shown = new LinkedHashSet<>();
    while (shown.size() < Math.min(MOST, count)) shown.add(draws.below(count));
    return shown.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The {@code size} values of each of these examples. */
  private static float[] rows(float[] values, int size, int[] examples) {
    float[] rows = new float[Math.multiplyExact(examples.length, size)];
    for (int i = 0; i < examples.length; i++)
      System.arraycopy(values, examples[i] * size, rows, i * size, size);
    return rows;
  }
}
