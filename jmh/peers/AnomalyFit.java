import fovea.Fovea;
import fovea.TrainedModel;
import fovea.TrainingSettings;
import fovea.data.DataReader;
import fovea.data.Examples;
import fovea.data.PreprocessChoice;
import fovea.data.PreprocessMode;
import fovea.data.ReadOptions;
import fovea.kernels.ActivationFunction;
import fovea.model.Hyperparameters;
import fovea.optimize.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Fovea by its library, in a program that runs already: trains on {@code train.npy} of each folder, writes the mean
 * squared errors of {@code test.npy} to {@code scores.txt}, and prints the seconds of each training. {@code java
 * --add-modules jdk.incubator.vector -cp target/fovea.jar jmh/peers/AnomalyFit.java HIDDEN LAMBDA BETA RHO ITERATIONS
 * THREADS SEED FOLDER [SEED FOLDER …]}, as anomaly.py calls it.
 */
public class AnomalyFit {
  private static final double WARM_UP_SECONDS = 3;
  private static final int WARM_UP_TRAININGS = 20;

  public static void main(String[] args) throws IOException {
    TrainingSettings settings = new TrainingSettings()
        .withHidden(Integer.parseInt(args[0]))
        .withLayers(ActivationFunction.SIGMOID, ActivationFunction.LINEAR, false)
        .withHyperparameters(new Hyperparameters(
            Double.parseDouble(args[1]), Double.parseDouble(args[2]), Double.parseDouble(args[3])))
        .withPreprocessing(PreprocessChoice.of(PreprocessMode.NONE))
        .withLimits(new Limits(Integer.parseInt(args[4]), 1e-5, 1e-4, Double.POSITIVE_INFINITY))
        .withThreads(Integer.parseInt(args[5]));
    List<String> tables = List.of(args).subList(6, args.length);
    Examples first = read(tables.get(1), "train.npy");
    long start = System.nanoTime();
    for (int i = 0; i < WARM_UP_TRAININGS || seconds(start) < WARM_UP_SECONDS; i++)
      Fovea.train(first, settings);
    double[] fits = new double[tables.size() / 2];
    for (int i = 0; i < fits.length; i++) {
      String folder = tables.get(2 * i + 1);
      Examples training = read(folder, "train.npy");
      Examples test = read(folder, "test.npy");
      start = System.nanoTime();
      TrainedModel model =
          Fovea.train(training, settings.withSeed(Long.parseLong(tables.get(2 * i))));
      fits[i] = seconds(start);
      Files.writeString(Path.of(folder, "scores.txt"), scores(model, test));
    }
    System.out.println(Arrays.toString(fits));
  }

  private static Examples read(String folder, String file) {
    return DataReader.read(Path.of(folder, file), ReadOptions.defaults());
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static String scores(TrainedModel model, Examples test) {
    float[] output = model.reconstruct(test);
    int d = test.shape().size();
    double[] scores = new double[test.count()];
    for (int i = 0; i < output.length; i++) {
      double error = (double) output[i] - test.values()[i];
      scores[i / d] += error * error / d;
    }
    return Arrays.stream(scores).mapToObj(Double::toString).collect(Collectors.joining("\n"));
  }
}
