package fovea.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.kernels.ActivationFunction;
import fovea.kernels.Samples;
import fovea.kernels.ScalarKernels;
import fovea.kernels.Sigmoid;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("numerics")
class AutoencoderTest {
  @Test
  void encodeAndDecodeEqualTheOracle() {
    Samples samples = new Samples(51);
    for (int[] size : new int[][] {{1, 1, 1}, {5, 7, 3}, {97, 33, 17}, {200, 16, 40}}) {
      int n = size[0];
      NetworkShape shape = new NetworkShape(size[1], size[2]);
      int d = shape.inputs();
      int h = shape.hidden();
      float[] theta = samples.signed(Parameters.count(shape), 1);
      float[] x = samples.pixels(n * d);

      float[] hidden = new float[n * h];
      float[] bias = Arrays.copyOfRange(theta, Parameters.b1(shape), Parameters.b1(shape) + h);
      ScalarKernels.fillRows(bias, n, h, hidden);
      ScalarKernels.multiply(n, h, d, x, 0, d, 1, theta, Parameters.w1(shape), 1, d, hidden, 0, h);
      for (int i = 0; i < hidden.length; i++) hidden[i] = Sigmoid.of(hidden[i]);
      float[] output = new float[n * d];
      bias = Arrays.copyOfRange(theta, Parameters.b2(shape), Parameters.b2(shape) + d);
      ScalarKernels.fillRows(bias, n, d, output);
      ScalarKernels.multiply(
          n, d, h, hidden, 0, h, 1, theta, Parameters.w2(shape), 1, h, output, 0, d);
      for (int i = 0; i < output.length; i++) output[i] = Sigmoid.of(output[i]);

      Autoencoder network = new Autoencoder(shape, theta);
      float[] actual = new float[n * h];
      network.encode(x, n, actual);
      assertThat(actual).isEqualTo(hidden);
      actual = new float[n * d];
      network.decode(hidden, n, actual);
      assertThat(actual).isEqualTo(output);
      network.reconstruct(x, n, actual);
      assertThat(actual).isEqualTo(output);
      assertThat(network.theta()).isEqualTo(theta);
    }
  }

  @Test
  void oneExampleHasTheBitsThatItHasInABatch() {
    Samples samples = new Samples(52);
    for (ActivationFunction encoder : new ActivationFunction[] {
      ActivationFunction.SIGMOID, ActivationFunction.TANH, ActivationFunction.RELU
    })
      for (int[] size : new int[][] {{1, 1}, {7, 3}, {33, 17}, {64, 100}, {130, 49}, {256, 64}}) {
        NetworkShape shape = new NetworkShape(size[0], size[1]);
        boolean tied = size[0] % 2 == 0;
        Architecture architecture =
            new Architecture(shape, encoder, ActivationFunction.LINEAR, tied);
        int d = shape.inputs();
        int h = shape.hidden();
        Autoencoder network =
            new Autoencoder(architecture, samples.signed(Parameters.count(architecture), 1));
        int n = 13;
        float[] x = samples.pixels(n * d);
        float[] hidden = new float[n * h];
        network.encode(x, n, hidden);
        float[] output = new float[n * d];
        network.decode(hidden, n, output);

        // One by one, into the middle of arrays whose other values must stay as they are.
        float[] one = new float[n * h + 5];
        float[] back = new float[n * d + 5];
        Arrays.fill(one, 0, 3, 7f);
        Arrays.fill(back, 0, 2, 8f);
        Arrays.fill(one, 3 + n * h, one.length, 9f);
        Arrays.fill(back, 2 + n * d, back.length, 9f);
        for (int i = n - 1; i >= 0; i--) {
          network.encode(x, i * d, one, 3 + i * h);
          network.decode(hidden, i * h, back, 2 + i * d);
        }
        assertThat(Arrays.copyOfRange(one, 3, 3 + n * h)).isEqualTo(hidden);
        assertThat(Arrays.copyOfRange(back, 2, 2 + n * d)).isEqualTo(output);
        assertThat(one).startsWith(7f, 7f, 7f).endsWith(9f, 9f);
        assertThat(back).startsWith(8f, 8f).endsWith(9f, 9f, 9f);
      }
  }

