package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.kernels.Samples;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Others may write to a folder and leave a link there, under the name of a file that a command is about to make. No
 * command writes through it.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a privilege there")
class PlantedLinksTest {
  private static final String SECRET = "not Fovea's";

  @TempDir
  private Path folder;

  private Path victims = Path.of("");
  private Path out = Path.of("");
  private Path model = Path.of("");
  private Path table = Path.of("");

  @BeforeEach
  void prepare() throws IOException {
    victims = Files.createDirectory(folder.resolve("victims"));
    out = Files.createDirectory(folder.resolve("out"));
    table = FoveaJar.npy(folder.resolve("table.npy"), new Samples(1).pixels(60 * 9), 60, 9);
    model = FoveaJar.model(
        folder.resolve("model.safetensors"), new NetworkShape(9, 4), 1, Hyperparameters.DEFAULT);
  }

  /** A link to a file that is worth something. */
  private void plant(Path link) throws IOException {
    Path victim = Files.writeString(Files.createTempFile(victims, "victim", ""), SECRET);
    Files.createDirectories(Objects.requireNonNull(link.getParent()));
    Files.createSymbolicLink(link, victim);
  }

  /** Under the names that earlier versions had for files that are not yet whole, and as the files themselves. */
  private void plantAround(Path file) throws IOException {
    plant(file.resolveSibling("." + file.getFileName() + ".part"));
    plant(file.resolveSibling("." + file.getFileName() + ".done"));
    plant(file.resolveSibling(".fovea.part.%s".formatted(file.getFileName())));
  }

  private void victimsAreUntouched() throws IOException {
    try (Stream<Path> files = Files.list(victims)) {
      assertThat(files).isNotEmpty().allSatisfy(file -> assertThat(file).hasContent(SECRET));
    }
  }

  private static void done(Object... arguments) {
    FoveaJar.Ended ended = FoveaJar.here(arguments);
    assertThat(ended.exit()).as(ended.err()).isZero();
  }

  private void plantInRun(Path run) throws IOException {
    for (String name : List.of(
        "config.json",
        "model.safetensors",
        "metrics.csv",
        "checkpoint",
        "checkpoint.previous",
        "report.html",
        "result.json",
        "figures/patches.png",
        "figures/reconstructions.png",
        "figures/features.png",
        "figures/tiles.png",
        "figures/cost.png")) plantAround(run.resolve(name));
    plant(run.resolve(".fovea.part"));
  }

  private void train(Path run) {
    done("train", table, "--hidden", 3, "--iterations", 3, "--checkpoint-every", 1, "--out", run);
  }

  @Test
  void trainResumeAndReport() throws IOException {
    Path run = out.resolve("run");
    plantInRun(run);
    train(run);
    done("train", "--resume", run, "--iterations", 5);
    done("report", run);
    // Links in the place of the files are taken away, not followed.
    for (String name : List.of("model.safetensors", "config.json", "metrics.csv", "report.html")) {
      Files.delete(run.resolve(name));
      plant(run.resolve(name));
    }
    done("train", table, "--hidden", 3, "--iterations", 3, "--out", run, "--overwrite", "--quiet");
    assertThat(Files.isSymbolicLink(run.resolve("model.safetensors"))).isFalse();
    victimsAreUntouched();
  }

  @Test
  void sweep() throws IOException {
    Path sweep = out.resolve("sweep");
    Object[] command = {
      "sweep",
      table,
      "--validation",
      table,
      "--hidden",
      "1,2",
      "--iterations",
      2,
      "--overwrite",
      "--out",
      sweep
    };
    done(command);
    for (String name : List.of("sweep.json", "sweep.csv", "index.html"))
      plantAround(sweep.resolve(name));
    try (Stream<Path> runs = Files.list(sweep.resolve("runs"))) {
      for (Path run : runs.toList()) plantInRun(run);
    }
    done(command);
    victimsAreUntouched();
  }

