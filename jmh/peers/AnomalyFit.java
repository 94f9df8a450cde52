import fovea.Fovea;
import fovea.TrainingSettings;
import fovea.data.DataReader;
import fovea.data.Examples;
import fovea.data.PreprocessChoice;
import fovea.data.PreprocessMode;
import fovea.data.ReadOptions;
import fovea.kernels.ActivationFunction;
import fovea.model.Hyperparameters;
import fovea.optimize.Limits;
import java.nio.file.Path;

/**
 * The seconds that Fovea trains in a program that runs already: those of the last of some trainings. {@code java
 * --add-modules jdk.incubator.vector -cp target/fovea.jar jmh/peers/AnomalyFit.java X.npy HIDDEN LAMBDA BETA RHO
 * ITERATIONS SEED THREADS}, as anomaly.py calls it.
 */
public class AnomalyFit {
  private static final double WARM_UP_SECONDS = 3;

  public static void main(String[] args) {
    Examples examples = DataReader.read(Path.of(args[0]), ReadOptions.defaults());
    TrainingSettings settings = new TrainingSettings()
        .withHidden(Integer.parseInt(args[1]))
        .withLayers(ActivationFunction.SIGMOID, ActivationFunction.LINEAR, false)
        .withHyperparameters(new Hyperparameters(
            Double.parseDouble(args[2]), Double.parseDouble(args[3]), Double.parseDouble(args[4])))
        .withPreprocessing(PreprocessChoice.of(PreprocessMode.NONE))
        .withLimits(new Limits(Integer.parseInt(args[5]), 1e-5, 1e-4, Double.POSITIVE_INFINITY))
        .withSeed(Long.parseLong(args[6]))
        .withThreads(Integer.parseInt(args[7]));
    double seconds = 0;
    for (double sum = 0; sum < WARM_UP_SECONDS; sum += seconds) {
      long start = System.nanoTime();
      Fovea.train(examples, settings);
      seconds = (System.nanoTime() - start) / 1e9;
    }
    System.out.println(seconds);
  }
}
