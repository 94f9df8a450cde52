package fovea;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.data.ExampleShape;
import fovea.data.Examples;
import fovea.data.InputException;
import fovea.data.PatchColour;
import fovea.data.PreprocessChoice;
import fovea.data.PreprocessMode;
import fovea.data.ReadOptions;
import fovea.data.Split;
import fovea.data.Whitening;
import fovea.io.ModelFile;
import fovea.io.StoredModel;
import fovea.kernels.ActivationFunction;
import fovea.kernels.Samples;
import fovea.model.Architecture;
import fovea.model.Autoencoder;
import fovea.model.Hyperparameters;
import fovea.model.Parameters;
import fovea.optimize.Adam;
import fovea.optimize.Lbfgs;
import fovea.optimize.Limits;
import fovea.optimize.Optimizer;
import fovea.optimize.Outcome;
import fovea.train.TrainingHistory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoveaTest {
  @TempDir
  private Path folder;

  private static final TrainingSettings SHORT =
      new TrainingSettings().withHidden(5).withLimits(new Limits(8, 0));

  private static Examples pixels(int n, ExampleShape shape) {
    return new Examples("test", n, shape, new Samples(3).pixels(n * shape.size()));
  }

  @Test
  void theBitsDoNotDependOnThreads() {
    Examples examples = pixels(300, new ExampleShape.Patch(1, 4));
    TrainingSettings settings = SHORT.withHeldOut(0.2).withPatience(5).withCorruption(0.1);
    TrainedModel one = Fovea.train(examples, settings.withThreads(1));
    TrainedModel three = Fovea.train(examples, settings.withThreads(3));
    assertThat(three.model().network().theta()).isEqualTo(one.model().network().theta());
    assertThat(three.history().metrics()).hasSize(one.history().metrics().size());
    assertThat(one.history().kept().heldOut()).isPresent();
    assertThat(Fovea.train(examples, settings.withSeed(2)).model().network().theta())
        .isNotEqualTo(one.model().network().theta());
  }

  @Test
  void everySettingReachesTheModel() {
    Examples examples = pixels(200, new ExampleShape.Patch(3, 4));
    Hyperparameters hyperparameters = new Hyperparameters(1e-3, 0.3, 0.2);
    TrainedModel trained = Fovea.train(
        examples,
        SHORT
            .withHidden(7)
            .withLayers(ActivationFunction.TANH, ActivationFunction.LINEAR, true)
            .withHyperparameters(hyperparameters)
            .withOptimizer(new Adam(0.01))
            .withLimits(new Limits(3, 0))
            .withPreprocessing(new PreprocessChoice(
                PreprocessMode.AUTO, PatchColour.RGB, OptionalDouble.of(0.1))));
    Architecture architecture = trained.model().network().architecture();
    assertThat(architecture).hasToString("48-7-48 (tanh encoder, linear decoder, tied)");
    assertThat(trained.model().hyperparameters()).isEqualTo(hyperparameters);
    assertThat(trained.model().preprocessing().orElseThrow()).isInstanceOf(Whitening.class);
    assertThat(trained.history().last().step().iteration()).isEqualTo(3);
    assertThat(trained.history().last().step().evaluations()).isEqualTo(4); // Adam's, not L-BFGS's
  }

  @Test
  void theListenerSeesEveryIterationAndEndsTraining() {
    Examples examples = pixels(50, new ExampleShape.Row(6));
    List<Integer> seen = new ArrayList<>();
    List<StoredModel> models = new ArrayList<>();
    TrainedModel trained = Fovea.train(examples, SHORT, (metrics, model) -> {
      seen.add(metrics.step().iteration());
      models.add(model.get());
      return metrics.step().iteration() < 4;
    });
    assertThat(seen).containsExactly(0, 1, 2, 3, 4);
    assertThat(models.getFirst().network().theta())
        .isEqualTo(Parameters.random(trained.model().network().architecture(), 1));
    for (int iterations : new int[] {2, 4})
      assertThat(models.get(iterations).network().theta())
          .isEqualTo(Fovea.train(examples, SHORT.withLimits(new Limits(iterations, 0)))
              .model()
              .network()
              .theta());
    assertThat(models.getLast().preprocessing()).isEqualTo(trained.model().preprocessing());
    assertThat(trained.history().outcome()).isEqualTo(Outcome.STOPPED);
  }

  @Test
  void whatCannotBeTrainedOnIsRefused() {
    float[] values = {0.5f, Float.NaN};
    Examples bad = new Examples("mine", 2, new ExampleShape.Row(1), values);
    assertThatThrownBy(() -> Fovea.train(bad, SHORT))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("mine: example 1, value 0 is NaN");
    assertThatThrownBy(() -> Fovea.train(
            bad, SHORT.withLayers(ActivationFunction.TANH, ActivationFunction.LINEAR, false)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("mine: the cost is not finite");
  }

  @Test
  void settingsOutOfRangeAreIllegalArguments() {
    for (ThrowingCallable wrong : new ThrowingCallable[] {
      () -> SHORT.withHeldOut(1),
      () -> SHORT.withHeldOut(0),
      () -> SHORT.withHeldOut(Double.NaN),
      () -> SHORT.withPatience(0),
      () -> SHORT.withHidden(0),
      () -> SHORT.withCorruption(1),
      () -> SHORT.withThreads(0),
      () -> SHORT.withLayers(ActivationFunction.LINEAR, ActivationFunction.LINEAR, false),
      () -> new Limits(-1, 0),
      () -> new Adam(0),
      () -> Hyperparameters.DEFAULT.withLambda(-1),
      () -> ReadOptions.defaults().withPatches(0).withPatchSize(8),
      () -> new ExampleShape.Patch(2, 8)
    }) assertThatThrownBy(wrong).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void settingsAreCopiedNotChanged() {
    TrainingSettings settings = new TrainingSettings();
    assertThat(settings.withHidden(3).withSeed(9).layers.shape().hidden()).isEqualTo(3);
    assertThat(settings.layers.shape().hidden()).isEqualTo(64);
    assertThat(settings.seed).isEqualTo(1);
  }

  @Test
  void trainingGoesOnFromAnInitialModel() {
    Examples examples = pixels(100, new ExampleShape.Row(6));
    Autoencoder half = Fovea.train(
            examples, SHORT.withLayers(ActivationFunction.TANH, ActivationFunction.LINEAR, true))
        .model()
        .network();
    TrainedModel unmoved =
        Fovea.train(examples, SHORT.withInitial(half).withLimits(new Limits(0, 0)));
    assertThat(unmoved.model().network().theta()).isEqualTo(half.theta());
    assertThat(unmoved.model().network().architecture()).isEqualTo(half.architecture());
    TrainedModel more = Fovea.train(examples, SHORT.withInitial(half));
    assertThat(more.history().last().step().cost())
        .isLessThan(more.history().first().step().cost());

    assertThatThrownBy(() -> Fovea.train(examples, SHORT.withInitial(half).withHidden(7)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("6-5-6")
        .hasMessageContaining("6-7-6");
    assertThatThrownBy(
            () -> Fovea.train(pixels(9, new ExampleShape.Row(4)), SHORT.withInitial(half)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4-5-4");
  }

  @Test
  void heldOutExamplesMayBeOnesOwn() {
    Examples examples = pixels(100, new ExampleShape.Patch(1, 4));
    Split split = Split.draw(examples, 0.2, 1);
    TrainedModel drawn = Fovea.train(examples, SHORT.withHeldOut(0.2));
    TrainedModel own = Fovea.train(split.training(), SHORT.withHeldOut(split.heldOut()));
    assertThat(own.model().network().theta()).isEqualTo(drawn.model().network().theta());
    assertThat(own.history().kept().heldOut()).isEqualTo(drawn.history().kept().heldOut());
    // The choice that was made last counts.
    assertThat(Fovea.train(examples, SHORT.withHeldOut(split.heldOut()).withHeldOut(0.2))
            .model()
            .network()
            .theta())
        .isEqualTo(drawn.model().network().theta());
    assertThatThrownBy(() ->
            Fovea.train(examples, SHORT.withHeldOut(pixels(9, new ExampleShape.Patch(1, 3)))))
        .isInstanceOf(InputException.class);
  }

  @Test
  void patienceAndLimitsFollowTheOptimizer() {
    // Examples of noise: the held-out cost soon rises.
    Examples examples = pixels(12, new ExampleShape.Row(6));
    Examples others = new Examples("others", 12, examples.shape(), new Samples(4).pixels(72));
    TrainingSettings settings = new TrainingSettings()
        .withHidden(5)
        .withHyperparameters(Hyperparameters.DEFAULT.withLambda(0).withoutSparsity())
        .withHeldOut(others)
        .withThreads(1);
    for (Optimizer optimizer : new Optimizer[] {Lbfgs.DEFAULT, new Adam(0.1)}) {
      TrainingHistory history =
          Fovea.train(examples, settings.withOptimizer(optimizer)).history();
      assertThat(history.outcome()).isEqualTo(Outcome.PATIENCE);
      assertThat(history.last().step().iteration() - history.keptIteration())
          .isEqualTo(optimizer instanceof Adam ? 200 : 20);
    }
    TrainingHistory history = Fovea.train(
            examples, settings.withOptimizer(new Adam(0.1)).withPatience(3))
        .history();
    assertThat(history.last().step().iteration() - history.keptIteration()).isEqualTo(3);
  }

  @Test
  void aTrainedModelEncodesDecodesReconstructsAndSavesByItself() throws IOException {
    Examples examples = pixels(40, new ExampleShape.Patch(3, 4));
    TrainedModel trained = Fovea.train(examples, SHORT);
    Autoencoder network = trained.model().network();
    float[] x = trained.model().preprocessing().orElseThrow().apply(examples);
    float[] codes = new float[40 * 5];
    network.encodeBatch(x, 40, codes);
    float[] output = new float[40 * 16];
    network.reconstructBatch(x, 40, output);
    assertThat(trained.encode(examples)).isEqualTo(codes);
    assertThat(trained.decode(codes)).isEqualTo(output);
    assertThat(trained.reconstruct(examples)).isEqualTo(output);
    assertThat(trained.encoderWeights()).isEqualTo(network.encoderWeights());
    assertThat(trained.encoderBias()).isEqualTo(network.encoderBias());
    assertThat(trained.decoderWeights()).isEqualTo(network.decoderWeights());
    assertThat(trained.decoderBias()).isEqualTo(network.decoderBias());

    Path file = folder.resolve("m.safetensors");
    trained.save(file);
    assertThat(ModelFile.read(file).encode(examples)).isEqualTo(codes);
  }

  @Test
  void theLibrarysPackagesPromiseNoNulls() {
    for (Class<?> type : new Class<?>[] {
      Fovea.class,
      Examples.class,
      ModelFile.class,
      ActivationFunction.class,
      Autoencoder.class,
      Optimizer.class,
      TrainingHistory.class
    })
      assertThat(type.getPackage().isAnnotationPresent(NullMarked.class))
          .as(type.getPackageName())
          .isTrue();
  }
}
