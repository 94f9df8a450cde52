package fovea.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * One model, whether the examples are in memory, in the threads of a Spark application, or in executors of which one is
 * lost.
 */
@Execution(ExecutionMode.SAME_THREAD)
class SparkIT {
  private static final int N = 5000;
  private static final int D = 64;
  private static final Object[] NETWORK = {"--hidden", 20, "--seed", 3};
  private static final Object[] SETTINGS = concat(NETWORK, "--iterations", 10);

  @TempDir
  private static Path folder;

  private static final float[] x = new float[N * D];
  private static Path npy;
  private static Path parquet;
  private static Path memory;

  @BeforeAll
  static void trainInMemory() throws IOException, InterruptedException {
    Random random = new Random(8);
    for (int i = 0; i < N; i++) {
      float level = random.nextFloat();
      for (int k = 0; k < D; k++)
        x[i * D + k] = 0.1f + 0.4f * level + 0.4f * random.nextFloat() * (k % 7) / 6;
    }
    npy = Files.createDirectory(folder.resolve("npy"));
    NpyFiles.write(npy.resolve("part-0.npy"), x, 0, 1700, D, false);
    NpyFiles.write(npy.resolve("part-1.npy"), x, 1700, 1701, D, true);
    NpyFiles.write(npy.resolve("part-2.npy"), x, 1701, N, D, false);
    Files.createFile(npy.resolve("_SUCCESS"));
    parquet = Files.createDirectories(folder.resolve("parquet/month=1"));
    ParquetFiles.write(parquet.resolve("a.parquet"), x, 0, 3333, D);
    parquet = parquet.getParent();
    ParquetFiles.write(parquet.resolve("z.parquet"), x, 3333, N, D);
    Path whole = folder.resolve("whole.npy");
    NpyFiles.write(whole, x, 0, N, D, false);
    memory = folder.resolve("memory");
    Object[] arguments = concat(SETTINGS, whole, "--out", memory);
    SparkJar.Ended ended = SparkJar.memory(folder, arguments);
    assertThat(ended.exit()).as(ended.err()).isZero();
  }

