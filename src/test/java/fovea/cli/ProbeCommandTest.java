package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import fovea.kernels.RandomDraws;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeCommandTest {
  private static final int SIDE = 8;
  private static final int CLASSES = 3;

  @TempDir
  private Path folder;

  private final RandomDraws draws = new RandomDraws(5, RandomDraws.Stream.MIXTURES);

  /** Gratings of one direction for each class, anywhere, with noise. */
  private byte[] grating(int direction) {
    double angle = Math.PI * direction / CLASSES;
    double phase = 2 * Math.PI * draws.unit();
    byte[] pixels = new byte[SIDE * SIDE];
    for (int i = 0; i < pixels.length; i++) {
      double u = i % SIDE * Math.cos(angle) + i / SIDE * Math.sin(angle);
      double value = 128 + 90 * Math.cos(2 * Math.PI * u / 4 + phase) + 10 * draws.normal();
      pixels[i] = (byte) Math.clamp(Math.round(value), 0, 255);
    }
    return pixels;
  }

  private Path images(String name, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(16 + count * SIDE * SIDE);
    bytes.putInt(0x0803).putInt(count).putInt(SIDE).putInt(SIDE);
    for (int i = 0; i < count; i++) bytes.put(grating(i % CLASSES));
    return Files.write(folder.resolve(name), bytes.array());
  }

  private Path labels(String name, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(8 + count);
    bytes.putInt(0x0801).putInt(count);
    for (int i = 0; i < count; i++) bytes.put((byte) (i % CLASSES));
    return Files.write(folder.resolve(name), bytes.array());
  }

  private Path train(Path data, Object... options) {
    Path run = folder.resolve("run");
    List<Object> arguments = new ArrayList<>(List.of("train", data, "--hidden", 40));
    arguments.addAll(List.of("--lambda", "1e-4", "--quiet", "--out", run));
    arguments.addAll(List.of(options));
    FoveaJar.Ended ended = FoveaJar.here(arguments.toArray());
    assertThat(ended.exit()).as(ended.err()).isZero();
    return run;
  }

  private Path x;
  private Path y;

  @BeforeEach
  void write() throws IOException {
    x = images("train-images", 600);
    y = labels("train-labels", 600);
  }

  /** A grating anywhere is no linear function of its pixels, but of units that answer to its place. */
  @Test
  void codesTellGratingsApartThatInputsDoNot() throws IOException {
    Path run = train(x, "--beta", 0.5, "--rho", 0.1, "--iterations", 60);
    Path testX = images("test-images", 150);
    Path testY = labels("test-labels", 150);
    Object[] command = {
      "probe", run, x, "--labels", y, "--test", testX, "--test-labels", testY, "--threads", 1
    };
    FoveaJar.Ended ended = FoveaJar.here(command);
    assertThat(ended.exit()).as(ended.err()).isZero();
    List<String> lines = ended.out().lines().toList();
    assertThat(lines.getFirst()).isEqualTo("150 test examples of 3 classes, 600 for training");
    assertThat(lines.get(5)).isEqualTo("most frequent class   33.33 %");
    double codes = accuracy(lines.get(2), "codes ");
    double inputs = accuracy(lines.get(3), "inputs ");
    double components = accuracy(lines.get(4), "principal components ");
    assertThat(codes).isGreaterThan(80);
    assertThat(inputs).isLessThan(60);
    assertThat(components).isLessThan(60);
    int sum = 0;
    int right = 0;
    for (int k = 0; k < CLASSES; k++) {
      String[] row = lines.get(8 + k).strip().split(" +");
      assertThat(row[0]).isEqualTo(Integer.toString(k));
      for (int j = 0; j < CLASSES; j++) sum += Integer.parseInt(row[1 + j]);
      right += Integer.parseInt(row[1 + k]);
    }
    assertThat(sum).isEqualTo(150);
    assertThat(100.0 * right / 150).isCloseTo(codes, offset(0.006));
    command[command.length - 1] = 3;
    assertThat(FoveaJar.here(command).out()).isEqualTo(ended.out());
  }

  private static double accuracy(String line, String name) {
    assertThat(line).startsWith(name);
    return Double.parseDouble(line.substring(name.length()).strip().split(" ")[0]);
  }

  @Test
  void aColumnOfWordsIsLabelAndNotData() throws IOException {
    StringBuilder text = new StringBuilder("a,kind,b\n");
    StringBuilder values = new StringBuilder("a,b\n");
    for (int i = 0; i < 200; i++) {
      double a = (i % 2 == 0 ? 0.3 : 0.7) + 0.05 * draws.normal();
      double b = 0.5 + 0.05 * draws.normal();
      text.append("%s,%s,%s\n".formatted(a, i % 2 == 0 ? "hen" : "fox", b));
      values.append("%s,%s\n".formatted(a, b));
    }
    Path table = Files.writeString(folder.resolve("t.csv"), text);
    Path run = train(
        Files.writeString(folder.resolve("v.csv"), values),
        "--decoder",
        "linear",
        "--iterations",
        5);
    FoveaJar.Ended ended = FoveaJar.here("probe", run, table, "--labels", "kind", "--json");
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.out())
        .contains("\"training_examples\" : 160", "\"test_examples\" : 40", "\"fox\"", "\"hen\"")
        .containsPattern("\"inputs\" : \\{\\s+\"values\" : 2")
        .containsPattern("\"components\" : \\{\\s+\"values\" : 2")
        .contains("\"correct\" : 40");
    FoveaJar.here("probe", run, table, "--labels", "colour")
        .isRefusal("has no column 'colour' for labels");
    FoveaJar.here("probe", run, table, "--labels", "a")
        .isRefusal("line 2, column 2: 'hen' is not a number");
  }

  @Test
  void whatMakesNoSenseIsRefused() throws IOException {
    Path run = train(x, "--iterations", 1);
    FoveaJar.here("probe", run, x, "--labels", labels("few", 10))
        .isRefusal("has 10 labels for 600 examples");
    Path same = Files.writeString(folder.resolve("same.csv"), "1\n".repeat(600));
    FoveaJar.here("probe", run, x, "--labels", same).isRefusal("every label is '1'");
    FoveaJar.here("probe", run, x, "--labels", "kind")
        .isRefusal("labels kind: there is no such file");
    FoveaJar.here("probe", run, x).isRefusal("--labels");
    FoveaJar.here("probe", run, x, "--labels", y, "--test", x)
        .isRefusal("its labels are missing: add --test-labels FILE");
    FoveaJar.here("probe", run, x, "--labels", y, "--test-labels", y)
        .isRefusal("--test-labels: are those of a file");
    FoveaJar.here("probe", run, x, "--labels", y, "--test", 1.5)
        .isRefusal("--test 1.5: give a fraction between 0 and 1, or a file");
    Path wide = Files.writeString(folder.resolve("wide.csv"), "4,5,6\n7,8,9\n".repeat(5));
    Path three = Files.writeString(folder.resolve("three.csv"), "1\n2\n".repeat(5));
    FoveaJar.here("probe", run, wide, "--labels", three).isRefusal("the model takes 64 values");
  }
}
