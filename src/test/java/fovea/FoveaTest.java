package fovea;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.data.ExampleShape;
import fovea.data.Examples;
import fovea.data.InputException;
import fovea.data.PatchColour;
import fovea.data.PreprocessChoice;
import fovea.data.PreprocessMode;
import fovea.data.Whitening;
import fovea.kernels.ActivationFunction;
import fovea.kernels.Samples;
import fovea.model.Architecture;
import fovea.model.Hyperparameters;
import fovea.optimize.Adam;
import fovea.optimize.Limits;
import fovea.optimize.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class FoveaTest {
  private static final TrainingSettings SHORT =
      TrainingSettings.defaults().withHidden(5).withLimits(new Limits(8, 0));

  private static Examples pixels(int n, ExampleShape shape) {
    return new Examples("test", n, shape, new Samples(3).pixels(n * shape.size()));
  }

  @Test
  void theBitsDoNotDependOnThreads() {
    Examples examples = pixels(300, new ExampleShape.Patch(1, 4));
    TrainingSettings settings = SHORT.withHeldOut(0.2, 5).withCorruption(0.1);
    TrainedModel one = Fovea.train(examples, settings.withThreads(1));
    TrainedModel three = Fovea.train(examples, settings.withThreads(3));
    assertThat(three.model().network().theta()).isEqualTo(one.model().network().theta());
    assertThat(three.course().metrics()).hasSize(one.course().metrics().size());
    assertThat(one.course().kept().heldOut()).isPresent();
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
            .withOptimizer(new Adam(0.01), new Limits(3, 0))
            .withPreprocessing(new PreprocessChoice(
                PreprocessMode.AUTO, PatchColour.RGB, OptionalDouble.of(0.1))));
    Architecture architecture = trained.model().network().architecture();
    assertThat(architecture).hasToString("48-7-48 (tanh encoder, linear decoder, tied)");
    assertThat(trained.model().hyperparameters()).isEqualTo(hyperparameters);
    assertThat(trained.model().preprocessing().orElseThrow()).isInstanceOf(Whitening.class);
    assertThat(trained.course().last().step().iteration()).isEqualTo(3);
    assertThat(trained.course().last().step().evaluations()).isEqualTo(4); // Adam's, not L-BFGS's
  }

  @Test
  void theListenerSeesEveryIterationAndEndsTraining() {
    List<Integer> seen = new ArrayList<>();
    TrainedModel trained = Fovea.train(pixels(50, new ExampleShape.Row(6)), SHORT, metrics -> {
      seen.add(metrics.step().iteration());
      return metrics.step().iteration() < 4;
    });
    assertThat(seen).containsExactly(0, 1, 2, 3, 4);
    assertThat(trained.course().outcome()).isEqualTo(Outcome.STOPPED);
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
    assertThatThrownBy(() -> SHORT.withHeldOut(1, 5)).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> SHORT.withHeldOut(0.5, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SHORT.withHidden(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SHORT.withThreads(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