  private static Object[] concat(Object[] first, Object... second) {
    Object[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  private static void same(Path run, SparkJar.Ended ended) throws Exception {
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(SparkJar.model(run)).isEqualTo(SparkJar.model(memory));
    assertThat(SparkJar.metrics(run)).isEqualTo(SparkJar.metrics(memory));
  }

  @Test
  void threadsOfOneProcessGiveTheModelOfMemoryAlsoWithABreak() throws Exception {
    Path run = folder.resolve("local-npy");
    Object[] some = concat(NETWORK, "--iterations", 4, "--input", npy, "--out", run);
    SparkJar.Ended broken = SparkJar.submit(folder, "local[2]", List.of(), some).end();
    assertThat(broken.exit()).as(broken.err()).isZero();
    same(
        run,
        SparkJar.submit(
                folder, "local[1]", List.of(), concat(SETTINGS, "--input", npy, "--resume", run))
            .end());
    assertThat(Files.readString(run.resolve("config.json"))).contains("local[1]");
    run = folder.resolve("local-parquet");
    same(
        run,
        SparkJar.submit(
                folder,
                "local[2]",
                List.of(),
                concat(SETTINGS, "--input", parquet, "--out", run, "--partitions", 8))
            .end());
  }

  @Test
  void heldOutPatchesAreThoseOfMemoryAndARunIsKeptOnAnyFileSystem() throws Exception {
    Path alone = folder.resolve("held-out-memory");
    Object[] drawn =
        concat(NETWORK, "--validation", 0.3, "--preprocess", "flattened", "--checkpoint-every", 1);
    SparkJar.Ended ended = SparkJar.memory(
        folder, concat(drawn, "--iterations", 6, folder.resolve("whole.npy"), "--out", alone));
    assertThat(ended.exit()).as(ended.err()).isZero();
    Path run = folder.resolve("held-out");
    String name = run.toUri().toString();
    SparkJar.Ended broken = SparkJar.submit(
            folder,
            "local[2]",
            List.of(),
            concat(drawn, "--iterations", 3, "--input", npy, "--out", name))
        .end();
    assertThat(broken.exit()).as(broken.err()).isZero();
    assertThat(broken.out()).contains("kept: iteration").contains(name);
    assertThat(broken.err()).contains("--resume " + name);
    assertThat(names(run)).contains("checkpoint", "config.json", "metrics.csv");
    ended = SparkJar.submit(
            folder,
            "local[2]",
            List.of(),
            concat(drawn, "--iterations", 6, "--input", parquet, "--resume", name))
        .end();
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(SparkJar.model(run)).isEqualTo(SparkJar.model(alone));
    assertThat(SparkJar.metrics(run)).isEqualTo(SparkJar.metrics(alone));
    assertThat(names(run)).noneMatch(file -> file.endsWith(".part"));
    assertThat(refused("--input", npy, "--out", name)).contains("add --overwrite");
    assertThat(refused("--input", npy, "--validation", folder.resolve("none.npy")))
        .contains("none.npy: no such file or folder");
  }

  @Test
  void scaledColumnsAreThoseOfMemory() throws Exception {
    Object[] scaled = concat(
        SETTINGS, "--scale", "minmax", "--decoder", "linear", "--validation", 0.3, "--quiet");
    Path alone = folder.resolve("scaled-memory");
    SparkJar.Ended ended =
        SparkJar.memory(folder, concat(scaled, folder.resolve("whole.npy"), "--out", alone));
    assertThat(ended.exit()).as(ended.err()).isZero();
    Path run = folder.resolve("scaled");
    ended = SparkJar.submit(
            folder, "local[2]", List.of(), concat(scaled, "--input", parquet, "--out", run))
        .end();
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(SparkJar.model(run)).isEqualTo(SparkJar.model(alone));
    assertThat(SparkJar.metrics(run)).isEqualTo(SparkJar.metrics(alone));
    assertThat(Files.readString(run.resolve("config.json")))
        .containsPattern("\"scale\"\\s*:\\s*\"minmax\"");
    assertThat(refused("--input", npy, "--scale", "robust")).contains("take scale standard");
    assertThat(refused("--input", npy, "--scale", "minmax", "--preprocess", "flattened"))
        .contains("--scale is for tables");
  }

  private static List<String> names(Path run) throws IOException {
    try (Stream<Path> files = Files.list(run)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  /** The executors' vectors are of 128 bits, whatever the driver's: machines of a cluster need not be alike. */
  @Test
  void executorsGiveTheModelOfMemory() throws Exception {
    Path run = folder.resolve("cluster");
    same(
        run,
        SparkJar.submit(
                folder,
                "local-cluster[2,1,1024]",
                List.of("--conf", "spark.executor.extraJavaOptions=-XX:MaxVectorSize=16"),
                concat(SETTINGS, "--input", npy, "--out", run, "--partitions", 6))
            .end());
  }

  @Test
  void anExecutorThatIsKilledChangesNothing() throws Exception {
    Path run = folder.resolve("killed");
    SparkJar.Running running = SparkJar.submit(
        folder,
        "local-cluster[2,1,1024]",
        List.of(),
        concat(SETTINGS, "--input", parquet, "--out", run, "--partitions", 8));
    running.await("iteration 3/");
    ProcessHandle executor = running
        .process()
        .descendants()
        .filter(p -> p.info().arguments().stream()
            .flatMap(Arrays::stream)
            .anyMatch(a -> a.contains("CoarseGrainedExecutorBackend")))
        .findFirst()
        .orElseThrow();
    assertThat(executor.destroyForcibly()).isTrue();
    SparkJar.Ended ended = running.end();
    same(run, ended);
    assertThat(ended.err()).contains("Lost executor");
  }

  @Test
  void whatCannotBeUsedIsSaidInOneLine() throws Exception {
    float[] bad = x.clone();
    bad[4321 * D + 5] = Float.NaN;
    Path hole = Files.createDirectory(folder.resolve("hole"));
    ParquetFiles.write(hole.resolve("a.parquet"), bad, 0, 3000, D);
    ParquetFiles.write(hole.resolve("b.parquet"), bad, 3000, N, D);
    assertThat(refused("--input", hole))
        .contains("b.parquet: row 1321 of column 'features' (counted from 0) has 63 values");
    assertThat(refused("--input", parquet, "--column", "id"))
        .contains("'id' is no array of floats");
    assertThat(refused("--input", folder.resolve("nothing"))).contains("no such file or folder");
  }

  private static String refused(Object... arguments) throws Exception {
    SparkJar.Ended ended = SparkJar.submit(
            folder,
            "local[2]",
            List.of(),
            Arrays.asList(arguments).contains("--out")
                ? arguments
                : concat(arguments, "--out", "x"))
        .end();
    assertThat(ended.exit()).as(ended.err()).isEqualTo(2);
    List<String> lines =
        ended.err().lines().filter(line -> line.startsWith("fovea: ")).toList();
    assertThat(lines).hasSize(1);
    return lines.get(0);
  }
}
