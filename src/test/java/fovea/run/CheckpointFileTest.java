package fovea.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import fovea.data.InputException;
import fovea.io.Fingerprint;
import fovea.model.Cost;
import fovea.optimize.OptimizerState;
import fovea.optimize.Step;
import fovea.train.Checkpoint;
import fovea.train.Metrics;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFileTest {
  /** The columns that there have to be. */
  private static final String COLUMNS = "\"iteration\", \"cost\", \"seconds\", \"evaluations\"";

  @TempDir
  private Path folder;

  private RunFolder run = new RunFolder(Path.of(""));

  @BeforeEach
  void useTheFolder() {
    run = new RunFolder(folder);
  }

  private static Metrics row(int t, Optional<Metrics.HeldOut> heldOut) {
    Cost cost = new Cost(1.0 / (t + 3), 0.1, Math.PI);
    Step step = new Step(t, cost.total(), 1e-300, 0.3, t + 4);
    return new Metrics(step, 640 - t, cost, t / 7.0, Double.NaN, 0.5, 2, 1, heldOut);
  }

  private static Checkpoint checkpoint(int iterations, boolean heldOut) {
    List<Metrics> rows = new ArrayList<>();
    for (int t = 0; t <= iterations; t++)
      rows.add(
          row(t, heldOut ? Optional.of(new Metrics.HeldOut(-0.0, Double.NaN)) : Optional.empty()));
    float[] theta = new float[20_000];
    for (int i = 0; i < theta.length; i++) theta[i] = (float) StrictMath.sin(i + iterations);
    theta[3] = Float.intBitsToFloat(0x7fc12345);
    float[] best = theta.clone();
    best[0] = -0f;
    return new Checkpoint(
        theta,
        new OptimizerState(
            Map.of("s0", best, "y0", theta),
            Map.of("gamma", 0.1, "last cost", Double.NaN, "pairs", 1.0)),
        rows,
        new Checkpoint.Best(best, 1, Double.POSITIVE_INFINITY));
  }

  private static CheckpointFile.Content content(int iterations) {
    return new CheckpointFile.Content(
        "1", Map.of("data", "d", "seed", "1"), checkpoint(iterations, false));
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) bits[i] = Float.floatToRawIntBits(values[i]);
    return bits;
  }

  @Test
  void readsWhatItWrote() throws IOException {
    for (boolean heldOut : new boolean[] {false, true}) {
      Checkpoint written = checkpoint(5, heldOut);
      CheckpointFile.write(
          run.checkpoint(),
          new CheckpointFile.Content("1.2", Map.of("seed", "1", "ρ", "ü\n\""), written));
      CheckpointFile.Content content = CheckpointFile.read(run.checkpoint());
      assertThat(content.version()).isEqualTo("1.2");
      assertThat(content.settings()).isEqualTo(Map.of("seed", "1", "ρ", "ü\n\""));
      Checkpoint read = content.checkpoint();
      assertThat(bits(read.theta())).isEqualTo(bits(written.theta()));
      assertThat(bits(read.best().theta())).isEqualTo(bits(written.best().theta()));
      assertThat(read.best().iteration()).isEqualTo(1);
      assertThat(read.best().cost()).isInfinite();
      assertThat(read.metrics()).isEqualTo(written.metrics());
      assertThat(read.memory().numbers()).isEqualTo(written.memory().numbers());
      assertThat(read.memory().vectors()).containsOnlyKeys("s0", "y0");
      assertThat(bits(read.memory().vectors().get("s0")))
          .isEqualTo(bits(written.memory().vectors().get("s0")));
    }
  }

  private void refuses(byte[] bytes, String why) throws IOException {
    Files.write(run.checkpoint(), bytes);
    assertThatThrownBy(() -> CheckpointFile.read(run.checkpoint()))
        .as(why)
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(run.checkpoint().toString())
        .hasMessageContaining("checkpoint");
  }

  @Test
  void aFileThatEndsTooEarlyIsRefused() throws IOException {
    CheckpointFile.write(run.checkpoint(), content(2));
    byte[] whole = Files.readAllBytes(run.checkpoint());
    List<Integer> lengths = new ArrayList<>();
    for (int i = 0; i < 600; i++) lengths.add(i);
    for (int i = 600; i < whole.length; i += 10_007) lengths.add(i);
    for (int i = 1; i < 200; i++) lengths.add(whole.length - i);
    for (int length : lengths) refuses(Arrays.copyOf(whole, length), "length " + length);
    refuses(Arrays.copyOf(whole, whole.length + 1), "one byte more");
  }

  @Test
  void anyFlippedBitIsFound() throws IOException {
    CheckpointFile.write(run.checkpoint(), content(2));
    byte[] whole = Files.readAllBytes(run.checkpoint());
    for (int at = 0; at < whole.length; at += at < 600 ? 1 : 9973) {
      byte[] flipped = whole.clone();
      flipped[at] ^= (byte) (1 << at % 8);
      refuses(flipped, "byte " + at);
    }
    byte[] last = whole.clone();
    last[whole.length - 1] ^= 1;
    refuses(last, "checksum");
  }

  @Test
  @Timeout(20)
  void aLengthThatIsNoneIsNotGoneThrough() throws IOException {
    CheckpointFile.write(run.checkpoint(), content(2));
    try (RandomAccessFile file = new RandomAccessFile(run.checkpoint().toFile(), "rw")) {
      file.setLength(1L << 37);
    } catch (IOException e) {
      assumeThat(e).as("a file system with holes in its files").isNull();
    }
    assertThatThrownBy(() -> CheckpointFile.read(run.checkpoint()))
        .isInstanceOf(InputException.class)
        .hasMessageEndingWith("rows do not make its 137438953472 bytes");
  }

  private static String header(int parameters, int rows, int best, String vectors) {
    return ("{\"version\": \"1\", \"settings\": {}, \"parameters\": %d, \"rows\": "
            + "%d, \"best_iteration\": %d, \"columns\": [%s], \"vectors\": [%s], \"numbers\": []}")
        .formatted(parameters, rows, best, COLUMNS, vectors);
  }

  /** A right checksum does not make sizes right: whoever can write a file can compute it. */
  @Test
  void sizesAreNotBelieved() throws IOException {
    for (String text : List.of(
        header(2_000_000_000, 1, 0, ""),
        header(2_000_000_000, 2_000_000_000, 0, "\"a\",\"b\""),
        header(1, 2_000_000_000, 0, ""),
        header(-1, 1, 0, ""),
        header(1, -5, 0, ""),
        header(1, 1, 3, ""),
        header(1, 1, -1, ""),
        "{}",
        "[]",
        "null",
        "",
        header(1, 1, 0, "null"),
        header(1, 1, 0, "").replace("{}", "7"))) {
      refuses(sealed(text, text.length(), 8 + 8 + 4 * 8), text);
    }
    String right = header(1, 1, 0, "");
    refuses(sealed(right, Long.MAX_VALUE, 8 + 8 + 4 * 8), "header length");
    refuses(sealed(right, -1, 8 + 8 + 4 * 8), "header length");
    Files.write(run.checkpoint(), sealed(right, right.length(), 8 + 8 + 4 * 8));
    assertThat(CheckpointFile.read(run.checkpoint()).checkpoint().iteration()).isZero();
  }

  @Test
  void nullsInTheHeaderAreRefused() throws IOException {
    String right = header(1, 1, 0, "");
    for (String wrong : List.of(
        right.replace("\"1\"", "null"),
        right.replace("{}", "null"),
        right.replace("{}", "{\"seed\": null}"),
        right.replace("[" + COLUMNS + "]", "null"),
        right.replace("[" + COLUMNS + "]", "[%s, null]".formatted(COLUMNS)),
        right.replace("\"vectors\": []", "\"vectors\": null"),
        right.replace("\"numbers\": []", "\"numbers\": null")))
      refuses(sealed(wrong, wrong.length(), 8 + 8 + 4 * 8), wrong);
  }

  @Test
  void rowsAreThoseOfTheIterationsInTurn() throws IOException {
    for (double iteration : new double[] {2e9, 3e9, 1, -1, 0.5, Double.NaN}) {
      String one = header(1, 1, 0, "");
      byte[] bytes = sealed(one, one.length(), 8 + 8 + 4 * 8);
      ByteBuffer.wrap(bytes)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putDouble(bytes.length - 4 - 4 * 8, iteration);
      refuses(sealed(bytes), "iteration " + iteration);
    }
    // Both of two rows are of iteration 0.
    String two = header(1, 2, 0, "");
    refuses(sealed(two, two.length(), 8 + 8 + 2 * 4 * 8), two);
  }

  @Test
  void whatTheMetricsNeedMustBeThere() throws IOException {
    String without = header(1, 1, 0, "").replace("\"cost\", ", "");
    Files.write(run.checkpoint(), sealed(without, without.length(), 8 + 8 + 3 * 8));
    assertThatThrownBy(() -> CheckpointFile.read(run.checkpoint()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("have no column cost");
  }

  /** So is a file of another Fovea, whose metrics have columns that this one does not know. */
  @Test
  void columnsThatAreMissingOrUnknownDoNotMatter() throws IOException {
    String other = header(1, 1, 0, "").replace("\"cost\", ", "\"cost\", \"other\", ");
    Files.write(run.checkpoint(), sealed(other, other.length(), 8 + 8 + 5 * 8));
    Metrics row = CheckpointFile.read(run.checkpoint()).checkpoint().last();
    assertThat(row.step().cost()).isZero();
    assertThat(row.step().gradientNorm()).isNaN();
    assertThat(row.cost().sparsity()).isNaN();
    assertThat(row.deadUnits()).isEqualTo(-1);
    assertThat(row.heldOut()).isEmpty();
    // It goes on as it is, with the values that are known.
    MetricsCsv.write(run.metrics(), List.of(row));
    assertThat(Files.readAllLines(run.metrics()).get(1))
        .isEqualTo("0,NaN,NaN,NaN,NaN,NaN,0.000000,NaN,0,,NaN,NaN,,,,");
  }

  @Test
  void anotherFormatIsNamedNotCalledDamaged() throws IOException {
    CheckpointFile.write(run.checkpoint(), content(2));
    byte[] bytes = Files.readAllBytes(run.checkpoint());
    assertThat(new String(bytes, 0, 8, StandardCharsets.US_ASCII)).isEqualTo("FOVEACP2");
    bytes[7] = '1';
    otherFormat(
        sealed(bytes),
        "made by an earlier Fovea, in format 1 of checkpoints; this one reads format 2");
    bytes[7] = '3';
    // Its checksum may be anywhere.
    otherFormat(
        bytes, "made by a later Fovea, in format 3 of checkpoints; this one reads format 2");
  }

  private void otherFormat(byte[] bytes, String message) throws IOException {
    Files.write(run.checkpoint(), bytes);
    assertThatThrownBy(() -> CheckpointFile.read(run.checkpoint()))
        .isInstanceOf(InputException.class)
        .hasMessage(run.checkpoint() + ": " + message);
    assertThatThrownBy(() -> RunCheckpoints.newest(run))
        .hasMessageEndingWith(message + "; delete it to go on from the beginning");
  }

  /** A file with a right checksum, zeros behind its header. */
  private static byte[] sealed(String header, long headerLength, int zeros) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    byte[] bytes = new byte[8 + 8 + text.length + zeros + 4];
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put("FOVEACP2".getBytes(StandardCharsets.US_ASCII))
        .putLong(headerLength)
        .put(text);
    return sealed(bytes);
  }

  /** The same bytes with the right checksum at their end. */
  private static byte[] sealed(byte[] bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, bytes.length - 4);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(bytes.length - 4, (int)
        checksum.getValue());
    return bytes;
  }

  private RunCheckpoints checkpoints(
      RunCheckpoints.Interval interval, AtomicLong clock, List<IOException> failures) {
    return new RunCheckpoints(
        run, "1", Map.of("data", "d"), interval, 0, clock::get, failures::add);
  }

  @Test
  void theOneBeforeIsKeptAndServesIfTheNewestIsDamaged() throws IOException {
    assertThat(RunCheckpoints.newest(run)).isEmpty();
    List<IOException> failures = new ArrayList<>();
    RunCheckpoints checkpoints =
        checkpoints(new RunCheckpoints.Interval(1, false), new AtomicLong(), failures);
    for (int t = 1; t <= 3; t++) checkpoints.take(checkpoint(t, false));
    assertThat(failures).isEmpty();
    assertThat(RunCheckpoints.newest(run).orElseThrow().content().checkpoint().iteration())
        .isEqualTo(3);
    assertThat(Files.readAllLines(run.metrics())).hasSize(1 + 4);
    byte[] bytes = Files.readAllBytes(run.checkpoint());
    Files.write(run.checkpoint(), Arrays.copyOf(bytes, bytes.length / 2));
    RunCheckpoints.Found found = RunCheckpoints.newest(run).orElseThrow();
    assertThat(found.content().checkpoint().iteration()).isEqualTo(2);
    assertThat(found.warning().orElseThrow()).contains("going on from the one before");
    // It takes the place of the damaged one: no later checkpoint may push it out in favour of that.
    assertThat(run.previousCheckpoint()).doesNotExist();
    assertThat(RunCheckpoints.newest(run).orElseThrow().warning()).isEmpty();
    checkpoints.take(checkpoint(3, false));
    Files.delete(run.checkpoint());
    assertThat(RunCheckpoints.newest(run).orElseThrow().content().checkpoint().iteration())
        .isEqualTo(2);
    Files.write(run.checkpoint(), new byte[50]);
    Files.write(run.previousCheckpoint(), new byte[50]);
    assertThatThrownBy(() -> RunCheckpoints.newest(run))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("delete it");
    RunCheckpoints.clear(run, false);
    assertThat(RunCheckpoints.newest(run)).isEmpty();
  }

  @Test
  void theyComeByIterationsOrSecondsAndWhereNobodyAskedForThemAreRare() {
    AtomicLong clock = new AtomicLong();
    List<IOException> none = new ArrayList<>();
    RunCheckpoints strict = checkpoints(new RunCheckpoints.Interval(10, false), clock, none);
    assertThat(strict.wants(9, false)).isFalse();
    assertThat(strict.wants(9, true)).isTrue();
    assertThat(strict.wants(10, false)).isTrue();
    clock.set(59_000_000_000L);
    assertThat(strict.wants(2, false)).isFalse();
    clock.set(60_000_000_000L);
    assertThat(strict.wants(2, false)).isTrue();
    strict.take(checkpoint(2, false));
    assertThat(strict.wants(11, false)).isFalse();
    assertThat(strict.wants(12, false)).isTrue();
    assertThat(checkpoints(new RunCheckpoints.Interval(0, false), clock, none).wants(9, true))
        .isFalse();

    // A second passes whenever the clock is read, so each seems to take one.
    AtomicLong ticking = new AtomicLong();
    RunCheckpoints thrifty = new RunCheckpoints(
        run,
        "1",
        Map.of(),
        new RunCheckpoints.Interval(10, true),
        0,
        () -> ticking.addAndGet(1_000_000_000L),
        none::add);
    thrifty.take(checkpoint(10, false));
    assertThat(thrifty.wants(20, false)).isFalse();
    ticking.addAndGet(100_000_000_000L);
    assertThat(thrifty.wants(20, false)).isTrue();
  }

  @Test
  void aFolderThatIsGoneIsToldAndNoMore() {
    List<IOException> failures = new ArrayList<>();
    run = new RunFolder(folder.resolve("gone"));
    checkpoints(new RunCheckpoints.Interval(1, false), new AtomicLong(), failures)
        .take(checkpoint(1, false));
    assertThat(failures).hasSize(1);
  }

  @Test
  void oneFolderIsForOneRunAtATime() throws IOException {
    try (OpenRun open = OpenRun.begin(run)) {
      assertThat(open.earlier()).isEmpty();
      assertThatThrownBy(() -> OpenRun.begin(run))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("process " + ProcessHandle.current().pid());
    }
    // What a killed process leaves behind.
    Files.writeString(run.path().resolve(".lock"), "1 1");
    OpenRun.begin(run).close();
  }

  @Test
  void aFingerprintTellsBits() {
    float[] a = new float[40_000];
    String zeros = Fingerprint.of(a);
    a[39_999] = -0f;
    assertThat(Fingerprint.of(a)).isNotEqualTo(zeros).hasSize(64);
    assertThat(Fingerprint.of(new float[0]))
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }
}
