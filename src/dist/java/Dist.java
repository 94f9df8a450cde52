import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import jdk.tools.jlink.internal.PluginRepository;

/**
 * Packs Fovea with a Java runtime of its own, for the system that it runs on: {@code
 * target/fovea-VERSION-SYSTEM.tar.gz}, on Windows {@code .zip}. {@code mvn -Pdist package} runs it, as a source file,
 * in the folder of the repository; docs/install.md says what is in the archive.
 *
 * <p>Arguments: the version, the class path of what is in fovea.jar.
 */
final class Dist {
  private static final Path TARGET = Path.of("target");
  private static final boolean WINDOWS =
      System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");

  /**
   * What the virtual machine sets when it defines the module of the vectors. From its cache the module comes defined,
   * and without these options no vector would be compiled to an instruction.
   */
  private static final String COMPILED_VECTORS =
      "-XX:+UnlockExperimentalVMOptions -XX:+EnableVectorSupport -XX:+EnableVectorReboxing"
          + " -XX:+EnableVectorAggressiveReboxing";

  /**
   * An order of compilation as the launcher's, with next to no threshold for the kernels: what the compiler has to know
   * of them is in the cache. Without this they wait in a queue behind all the others that the cache knows. Running
   * loops are hardly ever replaced, since methods are compiled soon enough.
   */
  private static final String KERNELS_FIRST =
      " -XX:Tier4InvocationThreshold=50000 -XX:Tier4MinInvocationThreshold=600"
          + " -XX:Tier4CompileThreshold=150000 -XX:Tier4BackEdgeThreshold=100000000"
          + " -XX:CompileCommand=quiet -XX:CompileCommand=CompileThresholdScaling,fovea.kernels.*::*,0.00005";

  private final Path home;
  private final Path jar;
  private final Path java;

  private Dist(Path home) {
    this.home = home;
    jar = home.resolve("lib/fovea.jar");
    java = home.resolve("runtime/bin/java" + (WINDOWS ? ".exe" : ""));
  }

  public static void main(String[] args) throws Exception {
    String version = args[0];
    String name = "fovea-" + version;
    Path work = TARGET.resolve("dist");
    delete(work);
    Dist dist = new Dist(Files.createDirectories(work.resolve(name)).toAbsolutePath());
    System.out.println("building a Java runtime for Fovea");
    dist.copyFiles();
    dist.linkRuntime();
    dist.cacheTraining(work.toAbsolutePath());
    dist.writeCompletions();
    new Licences(dist.home.resolve("licences"))
        .write(
            version,
            Stream.of(args[1].split(File.pathSeparator))
                .map(Path::of)
                .filter(path -> path.toString().endsWith(".jar"))
                .toList());
    Path archive = TARGET.resolve(name + "-" + system() + (WINDOWS ? ".zip" : ".tar.gz"));
    System.out.println("building " + archive);
    pack(archive, work, name);
  }

  /** {@code linux-x64}, {@code linux-aarch64}, {@code macos-aarch64}, {@code windows-x64}, … */
  private static String system() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch");
    return (WINDOWS ? "windows" : os.startsWith("mac") ? "macos" : os) + "-"
        + (arch.equals("amd64") || arch.equals("x86_64") ? "x64" : arch);
  }

  private void copyFiles() throws IOException {
    for (String folder : List.of("bin", "lib", "completions", "licences"))
      Files.createDirectories(home.resolve(folder));
    CurrentClasses.copy(TARGET.resolve("fovea.jar"), jar);
    String script = WINDOWS ? "fovea.cmd" : "fovea";
    Path start = Files.copy(Path.of("src/dist/bin", script), home.resolve("bin").resolve(script));
    if (!start.toFile().setExecutable(true, false))
      throw new IOException("not executable: " + start);
    Files.copy(Path.of("LICENSE"), home.resolve("LICENSE"));
    Files.copy(Path.of("data/photos/ATTRIBUTION.md"), home.resolve("licences/photographs.md"));
  }

  /** A runtime with the modules that fovea.jar refers to, and the vectors as a module like any other. */
  private void linkRuntime() {
    String modules = tool(
            "jdeps",
            "--multi-release=" + Runtime.version().feature(),
            "--ignore-missing-deps",
            "--print-module-deps",
            jar.toString())
        .strip();
    PluginRepository.registerPlugin(new ResolvedVectors());
    tool(
        "jlink",
        "--add-modules=" + modules + ",jdk.incubator.vector",
        "--output=" + home.resolve("runtime"),
        "--add-options=" + COMPILED_VECTORS + KERNELS_FIRST,
        // The archive is compressed as a whole, which makes it smaller.
        "--compress=zip-0",
        "--no-header-files",
        "--no-man-pages",
        "--strip-java-debug-attributes");
  }

  /**
   * The cache of a training (JEP 514, 515): its classes, loaded and linked, and what the compilers need to know of its
   * methods. The virtual machine makes it in a second process. Here running loops are replaced, which brings more
   * methods to C2: of those that did not get there the virtual machine later thinks less.
   */
  private void cacheTraining(Path work) throws IOException, InterruptedException {
    Path run = work.resolve("run");
    java(
        "-XX:AOTCacheOutput=" + home.resolve("lib/fovea.aot"),
        "-XX:Tier4MinInvocationThreshold=6000",
        "-XX:Tier4BackEdgeThreshold=400000",
        "-XX:+UseSerialGC",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        jar.toString(),
        "fovea.cli.Main",
        "train",
        "--quiet",
        "--out=" + run);
    delete(run);
  }

  private void writeCompletions() throws IOException, InterruptedException {
    String script = java("-cp", jar.toString(), "fovea.cli.Main", "generate-completion");
    Files.writeString(home.resolve("completions/fovea.bash"), script);
  }

  /** With the system's tar, which keeps what is executable and the times that the cache goes by. */
  private static void pack(Path archive, Path folder, String name)
      throws IOException, InterruptedException {
    Files.deleteIfExists(archive);
    if (WINDOWS)
      tool("jar", "--create", "--no-manifest", "--file=" + archive, "-C", folder.toString(), name);
    else run(List.of("tar", "-czf", archive.toString(), "-C", folder.toString(), name));
  }

  /** What a tool of the JDK prints on stdout. */
  private static String tool(String name, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit = ToolProvider.findFirst(name)
        .orElseThrow()
        .run(new PrintStream(out, true), new PrintStream(err, true), args);
    if (exit != 0)
      throw new IllegalStateException("%s ended with %d:%n%s%s".formatted(name, exit, out, err));
    return out.toString();
  }

  private String java(String... args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(java.toString()));
    command.addAll(Arrays.asList(args));
    return run(command);
  }

  /** What a command prints. */
  private static String run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    int exit = process.waitFor();
    if (exit != 0)
      throw new IOException(
          "%s ended with %d:%n%s".formatted(String.join(" ", command), exit, said));
    return said;
  }

  private static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) return;
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
    }
  }
}
