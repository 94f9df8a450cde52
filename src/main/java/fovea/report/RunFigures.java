package fovea.report;

import fovea.data.Examples;
import fovea.data.Preprocessing;
import fovea.model.Autoencoder;
import fovea.train.Metrics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The figures of a training run. */
public final class RunFigures {
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
    ShownExamples shown = ShownExamples.of(raw, preprocessing, x, network, seed);
    PatchesFigure.write(folder.resolve("patches.png"), shown);
    ReconstructionsFigure.write(
        folder.resolve("reconstructions.png"), shown.reconstructions(), shown.remark());
    FeaturesFigure.write(
        folder.resolve("features.png"),
        Features.of(network, preprocessing, TileShape.of(raw.shape(), preprocessing), rhoHat));
    CostFigure.write(folder.resolve("cost.png"), metrics);
  }
}
