package fovea.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.data.ExampleShape;
import fovea.data.Examples;
import fovea.data.PatchColour;
import fovea.data.PatchPreprocessing;
import fovea.data.Preprocessing;
import fovea.data.Whitening;
import fovea.kernels.ActivationFunction;
import fovea.kernels.Team;
import fovea.model.Architecture;
import fovea.model.Autoencoder;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverlappingPatchesTest {
  /** A network that gives 0.5 whatever it sees, so that every patch becomes its mean. */
  private static Autoencoder flat(int side) {
    NetworkShape shape = new NetworkShape(side * side, 1);
    return new Autoencoder(shape, new float[Parameters.count(shape)]);
  }

  private static double[] run(
      Autoencoder network,
      PatchPreprocessing preprocessing,
      int stride,
      int width,
      double[] plane,
      int threads) {
    double[] found = new double[plane.length];
    int[] taken = new int[plane.length / width];
    try (Team team = new Team(threads)) {
      new OverlappingPatches(network, preprocessing, stride, width, plane.length / width, team)
          .run(
              (y, luminance, at) -> System.arraycopy(plane, y * width, luminance, at, width),
              (y, luminance, reconstruction, at) -> {
                taken[y]++;
                assertThat(Arrays.copyOfRange(luminance, at, at + width))
                    .isEqualTo(Arrays.copyOfRange(plane, y * width, (y + 1) * width));
                System.arraycopy(reconstruction, at, found, y * width, width);
              },
              (patches, of) -> {});
    }
    assertThat(taken).containsOnly(1);
    return found;
  }

  private static double[] random(int length) {
    Random random = new Random(length);
    return random.doubles(length).toArray();
  }

  @Test
  void theLastPatchEndsAtTheBorder() {
    assertThat(OverlappingPatches.starts(16, 16, 4)).containsExactly(0);
    assertThat(OverlappingPatches.starts(17, 16, 4)).containsExactly(0, 1);
    assertThat(OverlappingPatches.starts(24, 16, 4)).containsExactly(0, 4, 8);
    assertThat(OverlappingPatches.starts(25, 16, 4)).containsExactly(0, 4, 8, 9);
    assertThat(OverlappingPatches.starts(5, 2, 2)).containsExactly(0, 2, 3);
  }

  @Test
  void averagesWhereTwoOverlap() {
    // 1 2 3    2x2 patches at x = 0 and 1, with means (1+2+5+8)/4 = 4 and (2+3+8+3)/4 = 4, and one
    // 5 8 3    row lower with (5+8+0+3)/4 = 4 and (8+3+3+10)/4 = 6.
    // 0 3 10
    double[] plane = {1, 2, 3, 5, 8, 3, 0, 3, 10};
    double[] expected = {4, 4, 4, 4, (4 + 4 + 4 + 6) / 4.0, 5, 4, 5, 6};
    assertThat(run(flat(2), new PatchPreprocessing(PatchColour.LUMINANCE, 2, 1), 1, 3, plane, 2))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"16, 16, 4, 4", "33, 17, 16, 16", "70, 41, 8, 3", "9, 400, 5, 1", "1100, 3, 2, 1"})
  void agreesWithTheDefinition(int width, int height, int side, int stride) {
    int d = side * side;
    NetworkShape shape = new NetworkShape(d, 3);
    Autoencoder network = new Autoencoder(shape, Parameters.random(shape, 5));
    PatchPreprocessing preprocessing = new PatchPreprocessing(PatchColour.LUMINANCE, side, 0.2);
    double[] plane = random(width * height);
    double[] sums = new double[plane.length];
    int[] counts = new int[plane.length];
    for (int y : OverlappingPatches.starts(height, side, stride))
      for (int x : OverlappingPatches.starts(width, side, stride)) {
        double[] patch = new double[d];
        for (int p = 0; p < d; p++) patch[p] = plane[(y + p / side) * width + x + p % side];
        float[] in = new float[d];
        float[] out = new float[d];
        double mean = preprocessing.apply(patch, in, 0, true);
        network.reconstructBatch(in, 1, out);
        preprocessing.restore(out, 0, mean, patch, 0, true);
        for (int p = 0; p < d; p++) {
          int at = (y + p / side) * width + x + p % side;
          sums[at] += patch[p];
          counts[at]++;
        }
      }
    for (int i = 0; i < sums.length; i++) sums[i] /= counts[i];
    // The very bits, with any number of threads: batches end at other places with each.
    for (int threads : new int[] {1, 2, 5})
      assertThat(run(network, preprocessing, stride, width, plane, threads)).isEqualTo(sums);
  }

  @ParameterizedTest
  @CsvSource({"17, 13, 4, 3, false", "40, 300, 5, 2, true", "300, 9, 4, 1, true"})
  void agreesWithTheDefinitionInColour(
      int width, int height, int side, int stride, boolean whitened) {
    int d = 3 * side * side;
    PatchPreprocessing colour = new PatchPreprocessing(PatchColour.RGB, side, 0.2);
    float[] values = new float[60 * d];
    for (int i = 0; i < values.length; i++) values[i] = i * 37 % 101 / 101f;
    Examples examples = new Examples("x", 60, new ExampleShape.Patch(3, side), values);
    Preprocessing preprocessing = whitened ? Whitening.fit(colour, 0.1, examples) : colour;
    Architecture linear = new Architecture(
        new NetworkShape(d, 3), ActivationFunction.SIGMOID, ActivationFunction.LINEAR, false);
    Autoencoder network = new Autoencoder(linear, Parameters.random(linear, 5));
    double[] planes = random(3 * width * height); // row by row: reds, greens, blues
    double[] sums = new double[planes.length];
    int[] counts = new int[planes.length];
    for (int y : OverlappingPatches.starts(height, side, stride))
      for (int x : OverlappingPatches.starts(width, side, stride)) {
        int[] places = new int[d];
        double[] patch = new double[d];
        for (int p = 0; p < d; p++) {
          int pixel = p % (side * side);
          places[p] = ((y + pixel / side) * 3 + p / (side * side)) * width + x + pixel % side;
          patch[p] = planes[places[p]];
        }
        float[] in = new float[d];
        float[] out = new float[d];
        double mean = colour.apply(patch, in, 0, !whitened);
        if (preprocessing instanceof Whitening w) in = w.whiten(in, 1);
        network.reconstructBatch(in, 1, out);
        colour.restore(preprocessing.withoutWhitening(out, 1), 0, mean, patch, 0, !whitened);
        for (int p = 0; p < d; p++) {
          sums[places[p]] += patch[p];
          counts[places[p]]++;
        }
      }
    for (int i = 0; i < sums.length; i++) sums[i] /= counts[i];
    for (int threads : new int[] {1, 3}) {
      double[] found = new double[planes.length];
      try (Team team = new Team(threads)) {
        new OverlappingPatches(network, preprocessing, stride, width, height, team)
            .run(
                (y, pixels, at) -> System.arraycopy(planes, 3 * y * width, pixels, at, 3 * width),
                (y, pixels, reconstruction, at) ->
                    System.arraycopy(reconstruction, at, found, 3 * y * width, 3 * width),
                (done, of) -> {});
      }
      assertThat(found).isEqualTo(sums);
    }
  }

  /** Several bands one below the other, and rows of patches that are longer than a batch. */
  @ParameterizedTest
  @CsvSource({"64, 3000", "40000, 10", "3000, 300"})
  void coversLargePlanes(int width, int height) {
    double[] plane = new double[width * height];
    Arrays.fill(plane, 0.25);
    plane[plane.length - 1] = 1;
    double[] found =
        run(flat(8), new PatchPreprocessing(PatchColour.LUMINANCE, 8, 1), 2, width, plane, 2);
    assertThat(found[plane.length - 1]).isEqualTo(0.25 + 0.75 / 64, within(1e-15));
    int corner = 0;
    for (int i = 0; i < found.length; i++) {
      boolean near = i / width >= height - 8 && i % width >= width - 8;
      if (near) corner++;
      else assertThat(found[i]).isEqualTo(0.25, within(1e-15));
    }
    assertThat(corner).isEqualTo(64);
  }

  @Test
  void refusesGapsAndSmallPlanes() {
    double[] plane = new double[16];
    assertThatThrownBy(
            () -> run(flat(2), new PatchPreprocessing(PatchColour.LUMINANCE, 2, 1), 3, 4, plane, 1))
        .hasMessageContaining("do not cover");
    assertThatThrownBy(
            () -> run(flat(5), new PatchPreprocessing(PatchColour.LUMINANCE, 5, 1), 1, 4, plane, 1))
        .hasMessageContaining("do not cover");
    assertThatThrownBy(
            () -> run(flat(3), new PatchPreprocessing(PatchColour.LUMINANCE, 2, 1), 1, 4, plane, 1))
        .hasMessageContaining("9 inputs");
  }
}
