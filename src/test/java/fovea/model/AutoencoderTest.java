package fovea.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.kernels.ActivationFunction;
import fovea.kernels.Samples;
import fovea.kernels.ScalarKernels;
import fovea.kernels.Sigmoid;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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
      network.encodeBatch(x, n, actual);
      assertThat(actual).isEqualTo(hidden);
      actual = new float[n * d];
      network.decodeBatch(hidden, n, actual);
      assertThat(actual).isEqualTo(output);
      network.reconstructBatch(x, n, actual);
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
        network.encodeBatch(x, n, hidden);
        float[] output = new float[n * d];
        network.decodeBatch(hidden, n, output);

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
      network.encodeBatch(plain, n, hidden);
      float[] output = new float[n * 37];
      network.decodeBatch(hidden, n, output);

      float[] found = new float[n * 21 + 2];
      network.encodeBatch(work, x, 4, n, found, 2);
      assertThat(Arrays.copyOfRange(found, 2, found.length)).isEqualTo(hidden);
      float[] back = new float[n * 37 + 1];
      network.decodeBatch(work, found, 2, n, back, 1);
      assertThat(Arrays.copyOfRange(back, 1, back.length)).isEqualTo(output);
      Arrays.fill(back, 0);
      network.reconstructBatch(work, x, 4, n, back, 1);
      assertThat(Arrays.copyOfRange(back, 1, back.length)).isEqualTo(output);
    }
    assertThatThrownBy(() -> new Autoencoder(new NetworkShape(1, 1), new float[4])
            .encodeBatch(work, new float[1], 0, 1, new float[1], 0))
        .hasMessage("the workspace is for 37-21-37, the network is 1-1-1");
    assertThatThrownBy(() -> network.encode(new float[40], 4, new float[21], 0))
        .hasMessage("input: need 41 floats, have 40");
    assertThatThrownBy(() -> network.encode(new float[40], -1, new float[21], 0))
        .hasMessageContaining("starts at -1");
  }

  @Test
  void arraysThatAreTooShortAreRefusedByName() {
    Autoencoder network = new Autoencoder(new NetworkShape(3, 2), new float[17]);
    assertThatThrownBy(() -> network.encodeBatch(new float[5], 2, new float[4]))
        .hasMessage("input: need 6 floats, have 5");
    assertThatThrownBy(() -> network.encodeBatch(new float[6], 2, new float[3]))
        .hasMessage("output: need 4 floats, have 3");
    assertThatThrownBy(() -> new Autoencoder(new NetworkShape(3, 2), new float[16]))
        .hasMessage("theta: need 17 floats, have 16");
  }

  @Test
  void oneExampleNeedsNoArrayForItsResult() {
    Samples samples = new Samples(54);
    NetworkShape shape = new NetworkShape(37, 21);
    Autoencoder network = new Autoencoder(shape, samples.signed(Parameters.count(shape), 1));
    float[] x = samples.pixels(37);
    float[] hidden = new float[21];
    network.encodeBatch(x, 1, hidden);
    float[] output = new float[37];
    network.decodeBatch(hidden, 1, output);
    assertThat(network.encode(x)).isEqualTo(hidden);
    assertThat(network.decode(hidden)).isEqualTo(output);
    assertThat(network.reconstruct(x)).isEqualTo(output);
    assertThatThrownBy(() -> network.encode(new float[74]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("input: one example has 37 values here, the array has 74; several are a batch");
    assertThatThrownBy(() -> network.decode(x)).hasMessageContaining("21 values");
  }

  @Test
  void weightsAreCopiesInTheirShape() {
    NetworkShape shape = new NetworkShape(3, 2);
    for (boolean tied : new boolean[] {false, true}) {
      Architecture architecture =
          new Architecture(shape, ActivationFunction.SIGMOID, ActivationFunction.SIGMOID, tied);
      float[] theta = new Samples(55).signed(Parameters.count(architecture), 1);
      Autoencoder network = new Autoencoder(architecture, theta);
      assertThat(network.encoderWeights().length).isEqualTo(2);
      assertThat(network.encoderWeights()[1]).isEqualTo(Arrays.copyOfRange(theta, 3, 6));
      assertThat(network.encoderBias()).isEqualTo(Arrays.copyOfRange(theta, 6, 8));
      float[][] w2 = network.decoderWeights();
      assertThat(w2.length).isEqualTo(3);
      assertThat(w2[2])
          .isEqualTo(tied ? new float[] {theta[2], theta[5]} : Arrays.copyOfRange(theta, 12, 14));
      assertThat(network.decoderBias())
          .isEqualTo(Arrays.copyOfRange(theta, theta.length - 3, theta.length));
      network.encoderWeights()[0][0] = 99;
      network.encoderBias()[0] = 99;
      w2[0][0] = 99;
      network.decoderBias()[0] = 99;
      assertThat(network.theta()).isEqualTo(theta);
      assertThat(network.encoderWeights()[0][0]).isEqualTo(theta[0]);
    }
  }

  @Test
  void arraysThatOverlapAreRefused() {
    Samples samples = new Samples(56);
    NetworkShape shape = new NetworkShape(7, 3);
    Autoencoder network = new Autoencoder(shape, samples.signed(Parameters.count(shape), 1));
    Workspace work = network.workspace();
    float[] a = samples.pixels(40);
    float[] hidden = network.encode(Arrays.copyOf(a, 7));
    for (ThrowingCallable call : new ThrowingCallable[] {
      () -> network.encode(a, 0, a, 0),
      () -> network.encode(a, 0, a, 6),
      () -> network.encode(a, 2, a, 0),
      () -> network.decode(a, 0, a, 2),
      () -> network.encodeBatch(a, 2, a),
      () -> network.decodeBatch(a, 2, a),
      () -> network.reconstructBatch(a, 2, a),
      () -> network.encodeBatch(work, a, 0, 2, a, 13),
      () -> network.decodeBatch(work, a, 5, 2, a, 0),
      () -> network.reconstructBatch(work, a, 0, 2, a, 13)
    })
      assertThatThrownBy(call)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("input and output overlap in one array");
    network.encode(a, 0, a, 7);
    assertThat(Arrays.copyOfRange(a, 7, 10)).isEqualTo(hidden);
    network.encodeBatch(work, a, 0, 1, a, 20);
    assertThat(Arrays.copyOfRange(a, 20, 23)).isEqualTo(hidden);
  }

  @Test
  void aNegativeNumberOfExamplesIsRefused() {
    Autoencoder network = new Autoencoder(new NetworkShape(3, 2), new float[17]);
    Workspace work = network.workspace();
    float[] x = new float[9];
    float[] out = new float[9];
    for (ThrowingCallable call : new ThrowingCallable[] {
      () -> network.encodeBatch(x, -1, out),
      () -> network.decodeBatch(x, -1, out),
      () -> network.reconstructBatch(x, -1, out),
      () -> network.encodeBatch(work, x, 4, -1, out, 4),
      () -> network.decodeBatch(work, x, 4, -1, out, 4),
      () -> network.reconstructBatch(work, x, 4, -1, out, 4)
    })
      assertThatThrownBy(call)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the number of examples must be 0 or more, not -1");
    assertThatThrownBy(() -> network.encodeBatch(work, x, -2, 1, out, 0))
        .hasMessage("input: starts at -2, must be 0 or more");
    assertThatThrownBy(() -> network.encode(x, 0, out, -2))
        .hasMessage("output: starts at -2, must be 0 or more");
  }

  @Test
  void hyperparametersAreChangedByName() {
    Hyperparameters h = Hyperparameters.DEFAULT;
    assertThat(h.withLambda(1e-4)).isEqualTo(new Hyperparameters(1e-4, 0.2, 0.5));
    assertThat(h.withSparsity(3, 0.1)).isEqualTo(new Hyperparameters(5e-4, 3, 0.1));
    assertThat(h.withSparsity(3, 0.1).withoutSparsity())
        .isEqualTo(new Hyperparameters(5e-4, 0, 0.1));
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
