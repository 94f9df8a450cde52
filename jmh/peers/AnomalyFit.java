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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Fovea by its library, in a program that runs already: trains on {@code train.npy} of each folder, writes the mean
 * squared errors of {@code test.npy} to {@code scores.txt}, and prints the seconds of each training. {@code java
 * --add-modules jdk.incubator.vector -cp target/fovea.jar jmh/peers/AnomalyFit.java HIDDEN RHO THREADS SEED
 * LAMBDA BETA FOLDER [SEED LAMBDA BETA FOLDER …]}, as anomaly.py calls it.
 */
public class AnomalyFit {
  private static final double WARM_UP_SECONDS = 3;
  private static final int WARM_UP_TRAININGS = 20;

  public static void main(String[] args) throws IOException {
    TrainingSettings settings = new TrainingSettings()
        .withHidden(Integer.parseInt(args[0]))
        .withLayers(ActivationFunction.SIGMOID, ActivationFunction.LINEAR, false)
        .withPreprocessing(PreprocessChoice.of(PreprocessMode.NONE))
        .withThreads(Integer.parseInt(args[2]));
    double rho = Double.parseDouble(args[1]);
    List<String> tables = List.of(args).subList(3, args.length);
    Examples first = read(tables.get(3), "train.npy");
    long start = System.nanoTime();
    for (int i = 0; i < WARM_UP_TRAININGS || seconds(start) < WARM_UP_SECONDS; i++)
      Fovea.train(first, settings);
    double[] fits = new double[tables.size() / 4];
    for (int i = 0; i < fits.length; i++) {
      List<String> table = tables.subList(4 * i, 4 * i + 4);
      String folder = table.get(3);
      TrainingSettings own = settings
          .withSeed(Long.parseLong(table.get(0)))
          .withHyperparameters(new Hyperparameters(
              Double.parseDouble(table.get(1)), Double.parseDouble(table.get(2)), rho));
      Examples training = read(folder, "train.npy");
      Examples test = read(folder, "test.npy");
      start = System.nanoTime();
      TrainedModel model = Fovea.train(training, own);
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
