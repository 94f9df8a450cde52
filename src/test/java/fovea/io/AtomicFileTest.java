package fovea.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.model.Autoencoder;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir
  private Path folder;

  @Test
  void writesAFileAndNothingElse() throws IOException {
    Path file = folder.resolve("a.txt");
    Files.writeString(file, "before");
    AtomicFile.write(file, out -> out.write('x'));
    assertThat(file).hasContent("x");
    assertThat(folder).isDirectoryContaining("glob:**a.txt");
    assertThat(folder.toFile().list()).containsExactly("a.txt");
  }

  @Test
  void replacesALinkAndLeavesWhatItLeadsTo() throws IOException {
    Path other = Files.writeString(folder.resolve("other"), "precious");
    Path file = Files.createSymbolicLink(folder.resolve("a.txt"), other);
    AtomicFile.write(file, out -> out.write('x'));
    assertThat(Files.isSymbolicLink(file)).isFalse();
    assertThat(file).hasContent("x");
    assertThat(other).hasContent("precious");
  }

  /** What is being written is not left, and a link is none of ours. */
  @Test
  void whatAKilledProcessLeftIsDeleted() throws IOException {
    Path left = Files.writeString(folder.resolve(".fovea-0123456789abcdef.part"), "half");
    Path other = Files.writeString(folder.resolve("other"), "precious");
    Path link = Files.createSymbolicLink(folder.resolve(".fovea-0123456789abcdee.part"), other);
    AtomicFile.write(folder.resolve("a.txt"), a -> {
      assertThat(left).doesNotExist();
      AtomicFile.write(folder.resolve("b.txt"), b -> b.write('b'));
      a.write('a');
    });
    assertThat(folder.resolve("a.txt")).hasContent("a");
    assertThat(folder.resolve("b.txt")).hasContent("b");
    assertThat(link).hasContent("precious");
    assertThat(folder.toFile().list()).hasSize(4);
  }

  @Test
  void leavesWhatWasThereWhenTheContentFails() throws IOException {
    Path file = folder.resolve("a.txt");
    Files.writeString(file, "before");
    assertThatThrownBy(() -> AtomicFile.write(file, out -> {
          out.write('x');
          throw new IOException("the disk is full");
        }))
        .hasMessage("the disk is full");
    assertThat(file).hasContent("before");
    assertThat(folder.toFile().list()).containsExactly("a.txt");
  }

  @Test
  void namesTheTargetAndItsMissingFolder() {
    Path missing = folder.resolve("nowhere");
    Path file = missing.resolve("model.safetensors");
    NetworkShape shape = new NetworkShape(4, 2);
    StoredModel model = new StoredModel(
        new Autoencoder(shape, Parameters.random(shape, 1)),
        Hyperparameters.DEFAULT,
        Optional.empty());
    assertThatThrownBy(() -> ModelFile.write(file, model))
        .isInstanceOf(FileSystemException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining("its folder " + missing + " is missing")
        .hasMessageNotContaining(".part");
  }

  @Test
  void namesAFileThatStandsWhereTheFolderShould() throws IOException {
    Path file = Files.writeString(folder.resolve("a.txt"), "");
    assertThatThrownBy(() -> AtomicFile.write(file.resolve("b.txt"), out -> {}))
        .hasMessage("%s: %s is a file, not a folder".formatted(file.resolve("b.txt"), file));
  }
}
