package fovea.io;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import fovea.data.ExampleShape;
import fovea.data.ExampleSource;
import fovea.data.Examples;
import fovea.data.PatchColour;
import fovea.data.PatchPreprocessing;
import fovea.data.Preprocessing;
import fovea.data.Whitening;
import fovea.kernels.ActivationFunction;
import fovea.kernels.Samples;
import fovea.kernels.Team;
import fovea.model.Architecture;
import fovea.model.Autoencoder;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ONNX Runtime makes of an exported model, against the model itself: every network, every preprocessing. */
class OnnxRuntimeTest {
  private static final float TOLERANCE = 1e-5f;
  private static final int N = 40;

  @TempDir
  private Path folder;

  @Test
  void everyNetwork() throws Exception {
    float[] x = new Samples(77).pixels(N * 16);
    Examples rows = new Examples("test", N, new ExampleShape.Row(16), x);
    for (ActivationFunction encoder : ActivationFunction.values())
      for (ActivationFunction decoder : ActivationFunction.values())
        for (boolean tied : new boolean[] {false, true}) {
          if (encoder == ActivationFunction.LINEAR) continue;
          if (decoder != ActivationFunction.LINEAR && decoder != ActivationFunction.SIGMOID)
            continue;
          check(model(encoder, decoder, tied, new Preprocessing.None(16)), rows, false, N, 16);
        }
  }

  @Test
  void everyPreprocessing() throws Exception {
    Examples rgb =
        new Examples("test", N, new ExampleShape.Patch(3, 4), new Samples(78).pixels(N * 48));
    for (Preprocessing base : new Preprocessing[] {
      PatchPreprocessing.fit(PatchColour.LUMINANCE, rgb),
      PatchPreprocessing.fit(PatchColour.RGB, rgb)
    })
      for (Preprocessing each : new Preprocessing[] {base, Whitening.fit(base, 0.1, rgb)})
        check(
            model(ActivationFunction.SIGMOID, ActivationFunction.LINEAR, false, each),
            rgb,
            true,
            N,
            3,
            4,
            4);
  }

  private static StoredModel model(
      ActivationFunction encoder,
      ActivationFunction decoder,
      boolean tied,
      Preprocessing preprocessing) {
    Architecture architecture =
        new Architecture(new NetworkShape(preprocessing.outputSize(), 7), encoder, decoder, tied);
    float[] theta = new Samples(79).signed(Parameters.count(architecture), 0.3);
    return new StoredModel(
        new Autoencoder(architecture, theta), Hyperparameters.DEFAULT, Optional.of(preprocessing));
  }

  private void check(StoredModel model, Examples examples, boolean withPreprocessing, long... shape)
      throws IOException, OrtException {
    Path file = folder.resolve("model.onnx");
    OnnxFile.write(file, model, withPreprocessing, true);
    Autoencoder network = model.network();
    int d = network.shape().inputs();
    int h = network.shape().hidden();
    float[] seen = model.preprocessing().orElseThrow().apply(examples);
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(file.toString());
        OnnxTensor input =
            OnnxTensor.createTensor(environment, FloatBuffer.wrap(examples.values()), shape);
        OrtSession.Result result =
            session.run(Map.of(session.getInputNames().iterator().next(), input))) {
      float[][] code = (float[][]) result.get("code").orElseThrow().getValue();
      float[][] back = (float[][]) result.get("reconstruction").orElseThrow().getValue();
      float[][] score = (float[][]) result.get("score").orElseThrow().getValue();
      float[] scores = scores(model, examples);
      float[] hidden = new float[h];
      float[] out = new float[d];
      for (int i = 0; i < N; i++) {
        network.encode(seen, i * d, hidden, 0);
        network.decode(hidden, 0, out, 0);
        String what = "%s, %s, example %d"
            .formatted(
                network.architecture(),
                model.preprocessing().orElseThrow().getClass().getSimpleName(),
                i);
        for (int j = 0; j < h; j++)
          assertThat(Math.abs(code[i][j] - hidden[j])).as(what).isLessThan(TOLERANCE);
        for (int k = 0; k < d; k++)
          assertThat(Math.abs(back[i][k] - out[k])).as(what).isLessThan(TOLERANCE);
        assertThat(score[i]).hasSize(1);
        assertThat(Math.abs(score[i][0] - scores[i])).as(what).isLessThan(TOLERANCE);
      }
    }
  }

  /** As {@code anomaly} tells them. */
  private static float[] scores(StoredModel model, Examples examples) throws IOException {
    ExampleSource source = new ExampleSource.InMemory(examples);
    float[] scores = new float[examples.count()];
    try (Team team = new Team(1)) {
      RowStream.run(
          source,
          1,
          ModelSteps.errors(source, model.preprocessing().orElseThrow(), model.network(), false),
          team,
          (values, n) -> System.arraycopy(values, 0, scores, 0, n));
    }
    return scores;
  }
}
