package fovea.sweep;

import fovea.data.InputException;
import fovea.io.AtomicFile;
import fovea.io.FolderLock;
import fovea.io.JsonFile;
import fovea.io.OutputFolder;
import fovea.run.RunFolder;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The folder of a sweep: sweep.json, a run folder for every setting, the table, the page and its figures. While it is
 * open no other process can open it. The operating system frees it when the process ends, however it ends.
 */
public final class SweepFolder implements AutoCloseable {
  private final Path path;
  private final FolderLock lock;

  private SweepFolder(Path path, FolderLock lock) {
    this.path = path;
    this.lock = lock;
  }

  /** A new folder sweeps/date_time below the working directory. */
  public static SweepFolder create(SweepConfig config) {
    Path path = Path.of("sweeps");
    try {
      return open(OutputFolder.createDated(path), config, false);
    } catch (IOException e) {
      throw OutputFolder.unwritable(path, e);
    }
  }

  /**
   * The given folder, made if it is not there. Finished runs that it holds are kept if they share the configuration.
   *
   * @param overwrite whether to throw away the sweep that it holds
   * @throws InputException if it holds something else, is in use, or cannot be written to
   */
  public static SweepFolder open(Path path, SweepConfig config, boolean overwrite) {
    OutputFolder.requireNoFile(path);
    OutputFolder.requireNoLink(path.resolve("runs"));
    OutputFolder.requireNoLink(path.resolve("figures"));
    if (!Files.exists(path.resolve("sweep.json")) && holdsFiles(path))
      throw new InputException(
          "%s: is not empty and holds no sweep; name another folder with --out".formatted(path));
    SweepFolder folder = null;
    try {
      Files.createDirectories(path);
      folder = new SweepFolder(path, FolderLock.of(path));
      folder.prepare(config, overwrite);
      return folder;
    } catch (IOException e) {
      if (folder != null) folder.close();
      throw OutputFolder.unwritable(path, e);
    } catch (InputException e) {
      if (folder != null) folder.close();
      throw e;
    }
  }

  private static boolean holdsFiles(Path path) {
    if (!Files.isDirectory(path)) return false;
    try (Stream<Path> files = Files.list(path)) {
      return files.anyMatch(file -> !file.getFileName().toString().startsWith("."));
    } catch (IOException e) {
      throw OutputFolder.unwritable(path, e);
    }
  }

  private void prepare(SweepConfig config, boolean overwrite) throws IOException {
    Path file = path.resolve("sweep.json");
    if (Files.exists(file) && !overwrite) {
      Optional<String> difference = config.difference(stored(file));
      if (difference.isPresent())
        throw new InputException(
            "%s: holds a sweep with %s; name another folder with --out, or add --overwrite"
                .formatted(path, difference.get()));
    }
    if (overwrite) discardAll();
    // First: a folder with files and without sweep.json is taken for something else.
    JsonFile.write(file, config);
    Files.createDirectories(runs());
    Files.createDirectories(figures());
  }

  private static SweepConfig stored(Path file) {
    try {
      return JsonFile.read(file, SweepConfig.class);
    } catch (InputException e) {
      throw new InputException(
          "%s; name another folder with --out, or add --overwrite to begin anew"
              .formatted(e.getMessage()),
          e);
    }
  }

  /** Removes the summaries too, so that nobody takes them for those of the sweep that begins. */
  private void discardAll() throws IOException {
    Files.deleteIfExists(table());
    Files.deleteIfExists(page());
    if (Files.isDirectory(figures())) SweepMaps.discard(figures());
    if (!Files.isDirectory(runs())) return;
    List<Path> all;
    try (Stream<Path> folders = Files.list(runs())) {
      all = folders.filter(Files::isDirectory).toList();
    }
    for (Path run : all) discard(run);
  }

  public Path path() {
    return path;
  }

  private Path runs() {
    return path.resolve("runs");
  }

  public Path table() {
    return path.resolve("sweep.csv");
  }

  public Path page() {
    return path.resolve("index.html");
  }

  Path figures() {
    return path.resolve("figures");
  }

  Path run(Setting setting) {
    return runs().resolve(setting.name());
  }

  /** Features without words, for the page. */
  static Path tiles(Path run) {
    return run.resolve("figures").resolve("tiles.png");
  }

  /** A file of the folder as the page names it. Its names need no escapes in a URL. */
  String link(Path file) {
    return path.relativize(file).toString().replace('\\', '/');
  }

  private static Path result(Path run) {
    return run.resolve("result.json");
  }

  /** The result of a finished run; none if its result or its model is missing or damaged. */
  public Optional<SweepResult> result(Setting setting) {
    Path file = result(run(setting));
    if (!Files.exists(file) || isEmpty(new RunFolder(run(setting)).model()))
      return Optional.empty();
    SweepResult result;
    try {
      result = JsonFile.read(file, SweepResult.class);
    } catch (InputException e) {
      return Optional.empty();
    }
    if (!result.setting().equals(setting))
      throw new InputException("%s: is the result of %s; delete it, and the run is done again"
          .formatted(file, result.setting().name()));
    return Optional.of(result);
  }

  /** Finished runs in the folder that are not of this plan. */
  public int others(SweepPlan plan) throws IOException {
    Set<String> own = plan.runs().stream().map(Setting::name).collect(Collectors.toSet());
    try (Stream<Path> all = Files.list(runs())) {
      return (int) all.filter(run ->
              Files.exists(result(run)) && !own.contains(run.getFileName().toString()))
          .count();
    }
  }

  private static boolean isEmpty(Path file) {
    try {
      return Files.size(file) == 0;
    } catch (IOException e) {
      return true;
    }
  }

  /**
   * Refuses to write to a folder that has been moved.
   *
   * @throws IOException naming it
   */
  void requireInPlace() throws IOException {
    lock.requireInPlace();
  }

  /** Says that a run is finished: its last file. */
  void finish(SweepResult result) throws IOException {
    JsonFile.write(result(run(result.setting())), result);
  }

  /** Removes the files of a run, its result first. Other files stay. */
  void discard(Setting setting) throws IOException {
    discard(run(setting));
  }

  private static void discard(Path path) throws IOException {
    RunFolder run = new RunFolder(path);
    AtomicFile.discardParts(path);
    AtomicFile.discardParts(run.figures());
    for (Path file : new Path[] {
      result(path),
      run.model(),
      run.metrics(),
      run.config(),
      run.report(),
      run.figures().resolve("features.png"),
      tiles(path),
      run.figures(),
      path
    }) {
      try {
        Files.deleteIfExists(file);
      } catch (DirectoryNotEmptyException e) {
        return;
      }
    }
  }

  /** Lets others open the folder. */
  @Override
  public void close() {
    lock.close();
  }
}
