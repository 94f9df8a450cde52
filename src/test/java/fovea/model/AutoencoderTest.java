package fovea.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
