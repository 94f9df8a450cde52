package fovea.spark;

import fovea.data.ColumnMoments;
import fovea.data.Preprocessing;
import fovea.data.TablePreprocessing;
import fovea.data.TableScale;
import fovea.model.Architecture;
import fovea.model.Autoencoder;
import fovea.model.Parameters;
import fovea.run.PreparedTraining;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;

/** A training whose examples the executors hold, of the command or of an estimator; closing it frees their memory. */
record SparkTraining(
    SparkTrainer examples, Optional<SparkTrainer> heldOut, PreparedTraining prepared)
    implements AutoCloseable {
  /**
   * What users are told; they know the settings by different names.
   *
   * @param linear how they ask for a linear decoder, or for a scale
   * @param start what to say of initial parameters where the cost is not finite
   */
  record Words(String linear, PreparedTraining.Advice start) {}

  /**
   * Gets the examples into the executors' memory and makes the first evaluation.
   *
   * @throws fovea.data.InputException if the examples cannot be used with these settings
   */
  static SparkTraining prepare(
      JavaSparkContext spark, SparkData data, SparkSettings settings, Words words) {
    Architecture architecture =
        settings.network().withInputs(data.preprocessing().outputSize());
    Preprocessing preprocessing = preprocessing(spark, data, settings);
    Sight sight = Sight.of(preprocessing, architecture.decoder(), words.linear());
    SparkTrainer examples = trainer(spark, data.training(), architecture, settings, sight);
    Optional<SparkTrainer> heldOut = Optional.empty();
    try {
      heldOut = data.heldOut().map(part -> trainer(spark, part, architecture, settings, sight));
      float[] theta = settings
          .initial()
          .map(Autoencoder::theta)
          .orElseGet(() -> Parameters.random(
              architecture, settings.seed(), examples.batch().spread().rms()));
      PreparedTraining prepared = new PreparedTraining(
              architecture,
              settings.hyperparameters(),
              preprocessing,
              examples.batch(),
              heldOut.map(held -> new PreparedTraining.HeldOut(held.batch(), settings.patience())),
              settings.optimizer(),
              settings.limits(),
              theta)
          .started(words.start());
      return new SparkTraining(examples, heldOut, prepared);
    } catch (RuntimeException e) {
      heldOut.ifPresent(SparkTrainer::close);
      examples.close();
      throw e;
    }
  }

  private static Preprocessing preprocessing(
      JavaSparkContext spark, SparkData data, SparkSettings settings) {
    if (settings.scale() == TableScale.NONE) return data.preprocessing();
    SparkData.Part training = data.training();
    ColumnMoments moments = training.from().measure(spark, training.choice()).orProblem();
    boolean unit = settings.network().decoder().isWithinUnitInterval();
    return TablePreprocessing.of(settings.scale(), unit, training.from().source(), moments);
  }

  private static SparkTrainer trainer(
      JavaSparkContext spark,
      SparkData.Part part,
      Architecture architecture,
      SparkSettings settings,
      Sight sight) {
    return new SparkTrainer(
        spark, part, architecture, settings.hyperparameters(), settings.partitions(), sight);
  }

  /** What tells whether data are the same, by name: a sum over every value stands for them. */
  Map<String, String> fingerprints() {
    Map<String, String> fingerprints = new TreeMap<>();
    fingerprints.put("training data", fingerprint(examples));
    heldOut.ifPresent(held -> fingerprints.put("held-out data", fingerprint(held)));
    return fingerprints;
  }

  private static String fingerprint(SparkTrainer trainer) {
    return "%d examples, squares %a"
        .formatted(trainer.batch().examples(), trainer.batch().spread().squares());
  }

  @Override
  public void close() {
    heldOut.ifPresent(SparkTrainer::close);
    examples.close();
  }
}
