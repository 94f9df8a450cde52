package fovea.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.Notes;
import fovea.data.DataReader;
import fovea.data.Examples;
import fovea.data.InputException;
import fovea.data.PatchStream;
import fovea.data.ReadOptions;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatchFileTest {
  private static final ReadOptions OPTIONS =
      ReadOptions.defaults().withPatches(700).withPatchSize(5).withSeed(3);

  @TempDir
  private Path folder;

  private Path images;
  private Path target;

  @BeforeEach
  void images() throws IOException {
    images = Files.createDirectory(folder.resolve("images"));
    target = folder.resolve("x.npy");
    long seed = 92;
    Notes.take("seed %d", seed);
    Random random = new Random(seed);
    for (int i = 0; i < 6; i++) {
      int type = i == 0 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB;
      // One is too small for a patch.
      BufferedImage image = new BufferedImage(i == 3 ? 4 : 20 + i, 12, type);
      for (int y = 0; y < image.getHeight(); y++)
        for (int x = 0; x < image.getWidth(); x++) image.setRGB(x, y, random.nextInt());
      ImageIO.write(image, "png", images.resolve(i + ".png").toFile());
    }
  }

  private void write(PatchFile.Type type) throws IOException {
    PatchFile.write(target, PatchStream.of(images, OPTIONS), type, count -> {});
  }

  @Test
  void holdsThePatchesThatTrainingWouldDraw() throws IOException {
    Examples expected = DataReader.read(images, OPTIONS);
    for (PatchFile.Type type : PatchFile.Type.values()) {
      write(type);
      Examples read = DataReader.read(target, OPTIONS);
      assertThat(read.shape()).isEqualTo(expected.shape());
      assertThat(read.values()).as(type.name()).containsExactly(expected.values());
      Files.delete(target);
    }
    assertThat(names()).containsExactly("images");
  }

  @Test
  void goesOnWhereItWasBrokenOff() throws IOException {
    write(PatchFile.Type.UINT8);
    byte[] whole = Files.readAllBytes(target);
    Files.delete(target);

    AtomicInteger images = new AtomicInteger();
    PatchStream stream = PatchStream.of(this.images, OPTIONS);
    assertThatThrownBy(() -> PatchFile.write(target, stream, PatchFile.Type.UINT8, count -> {
          if (images.incrementAndGet() == 3)
            throw new UncheckedIOException(new IOException("stopped"));
        }))
        .isInstanceOf(IOException.class)
        .hasMessage("stopped");
    assertThat(names())
        .satisfiesExactly(
            name -> assertThat(name).matches("\\.x\\.npy\\.[0-9a-f]{16}\\.done"),
            name -> assertThat(name).matches("\\.x\\.npy\\.[0-9a-f]{16}\\.part"),
            name -> assertThat(name).isEqualTo("images"));
    Path notes = folder.resolve(names().getFirst());
    Path data = folder.resolve(names().get(1));

    // As if two images had been noted, and a third note were cut short.
    Files.writeString(notes, Files.readAllLines(notes).getFirst() + "\n0;\n2;\n1");
    byte[] part = Files.readAllBytes(data);
    System.arraycopy(whole, 0, part, 0, part.length);
    Files.write(data, part);
    assertThatThrownBy(() -> PatchFile.write(
            target, PatchStream.of(this.images, OPTIONS), PatchFile.Type.UINT8, count -> {
              throw new UncheckedIOException(new IOException("stopped again"));
            }))
        .hasMessage("stopped again");
    assertThat(Files.readString(notes)).as("what follows is a line of its own").endsWith("\n1\n");
    AtomicInteger done = new AtomicInteger();
    AtomicInteger calls = new AtomicInteger();
    PatchFile.write(target, PatchStream.of(this.images, OPTIONS), PatchFile.Type.UINT8, count -> {
      done.addAndGet(count);
      calls.incrementAndGet();
    });
    assertThat(done.get()).isEqualTo(700);
    // What was there at once, and the three images that were not.
    assertThat(calls.get()).isEqualTo(4);
    assertThat(Files.readAllBytes(target)).isEqualTo(whole);
    assertThat(names()).containsExactly("images", "x.npy");
  }

  @Test
  void whatIsBeingWrittenIsLeftAlone() throws IOException {
    Path notes = folder.resolve(".x.npy.0123456789abcdef.done");
    try (FileChannel other =
        FileChannel.open(notes, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      assertThat(FolderLock.locks(other)).isTrue();
      assertThatThrownBy(() -> write(PatchFile.Type.UINT8))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("another process is writing it");
    }
    write(PatchFile.Type.UINT8);
    assertThat(names()).containsExactly("images", "x.npy");
  }

  @Test
  void beginsAgainWhereOtherPatchesWereBegun() throws IOException {
    write(PatchFile.Type.UINT8);
    byte[] whole = Files.readAllBytes(target);
    Files.delete(target);
    String begun = ".x.npy.0123456789abcdef";
    Files.writeString(folder.resolve(begun + ".done"), "other facts\n0;\n1;\n2;\n3;\n4;\n");
    Files.write(folder.resolve(begun + ".part"), new byte[300_000]);
    write(PatchFile.Type.UINT8);
    assertThat(Files.readAllBytes(target)).isEqualTo(whole);
    assertThat(names()).containsExactly("images", "x.npy");
  }

  @Test
  void whatAByteCannotHoldIsRefused() throws IOException {
    BufferedImage image = new BufferedImage(30, 30, BufferedImage.TYPE_USHORT_GRAY);
    for (int y = 0; y < 30; y++)
      for (int x = 0; x < 30; x++) image.getRaster().setSample(x, y, 0, 1000 + x + y);
    ImageIO.write(image, "png", images.resolve("9.png").toFile());
    assertThatThrownBy(() -> write(PatchFile.Type.UINT8))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("--type float32");
    write(PatchFile.Type.FLOAT32);
    assertThat(DataReader.read(target, OPTIONS).values())
        .containsExactly(DataReader.read(images, OPTIONS).values());
    assertThatThrownBy(() -> PatchStream.of(target, OPTIONS)).hasMessageContaining("x.npy");
  }

  private List<String> names() throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
