package fovea.io;

import fovea.data.ExampleSource;
import fovea.data.Preprocessing;
import fovea.data.TablePreprocessing;
import fovea.model.Autoencoder;
import fovea.model.Workspace;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * What a model does to blocks of examples, for {@link RowStream}. The bits are those of {@link Autoencoder}'s batches.
 */
public final class ModelSteps {
  private ModelSteps() {}

  /** Rows of H activations. */
  public static IntFunction<RowStream.Step> encode(
      ExampleSource source, Preprocessing preprocessing, Autoencoder network) {
    return capacity -> {
      Workspace work = network.workspace();
      Seen seen = new Seen(source, preprocessing, capacity);
      return (rows, n, out, at) -> network.encodeBatch(work, seen.of(rows, n), 0, n, out, at);
    };
  }

  /**
   * Rows of D values, from rows of H.
   *
   * @param preprocessing whose units the values are to have
   */
  public static IntFunction<RowStream.Step> decode(
      Autoencoder network, Preprocessing preprocessing) {
    int d = network.shape().inputs();
    return capacity -> {
      Workspace work = network.workspace();
      return (rows, n, out, at) -> {
        network.decodeBatch(work, rows, 0, n, out, at);
        if (preprocessing instanceof Preprocessing.None) return;
        float[] own = preprocessing.ownUnits(Arrays.copyOfRange(out, at, at + n * d), n);
        System.arraycopy(own, 0, out, at, n * d);
      };
    };
  }

  /**
   * Reconstruction errors: rows of one value, the mean of (o − x)² over the D values of an example, and with
   * {@code perValue} the D squares behind it. They are summed in double, in ascending order. A missing value counts in
   * no sum and no number, and its square is NaN.
   */
  public static IntFunction<RowStream.Step> errors(
      ExampleSource source, Preprocessing preprocessing, Autoencoder network, boolean perValue) {
    int d = network.shape().inputs();
    int width = perValue ? 1 + d : 1;
    boolean imputes = preprocessing.table().filter(TablePreprocessing::imputes).isPresent();
    return capacity -> {
      Workspace work = network.workspace();
      Seen seen = new Seen(source, preprocessing, capacity);
      float[] output = new float[Math.multiplyExact(capacity, d)];
      return (rows, n, out, at) -> {
        float[] x = seen.of(rows, n);
        network.reconstructBatch(work, x, 0, n, output, 0);
        for (int i = 0; i < n; i++) {
          int row = at + i * width;
          double sum = 0;
          int there = d;
          for (int k = 0; k < d; k++) {
            double e = (double) output[i * d + k] - x[i * d + k];
            boolean missing = imputes && Float.isNaN(rows[i * d + k]);
            if (missing) there--;
            else sum += e * e;
            if (perValue) out[row + 1 + k] = missing ? Float.NaN : (float) (e * e);
          }
          out[row] = (float) (sum / Math.max(1, there));
        }
      };
    };
  }

  /** What a model sees of a block. */
  private static final class Seen {
    private final ExampleSource source;
    private final Preprocessing preprocessing;
    private final float[] x;

    Seen(ExampleSource source, Preprocessing preprocessing, int capacity) {
      this.source = source;
      this.preprocessing = preprocessing;
      x = preprocessing instanceof Preprocessing.None
          ? new float[0]
          : new float[Math.multiplyExact(capacity, preprocessing.outputSize())];
    }

    float[] of(float[] rows, int n) {
      if (preprocessing instanceof Preprocessing.None) return rows;
      preprocessing.apply(source.source(), source.shape(), rows, n, x);
      return x;
    }
  }
}