  @Test
  void aWorkspaceServesBatchesOfAnySizeOneAfterTheOther() {
    Samples samples = new Samples(53);
    NetworkShape shape = new NetworkShape(37, 21);
    Autoencoder network = new Autoencoder(shape, samples.signed(Parameters.count(shape), 1));
    Workspace work = network.workspace();
    for (int n : new int[] {200, 1, 96, 0, 97, 13}) {
      float[] x = samples.pixels(n * 37 + 4);
      float[] plain = Arrays.copyOfRange(x, 4, x.length);
      float[] hidden = new float[n * 21];
      network.encode(plain, n, hidden);
      float[] output = new float[n * 37];
      network.decode(hidden, n, output);

      float[] found = new float[n * 21 + 2];
      network.encode(work, x, 4, n, found, 2);
      assertThat(Arrays.copyOfRange(found, 2, found.length)).isEqualTo(hidden);
      float[] back = new float[n * 37 + 1];
      network.decode(work, found, 2, n, back, 1);
      assertThat(Arrays.copyOfRange(back, 1, back.length)).isEqualTo(output);
      Arrays.fill(back, 0);
      network.reconstruct(work, x, 4, n, back, 1);
      assertThat(Arrays.copyOfRange(back, 1, back.length)).isEqualTo(output);
    }
    assertThatThrownBy(() -> new Autoencoder(new NetworkShape(1, 1), new float[4])
            .encode(work, new float[1], 0, 1, new float[1], 0))
        .hasMessage("the workspace is for 37-21-37, the network is 1-1-1");
    assertThatThrownBy(() -> network.encode(new float[40], 4, new float[21], 0))
        .hasMessage("input: need 41 floats, have 40");
    assertThatThrownBy(() -> network.encode(new float[40], -1, new float[21], 0))
        .hasMessageContaining("starts at -1");
  }

  @Test
  void arraysThatAreTooShortAreRefusedByName() {
    Autoencoder network = new Autoencoder(new NetworkShape(3, 2), new float[17]);
    assertThatThrownBy(() -> network.encode(new float[5], 2, new float[4]))
        .hasMessage("input: need 6 floats, have 5");
    assertThatThrownBy(() -> network.encode(new float[6], 2, new float[3]))
        .hasMessage("output: need 4 floats, have 3");
    assertThatThrownBy(() -> new Autoencoder(new NetworkShape(3, 2), new float[16]))
        .hasMessage("theta: need 17 floats, have 16");
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> new NetworkShape(0, 3)).hasMessageContaining("input");
    assertThatThrownBy(() -> new NetworkShape(3, 0)).hasMessageContaining("hidden");
    assertThatThrownBy(() -> new NetworkShape(100_000, 100_000))
        .hasMessageContaining("20000200000 parameters");
    assertThatThrownBy(() -> new Hyperparameters(-1, 0, 0.5)).hasMessageContaining("lambda");
    assertThatThrownBy(() -> new Hyperparameters(0, Double.NaN, 0.5)).hasMessageContaining("beta");
    assertThatThrownBy(() -> new Hyperparameters(0, 0, 1)).hasMessageContaining("rho");
  }

  @Test
  void initialParametersAreUniformReproducibleAndWithinTheirBounds() {
    NetworkShape shape = new NetworkShape(256, 64);
    float[] theta = Parameters.random(shape, 1);
    double bound = Math.sqrt(6.0 / 320);
    double mean = 0;
    double square = 0;
    for (float t : theta) {
      assertThat(Math.abs(t)).isLessThanOrEqualTo((float) bound);
      mean += t / theta.length;
      square += t * t / theta.length;
    }
    // Five standard errors of the mean, and of the variance bound²/3, of a uniform sample.
    assertThat(Math.abs(mean)).isLessThan(5 * bound / Math.sqrt(3.0 * theta.length));
    assertThat(square / (bound * bound / 3)).isBetween(0.97, 1.03);
    assertThat(Parameters.random(shape, 1)).isEqualTo(theta);
    assertThat(Parameters.random(shape, 2)).isNotEqualTo(theta);
  }
}
