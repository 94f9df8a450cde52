package fovea;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.data.DataReader;
import fovea.data.Examples;
import fovea.data.PatchColour;
import fovea.data.PreprocessChoice;
import fovea.data.PreprocessMode;
import fovea.data.ReadOptions;
import fovea.io.ModelFile;
import fovea.kernels.ActivationFunction;
import fovea.optimize.Limits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The promise of docs/numerics.md, kept on the real photographs: the SHA-256 of a model is the same with any number of
 * threads and, as these tests run again with vectors of other lengths, on any vectors. It is another once the
 * arithmetic changes on purpose.
 */
@Tag("numerics")
class SameBitsTest {
  private static final String GREY =
      "624f3e4648d43d5875507b407e2aa1ed38e363484382df78853eaa8d5b11394a";
  private static final String COLOURS =
      "4117b1dc861897fca26979f61c5c9ecd204b5396105a2ccbf828f4aab680f116";

  private static String sha256(Examples examples, TrainingSettings settings)
      throws IOException, NoSuchAlgorithmException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ModelFile.write(file, Fovea.train(examples, settings).model());
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(file.toByteArray()));
  }

  @Test
  void ofGreyPatches() throws Exception {
    Examples patches = DataReader.trainPhotographs(ReadOptions.defaults().withPatches(3000));
    TrainingSettings settings = new TrainingSettings().withHidden(30).withLimits(new Limits(10, 0));
    for (int threads : new int[] {1, 2, 5})
      assertThat(sha256(patches, settings.withThreads(threads)))
          .as("%d threads", threads)
          .isEqualTo(GREY);
    assertThat(sha256(patches, settings.withSeed(2))).isNotEqualTo(GREY);
  }

  @Test
  void ofWhitenedColours() throws Exception {
    Examples patches =
        DataReader.trainPhotographs(ReadOptions.defaults().withPatches(700).withPatchSize(8));
    TrainingSettings settings = new TrainingSettings()
        .withHidden(12)
        .withLayers(ActivationFunction.SIGMOID, ActivationFunction.LINEAR, false)
        .withPreprocessing(
            new PreprocessChoice(PreprocessMode.AUTO, PatchColour.RGB, OptionalDouble.of(0.2)))
        .withLimits(new Limits(15, 0));
    for (int threads : new int[] {2, 3})
      assertThat(sha256(patches, settings.withThreads(threads)))
          .as("%d threads", threads)
          .isEqualTo(COLOURS);
  }
}
