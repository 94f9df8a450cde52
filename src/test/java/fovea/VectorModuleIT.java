package fovea;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.data.ExampleShape;
import fovea.data.Examples;
import fovea.data.Preprocessing;
import fovea.data.Whitening;
import fovea.io.ModelFile;
import fovea.io.StoredModel;
import fovea.kernels.Team;
import fovea.model.Autoencoder;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import java.nio.file.Path;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Java that was started without the module of the Vector API is told what it lacks, by whatever class it meets first.
 */
class VectorModuleIT {
  @TempDir
  private Path folder;

  /** Prints what each entry to the library throws. */
  public static void main(String[] arguments) {
    Path file = Path.of(arguments[0]);
    Examples rows =
        new Examples("rows", 2, new ExampleShape.Row(2), new float[] {0.1f, 0.2f, 0.4f, 0.3f});
    for (ThrowingCallable entry : new ThrowingCallable[] {
      () -> Fovea.train(rows, new TrainingSettings().withHidden(1)),
      () -> new Autoencoder(new NetworkShape(1, 1), new float[4]),
      () -> ModelFile.read(file),
      () -> new Team(1),
      () -> Whitening.fit(new Preprocessing.None(2), 0.1, rows)
    }) {
      try {
        entry.call();
        System.out.println("nothing");
      } catch (Throwable e) {
        System.out.println(e);
      }
    }
  }

  @Test
  void everyEntryNamesTheOption() throws Exception {
    Path model = folder.resolve("m.safetensors");
    ModelFile.write(
        model,
        new StoredModel(
            new Autoencoder(new NetworkShape(1, 1), new float[4]),
            Hyperparameters.DEFAULT,
            Optional.empty()));
    ProcessBuilder java = new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        System.getProperty("java.class.path"),
        VectorModuleIT.class.getName(),
        model.toString());
    java.environment().keySet().removeIf(name -> name.matches("(JDK_)?JAVA_(TOOL_)?OPTIONS"));
    Process process = java.redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(out).isZero();
    assertThat(out.lines())
        .hasSize(5)
        .containsOnly(
            "java.lang.IllegalStateException: Fovea needs the module jdk.incubator.vector: "
                + "start Java with --add-modules jdk.incubator.vector");
  }
}
