package fovea.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.data.ExampleShape;
import fovea.data.Examples;
import fovea.data.InputException;
import fovea.data.PatchColour;
import fovea.data.PatchPreprocessing;
import fovea.data.Preprocessing;
import fovea.data.Whitening;
import fovea.kernels.Samples;
import fovea.model.Autoencoder;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StoredModelTest {
  private static final NetworkShape SHAPE = new NetworkShape(4, 3);
  private static final Autoencoder NETWORK = new Autoencoder(SHAPE, Parameters.random(SHAPE, 1));

  private static StoredModel model(Optional<Preprocessing> preprocessing) {
    return new StoredModel(NETWORK, Hyperparameters.DEFAULT, preprocessing);
  }

  private static Examples examples(int n, ExampleShape shape) {
    return new Examples("mine", n, shape, new Samples(5).pixels(n * shape.size()));
  }

  @Test
  void rawPatchesGoThroughThePreprocessingOfTraining() {
    Preprocessing patches = new PatchPreprocessing(PatchColour.LUMINANCE, 2, 0.2);
    Examples rgb = examples(6, new ExampleShape.Patch(3, 2));
    float[] x = patches.apply(rgb);
    float[] codes = new float[6 * 3];
    NETWORK.encodeBatch(x, 6, codes);
    float[] output = new float[6 * 4];
    NETWORK.reconstructBatch(x, 6, output);
    StoredModel model = model(Optional.of(patches));
    assertThat(model.seen(rgb)).isEqualTo(x);
    assertThat(model.encode(rgb)).isEqualTo(codes);
    assertThat(model.decode(codes)).isEqualTo(output);
    assertThat(model.reconstruct(rgb)).isEqualTo(output);
  }

  @Test
  void rowsAreTakenAsTheyAreButForWhitening() {
    Examples rows = examples(6, new ExampleShape.Row(4));
    for (Preprocessing p : new Preprocessing[] {
      new Preprocessing.None(4), new PatchPreprocessing(PatchColour.LUMINANCE, 2, 0.2)
    }) assertThat(model(Optional.of(p)).seen(rows)).isEqualTo(rows.values());
    assertThat(model(Optional.empty()).seen(rows)).isEqualTo(rows.values());
    Whitening whitening = Whitening.fit(new Preprocessing.None(4), 0.1, rows);
    assertThat(model(Optional.of(whitening)).seen(rows)).isEqualTo(whitening.apply(rows));
  }

  @Test
  void whatTheNetworkDoesNotTakeIsRefused() {
    StoredModel patches = model(Optional.of(new PatchPreprocessing(PatchColour.LUMINANCE, 2, 0.2)));
    assertThatThrownBy(() -> patches.encode(examples(2, new ExampleShape.Row(5))))
        .isInstanceOf(InputException.class)
        .hasMessage("mine: the model takes 4 values an example, these have 5");
    assertThatThrownBy(() -> patches.encode(examples(2, new ExampleShape.Patch(1, 3))))
        .isInstanceOf(InputException.class);
    assertThatThrownBy(
            () -> model(Optional.empty()).reconstruct(examples(2, new ExampleShape.Patch(1, 2))))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("mine: the model does not say what its patches went through");
    assertThatThrownBy(() -> patches.decode(new float[7]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("codes: a row has 3 values, and 7 are no whole rows");
  }
}
