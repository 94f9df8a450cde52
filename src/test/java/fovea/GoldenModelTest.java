package fovea;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.data.DataReader;
import fovea.data.ReadOptions;
import fovea.io.ModelFile;
import fovea.model.Hyperparameters;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The SHA-256 of models that docs/numerics.md and the README tell, so that anyone can see theirs is the same. */
class GoldenModelTest {
  private static String sha256(double beta, double rho)
      throws IOException, NoSuchAlgorithmException {
    TrainedModel trained = Fovea.train(
        DataReader.trainPhotographs(ReadOptions.defaults()),
        new TrainingSettings()
            .withHyperparameters(new Hyperparameters(Hyperparameters.DEFAULT.lambda(), beta, rho)));
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ModelFile.write(file, trained.model());
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(file.toByteArray()));
  }

  @ParameterizedTest
  @CsvSource({"0.2, 0.5", "0.5, 0.05"})
  void theDocumentedModel(double beta, double rho) throws Exception {
    assertThat(Files.readString(Path.of("docs/numerics.md"))).contains(sha256(beta, rho));
  }

  @Test
  void theReadmeTellsTheDefaultOne() throws IOException {
    String golden = Files.readString(Path.of("docs/numerics.md"))
        .replaceAll("(?s).*`train` *\\| *`([0-9a-f]{64})`.*", "$1");
    assertThat(golden).hasSize(64);
    assertThat(Files.readString(Path.of("README.md"))).contains(golden);
  }
}