  @Test
  void commandsThatWriteAFile() throws IOException {
    List<Path> made = new ArrayList<>();
    for (String name : List.of(
        "codes.npy",
        "codes.csv",
        "codes.safetensors",
        "codes.h5",
        "rows.npy",
        "errors.npy",
        "m.onnx",
        "m.npz",
        "M.java",
        "m.json",
        "compare.png",
        "picture.png",
        "patches.npy")) {
      plantAround(out.resolve(name));
      made.add(out.resolve(name));
    }
    for (Path file : made.subList(0, 4)) done("encode", model, table, "--out", file);
    done("decode", model, made.getFirst(), "--out", out.resolve("rows.npy"));
    done("anomaly", model, table, "--out", out.resolve("errors.npy"));
    done(
        "export",
        model,
        "--onnx",
        made.get(6),
        "--npz",
        made.get(7),
        "--java",
        made.get(8),
        "--json",
        made.get(9));
    Path run = folder.resolve("run");
    done("train", "--patches", 200, "--hidden", 3, "--iterations", 2, "--quiet", "--out", run);
    done("compare", run, "--out", made.get(10));
    Path photographs = Path.of("data/photos/heldout").toAbsolutePath();
    done(
        "reconstruct",
        run.resolve("model.safetensors"),
        photographs.resolve("pika.png"),
        "--stride",
        16,
        "--quiet",
        "--out",
        made.get(11));
    done("patches", photographs, "--patches", 50, "--out", made.get(12));
    assertThat(made).allSatisfy(file -> assertThat(file).isRegularFile());
    victimsAreUntouched();
  }

  /** A lock has to have a known name. What stands there is Fovea's own, or left alone. */
  @Test
  void theLockOfAFolder() throws Exception {
    Path link = out.resolve("link").resolve(".lock");
    plant(link);
    Path dangling = Files.createDirectory(out.resolve("dangling")).resolve(".lock");
    Files.createSymbolicLink(dangling, victims.resolve("new"));
    Path second = Files.createDirectory(out.resolve("second")).resolve(".lock");
    Files.createLink(second, Files.writeString(victims.resolve("linked"), SECRET));
    Path pipe = Files.createDirectory(out.resolve("pipe")).resolve(".lock");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    for (Path lock : List.of(link, dangling, second, pipe)) {
      Path run = Objects.requireNonNull(lock.getParent());
      for (String command : List.of("sweep", "train"))
        FoveaJar.here(command, table, "--validation", table, "--out", run)
            .isRefusal(lock + ": is a link or something else");
      assertThat(Files.exists(lock, LinkOption.NOFOLLOW_LINKS)).isTrue();
    }
    assertThat(victims.resolve("new")).doesNotExist();
    victimsAreUntouched();
  }

  @Test
  void aFolderOfTheRunThatIsALink() throws IOException {
    Path figures = Files.createDirectory(victims.resolve("figures"));
    Path mine = Files.writeString(figures.resolve("cost.png"), SECRET);
    Path run = Files.createDirectory(out.resolve("run"));
    Files.createSymbolicLink(run.resolve("figures"), figures);
    for (String command : List.of("train", "sweep"))
      FoveaJar.here(command, table, "--validation", table, "--out", run)
          .isRefusal("figures: is a link");
    assertThat(mine).hasContent(SECRET);
  }

  /** The names that cannot be planted: no two runs of a command share one. */
  @Test
  void temporaryNamesAreNewEachTime() throws Exception {
    List<String> names = new ArrayList<>();
    try (WatchService watch = FileSystems.getDefault().newWatchService()) {
      out.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      Path figures = Files.createDirectory(out.resolve("figures"));
      figures.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      for (int i = 0; i < 2; i++) {
        done("train", table, "--hidden", 3, "--iterations", 3, "--overwrite", "--out", out);
        done("encode", model, table, "--overwrite", "--out", out.resolve("codes.npy"));
        done(
            "patches",
            Path.of("data/photos/heldout").toAbsolutePath(),
            "--patches",
            50,
            "--overwrite",
            "--out",
            out.resolve("patches.npy"));
      }
      for (WatchKey key = watch.poll(5, TimeUnit.SECONDS); key != null; key = watch.poll()) {
        for (WatchEvent<?> event : key.pollEvents()) names.add(String.valueOf(event.context()));
        key.reset();
      }
    }
    List<String> hidden = names.stream()
        .filter(name -> name.startsWith(".") && !name.equals(".lock"))
        .toList();
    assertThat(hidden)
        .hasSizeGreaterThan(20)
        .doesNotHaveDuplicates()
        .allMatch(name -> name.toLowerCase(Locale.ROOT).matches(".*[0-9a-f]{16}\\.(part|done)"));
  }
}
