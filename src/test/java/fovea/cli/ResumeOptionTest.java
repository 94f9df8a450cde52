package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code train --resume} of runs that ended: what may change, and what is refused. */
class ResumeOptionTest {
  @TempDir
  private Path folder;

  private static Object[] with(Object[] arguments, Object... more) {
    return Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toArray();
  }

  @Test
  void aFinishedRunGoesOnWithMoreIterationsAndWithNothingElse() throws Exception {
    Object[] settings = {"train", "--patches", 300, "--hidden", 5, "--quiet", "--patch-size", 8};
    Path run = folder.resolve("run");
    FoveaJar.Ended ended = FoveaJar.here(with(settings, "--iterations", 6, "--out", run));
    assertThat(ended.exit()).as(ended.err()).isZero();
    FoveaJar.here("train", "--resume", run, "--hidden", 6).isRefusal("--hidden cannot change");
    FoveaJar.here("train", "--resume", run, "--index-column", "no")
        .isRefusal("--index-column cannot change");
    FoveaJar.here("train", "--resume", run, "--out", folder.resolve("elsewhere"))
        .isRefusal("--out cannot change");
    FoveaJar.here("train", "--resume", run, "--checkpoint-every", -1)
        .isRefusal("--checkpoint-every");
    FoveaJar.here(
            "train",
            Path.of("data/photos/heldout").toAbsolutePath(),
            "--resume",
            run,
            "--iterations",
            9)
        .isRefusal("made with another training data");
    FoveaJar.here("train", "--resume", folder.resolve("none")).isRefusal("no such folder");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    FoveaJar.here("train", "--resume", empty).isRefusal("no run has begun there");
    refusesWhatItsConfigMayNotHold(run);

    // The first --quiet is the first command's.
    FoveaJar.Ended done = FoveaJar.here("train", "--resume", run);
    assertThat(done.exit()).isZero();
    assertThat(done.out()).isEmpty();
    assertThat(done.errors())
        .containsExactly("%s has done all its 6 iterations; for more: %s --iterations 12"
            .formatted(run, Shell.resume(new RunFolder(run))));
    assertThat(FoveaJar.here("train", "--resume", run, "--quiet").err()).isEmpty();

    FoveaJar.Ended longer = FoveaJar.here(
        "train", "--resume", run, "--hidden", 5, "--header", "auto", "--iterations", 9);
    assertThat(longer.exit()).as(longer.err()).isZero();
    assertThat(longer.errors())
        .contains("going on with %s from iteration 6".formatted(run))
        .contains("go on with: %s --iterations 18".formatted(Shell.resume(new RunFolder(run))))
        .anyMatch(line -> line.matches("or delete .*checkpoint \\(\\d+ KiB\\)"));
    Path whole = folder.resolve("whole");
    assertThat(FoveaJar.here(with(settings, "--iterations", 9, "--out", whole)).exit())
        .isZero();
    assertThat(LeftBehind.of(run)).isEqualTo(LeftBehind.of(whole));
    assertThat(FoveaJar.here("report", run).exit()).isZero();

    // The newest checkpoint is damaged, then the one before it is missing.
    byte[] bytes = Files.readAllBytes(run.resolve("checkpoint"));
    Files.write(run.resolve("checkpoint.previous"), bytes);
    Files.write(run.resolve("checkpoint"), Arrays.copyOf(bytes, bytes.length - 1));
    Files.delete(run.resolve("report.html")); // as if it had been killed while that was drawn
    FoveaJar.Ended fallen = FoveaJar.here("train", "--resume", run, "--quiet");
    assertThat(fallen.exit()).as(fallen.err()).isZero();
    assertThat(fallen.errors()).hasSize(1);
    assertThat(fallen.errors().get(0))
        .contains("not a whole checkpoint")
        .contains("going on from the one before");
    assertThat(LeftBehind.of(run)).isEqualTo(LeftBehind.of(whole));
    assertThat(run.resolve("checkpoint")).hasBinaryContent(bytes);
    bytes[bytes.length / 2] ^= 4;
    Files.write(run.resolve("checkpoint"), bytes);
    Files.deleteIfExists(run.resolve("checkpoint.previous"));
    FoveaJar.here("train", "--resume", run, "--iterations", 10).isRefusal("its checksum is wrong");
    Files.delete(run.resolve("checkpoint"));
    FoveaJar.here("train", "--resume", run).isRefusal("left no checkpoint to go on from");
  }

  private static void refusesWhatItsConfigMayNotHold(Path run) throws IOException {
    Path config = run.resolve("config.json");
    String whole = Files.readString(config);
    Files.writeString(config, whole.replaceFirst("\"format\" : 2,", ""));
    FoveaJar.here("train", "--resume", run).isRefusal("written by an earlier Fovea");
    Files.writeString(config, whole.replaceFirst("\"tolerance\" : [^,]*", "\"tolerance\" : null"));
    FoveaJar.here("train", "--resume", run).isRefusal("config.json");
    Files.writeString(
        config, whole.replaceFirst("\"network\" : \\{", "\"network\" : null, \"x\" : {"));
    FoveaJar.here("train", "--resume", run).isRefusal("config.json");
    Files.writeString(
        config, whole.replaceFirst("\"encoder\" : \"sigmoid\"", "\"encoder\" : \"gelu\""));
    FoveaJar.here("train", "--resume", run).isRefusal("encoder is 'gelu', not one of sigmoid");
    Files.writeString(config, whole);
  }
}
