package fovea.report;

import fovea.data.ExampleShape;
import fovea.data.Examples;
import fovea.data.Preprocessing;
import fovea.data.Whitening;
import fovea.kernels.RandomDraws;
import fovea.model.Autoencoder;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import fovea.train.Metrics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The figures of a training run. */
public final class RunFigures {
  static final String UNWHITENED = " The whitening is undone in both.";
  static final String FILTERS =
      " The weights are taken through the whitening: the tile is the filter that the unit applies to what is whitened.";

  private RunFigures() {}

  /**
   * Writes patches.png, reconstructions.png, features.png and cost.png.
   *
   * @param folder where to; exists
   * @param raw the training examples as they were read
   * @param preprocessing what they went through
   * @param x the same after preprocessing, N×D
   * @param rhoHat mean activation of each hidden unit
   * @param metrics the run, at least its initial point
   * @param seed decides which examples are shown
   */
  public static void write(
      Path folder,
      Examples raw,
      Preprocessing preprocessing,
      float[] x,
      Autoencoder network,
      double[] rhoHat,
      List<Metrics> metrics,
      long seed)
      throws IOException {
    NetworkShape shape = network.shape();
    int d = shape.inputs();
    boolean preprocessed = !(preprocessing instanceof Preprocessing.None);
    TileShape tile = TileShape.of(raw.shape(), preprocessing);
    boolean whitened = preprocessing instanceof Whitening;
    int[] shown = draw(raw.count(), seed);
    float[] examples = rows(x, d, shown);

    if (preprocessed && raw.shape() instanceof ExampleShape.Patch patch) {
      PatchesFigure.write(
          folder.resolve("patches.png"),
          patch,
          rows(raw.values(), patch.size(), shown),
          tile,
          examples,
          GreyScale.seen(preprocessing, examples));
    } else {
      PatchesFigure.write(folder.resolve("patches.png"), tile, examples, shown.length);
    }

    float[] output = new float[examples.length];
    network.reconstructBatch(examples, shown.length, output);
    ReconstructionsFigure.write(
        folder.resolve("reconstructions.png"),
        tile,
        preprocessing.withoutWhitening(examples, shown.length),
        preprocessing.withoutWhitening(output, shown.length),
        shown.length,
        whitened ? UNWHITENED : "");

    int w1 = Parameters.w1(shape);
    FeaturesFigure.write(
        folder.resolve("features.png"),
        tile,
        preprocessing.filters(
            Arrays.copyOfRange(network.theta(), w1, w1 + d * shape.hidden()), shape.hidden()),
        floats(rhoHat),
        whitened ? FILTERS : "");

    CostFigure.write(
        folder.resolve("cost.png"), metrics.stream().map(CostPoint::of).toList());
  }

  static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) floats[i] = (float) values[i];
    return floats;
  }

  /** Ten different examples, or all if there are fewer, in the order drawn. */
  static int[] draw(int count, long seed) {
    RandomDraws draws = new RandomDraws(seed, RandomDraws.Stream.FIGURES);
    Set<Integer> shown = new LinkedHashSet<>();
    while (shown.size() < Math.min(PatchesFigure.MOST, count)) shown.add(draws.below(count));
    return shown.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The {@code size} values of each of these examples. */
  static float[] rows(float[] values, int size, int[] examples) {
    float[] rows = new float[Math.multiplyExact(examples.length, size)];
    for (int i = 0; i < examples.length; i++)
      System.arraycopy(values, examples[i] * size, rows, i * size, size);
    return rows;
  }
}
