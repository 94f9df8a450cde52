package fovea.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import fovea.data.ExampleShape;
import fovea.data.ExampleSource;
import fovea.data.Examples;
import fovea.data.MissingValues;
import fovea.data.PatchColour;
import fovea.data.PatchPreprocessing;
import fovea.data.PreprocessChoice;
import fovea.data.PreprocessMode;
import fovea.data.Preprocessing;
import fovea.data.TableScale;
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
import org.assertj.core.data.Offset;
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

  /** Scaled and whitened columns, one of them constant; the reconstruction is in their own units. */
  @Test
  void everyPreprocessingOfRows() throws Exception {
    float[] values = new Samples(80).signed(N * 5, 3);
    for (int i = 0; i < N; i++) values[i * 5 + 2] = 0.7f;
    Examples training = new Examples("test", N, new ExampleShape.Row(5), values.clone());
    for (int k = 0; k < 5; k++) values[k] += 50;
    Examples rows = new Examples("test", N, new ExampleShape.Row(5), values);
    for (TableScale scale : TableScale.values()) {
      PreprocessChoice choice = PreprocessChoice.of(PreprocessMode.AUTO).withScale(scale);
      for (boolean unitInterval : new boolean[] {false, true}) {
        if (scale == TableScale.NONE) continue;
        Preprocessing table = Preprocessing.fit(choice, training, unitInterval);
        check(
            model(
                ActivationFunction.TANH,
                unitInterval ? ActivationFunction.SIGMOID : ActivationFunction.LINEAR,
                true,
                table),
            rows,
            true,
            N,
            5);
      }
      float[] gaps = values.clone();
      for (int i = 0; i < 3 * N; i++) gaps[7 * i % gaps.length] = Float.NaN;
      for (int k = 0; k < 5; k++) gaps[k] = Float.NaN;
      check(
          model(
              ActivationFunction.TANH,
              ActivationFunction.LINEAR,
              false,
              Preprocessing.fit(choice.withMissing(MissingValues.MEAN), training)),
          new Examples("test", N, new ExampleShape.Row(5), gaps),
          true,
          N,
          5);
      Preprocessing base = Preprocessing.fit(choice, training);
      check(
          model(
              ActivationFunction.SIGMOID,
              ActivationFunction.LINEAR,
              false,
              Whitening.fit(base, 0.1, training)),
          rows,
          true,
          N,
          5);
    }
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
        float[] own = model.preprocessing().orElseThrow().ownUnits(out, 1);
        String what = "%s, %s, example %d"
            .formatted(
                network.architecture(),
                model.preprocessing().orElseThrow().getClass().getSimpleName(),
                i);
        for (int j = 0; j < h; j++)
          assertThat(code[i][j]).as(what).isCloseTo(hidden[j], tolerance(hidden[j]));
        for (int k = 0; k < d; k++)
          assertThat(back[i][k]).as(what).isCloseTo(own[k], tolerance(own[k]));
        assertThat(score[i]).hasSize(1);
        assertThat(score[i][0]).as(what).isCloseTo(scores[i], tolerance(scores[i]));
      }
    }
  }

  /** Of values of about 1 or less absolute, of larger ones relative. */
  private static Offset<Float> tolerance(float value) {
    return within(TOLERANCE * Math.max(1, Math.abs(value)));
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
