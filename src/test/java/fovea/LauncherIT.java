package fovea;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The launcher as a user meets it: whole processes, under every Java of this machine. Fovea itself answers two
 * questions; the rest is asked of a probe, a jar with the same launcher and a main class that tells what reached it.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LauncherIT {
  private static final Path FOVEA = Path.of(System.getProperty("fovea.jar"));
  private static final Path JDK_25 = Path.of(System.getProperty("java.home"));
  private static final String ADD_VECTORS = "--add-modules=jdk.incubator.vector";

  private static final String PROBE = """
      package fovea.cli;

      import java.lang.management.ManagementFactory;
      import java.util.concurrent.CountDownLatch;

      public class Main {
        public static void main(String[] args) throws Exception {
          switch (args[0]) {
            case "arguments" -> java.util.Arrays.stream(args).skip(1).forEach(a -> System.out.println("<" + a + ">"));
            case "jvm" -> ManagementFactory.getRuntimeMXBean().getInputArguments().forEach(System.out::println);
            case "home" -> System.out.println(System.getProperty("java.home"));
            case "pid" -> System.out.println(ProcessHandle.current().pid());
            case "copy" -> System.in.transferTo(System.out);
            case "exit" -> System.exit(Integer.parseInt(args[1]));
            case "throw" -> throw new IllegalStateException("thrown by the probe");
            case "wait" -> {
              Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("saved")));
              System.out.println(ProcessHandle.current().pid());
              new CountDownLatch(1).await();
            }
          }
        }
      }
      """;

  @TempDir
  private static Path built;

  /** The same for all tests. */
  private static Path probe;

  @TempDir
  Path temp;

  private final List<ProcessHandle> started = new ArrayList<>();
  private Path nothing;

  private record Ended(int exit, String out, String err) {}

  @BeforeAll
  static void buildProbe() throws IOException {
    probe = Files.createDirectory(built.resolve("folder with spaces")).resolve("the probe.jar");
    Path classes = Files.createDirectory(built.resolve("classes"));
    JavaFileObject source =
        new SimpleJavaFileObject(URI.create("string:///Main.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return PROBE;
          }
        };
    List<String> options = List.of("-d", classes.toString());
    var compiler = ToolProvider.getSystemJavaCompiler();
    assertThat(
            compiler.getTask(null, null, null, options, null, List.of(source)).call())
        .isTrue();
    try (JarFile fovea = new JarFile(FOVEA.toFile());
        JarOutputStream jar =
            new JarOutputStream(Files.newOutputStream(probe), fovea.getManifest())) {
      // The launcher's classes: those of the package itself that are compiled for Java 8.
      for (ZipEntry entry : Collections.list(fovea.entries())) {
        if (!entry
            .getName()
            .matches("fovea/(Launcher|Child|ClassArchive|ErrorFilter)[^/]*\\.class")) continue;
        jar.putNextEntry(new ZipEntry(entry.getName()));
        try (InputStream launcher = fovea.getInputStream(entry)) {
          launcher.transferTo(jar);
        }
      }
      jar.putNextEntry(new ZipEntry("fovea/cli/Main.class"));
      Files.copy(classes.resolve("fovea/cli/Main.class"), jar);
    }
  }

  @BeforeEach
  void makeFolder() throws IOException {
    nothing = Files.createDirectory(temp.resolve("nothing"));
  }

  @AfterEach
  void leaveNothingRunning() {
    started.forEach(ProcessHandle::destroyForcibly);
  }

  @ParameterizedTest
  @MethodSource("everyJava")
  void foveaAnswersUnderEveryJava(Path java) throws Exception {
    Ended version = run(java, List.of(searchIn(JDK_25.getParent())), FOVEA, List.of("--version"));
    assertThat(version.exit()).as(version.err()).isZero();
    assertThat(version.out()).startsWith("fovea 0.1.0").containsPattern("Java 25");
  }

  @Test
  void foveaRefusesWhatIsNoCommand() throws Exception {
    Ended unknown = run(javaOf(JDK_25), List.of(), FOVEA, List.of("trian"));
    assertThat(unknown.exit()).as(unknown.err()).isEqualTo(2);
    assertThat(unknown.err()).contains("did you mean train ");
  }

  @ParameterizedTest
  @MethodSource("everyJava")
  void argumentsInputAndExitCodePassThroughUntouched(Path java) throws Exception {
    List<String> jvm = List.of(searchIn(JDK_25.getParent()));
    List<String> awkward =
        List.of("", "two words", "it's", "*", "$HOME", "@file", "--add-modules", "-Dx=1", "größe");
    List<String> arguments = new ArrayList<>(List.of("arguments"));
    arguments.addAll(awkward);
    assertThat(run(java, jvm, probe, arguments).out().lines())
        .containsExactlyElementsOf(awkward.stream().map(a -> "<" + a + ">").toList());

    assertThat(run(java, jvm, probe, List.of("exit", "42")).exit()).isEqualTo(42);
    assertThat(run(java, jvm, probe, List.of("exit", "0")).exit()).isZero();
    assertThat(run(java, jvm, probe, List.of("copy")).out()).isEqualTo("line one\nline two\n");

    Ended thrown = run(java, jvm, probe, List.of("throw"));
    assertThat(thrown.exit()).isEqualTo(1);
    assertThat(thrown.err())
        .contains("thrown by the probe")
        .doesNotContain("InvocationTargetException");
  }

  @Test
  void namesThatTheLocaleCannotReadAreRefused() throws Exception {
    assumeTrue("UTF-8".equals(System.getProperty("sun.jnu.encoding")), "to give such a name");
    for (List<String> jvm : List.of(List.<String>of(), List.of(ADD_VECTORS))) {
      Ended ended = end(
          start(javaOf(JDK_25), jvm, FOVEA, List.of("train", "größe.npy"), Map.of("LC_ALL", "C")));
      assertThat(ended.exit()).as(ended.err()).isEqualTo(2);
      assertThat(ended.err())
          .contains("' has letters that Java cannot read in this locale; set LC_ALL=C.UTF-8");
    }
  }

  @Test
  void java25WithTheModuleStartsNoSecondProcess() throws Exception {
    Process here = start(javaOf(JDK_25), List.of(ADD_VECTORS), probe, List.of("pid"), Map.of());
    assertThat(end(here).out().strip()).isEqualTo(Long.toString(here.pid()));

    Process withoutModule = start(javaOf(JDK_25), List.of(), probe, List.of("pid"), Map.of());
    assertThat(end(withoutModule).out().strip()).isNotEqualTo(Long.toString(withoutModule.pid()));

    Process withOptions =
        start(javaOf(JDK_25), List.of(ADD_VECTORS), probe, List.of("pid"), opts("-Da=b"));
    assertThat(end(withOptions).out().strip()).isNotEqualTo(Long.toString(withOptions.pid()));

    Process help = start(javaOf(JDK_25), List.of(), probe, List.of("pid", "--help"), Map.of());
    assertThat(end(help).out().strip())
        .as("help needs no vectors")
        .isEqualTo(Long.toString(help.pid()));
  }

  @Test
  void ownOptionsThenFoveaOptsReachTheSecondJvmButAgentsDoNot() throws Exception {
    String agent =
        "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0,quiet=y";
    List<String> own = List.of("-Xmx96m", "-Dspace=a b", agent, ADD_VECTORS);
    Map<String, String> opts =
        opts("  -XX:MaxVectorSize=16 -Dsingle='c  d' \"-Ddouble=it's\"\t-Xmx97m ");
    Ended jvm = end(start(javaOf(JDK_25), own, probe, List.of("jvm"), opts));
    assertThat(jvm.out().lines())
        .containsSubsequence(
            "-XX:Tier4InvocationThreshold=50000",
            "-XX:Tier4MinInvocationThreshold=5",
            "-XX:Tier4CompileThreshold=150000",
            "-XX:Tier4BackEdgeThreshold=40000000",
            "-XX:CompileCommand=quiet",
            "-XX:CompileCommand=CompileThresholdScaling,fovea.kernels.*::*,0.002");
    assertThat(jvm.out().lines().filter(option -> !option.matches("-XX:(CompileCommand|Tier4).*")))
        .as(jvm.err())
        .containsExactly(
            ADD_VECTORS,
            "-XX:+UseSerialGC",
            "-XX:NewRatio=8",
            "-Xmx96m",
            "-Dspace=a b",
            "-XX:MaxVectorSize=16",
            "-Dsingle=c  d",
            "-Ddouble=it's",
            "-Xmx97m",
            "-Dfovea.relaunched=true");
    Ended between =
        end(start(javaOf(JDK_25), List.of("-jar", "-Xmx98m"), probe, List.of("jvm"), opts("")));
    assertThat(between.out().lines()).as(between.err()).contains("-Xmx98m");
    Map<String, String> ofJava = Map.of("JDK_JAVA_OPTIONS", "-XX:NewRatio=3");
    Ended last = end(start(javaOf(JDK_25), List.of(), probe, List.of("jvm"), ofJava));
    assertThat(last.out().lines().filter(option -> option.startsWith("-XX:NewRatio=")))
        .as("what Java reads by itself wins: %s", last.err())
        .endsWith("-XX:NewRatio=3");
    Ended other =
        end(start(javaOf(JDK_25), List.of(), probe, List.of("jvm"), opts("-XX:+UseParallelGC")));
    assertThat(other.out().lines())
        .as(other.err())
        .contains("-XX:+UseParallelGC")
        .doesNotContain("-XX:+UseSerialGC");
  }

  @Test
  void wrongFoveaOptsAreRefused() throws Exception {
    Ended open = end(start(javaOf(JDK_25), List.of(), probe, List.of("pid"), opts("-Da='b")));
    assertThat(open.exit()).isEqualTo(2);
    assertThat(open.out()).isEmpty();
    assertThat(open.err().lines())
        .singleElement()
        .asString()
        .contains("FOVEA_OPTS", "quote", "-Da='b");

    Ended unknown =
        end(start(javaOf(JDK_25), List.of(), probe, List.of("pid"), opts("-XX:NoSuchOption=1")));
    assertThat(unknown.exit()).isEqualTo(1);
    assertThat(unknown.err()).contains("NoSuchOption");
  }

  @Test
  void withoutJdk25TwoLinesSayWhatToDo() throws Exception {
    Ended none = run(
        anOlderJava(),
        List.of(searchIn(nothing)),
        probe,
        List.of("train", "my photos", "--hidden", "64"));
    assertThat(none.exit()).isEqualTo(2);
    assertThat(none.out()).isEmpty();
    assertThat(none.err().lines()).hasSize(2);
    assertThat(none.err())
        .contains(
            "JDK 25",
            "Temurin 25",
            "JAVA_HOME",
            "java -jar '" + probe + "' train 'my photos' --hidden 64");
  }

  @Test
  void environmentVariablesLeadToAJdk() throws Exception {
    Path java = anOlderJava();
    for (String name : List.of("JAVA_HOME", "JAVA25_HOME", "JAVA_HOME_25_X64", "JDK_25_HOME")) {
      Map<String, String> variable = Map.of(name, JDK_25.toString());
      Ended ended = end(start(java, List.of(searchIn(nothing)), probe, List.of("home"), variable));
      assertThat(ended.out().strip()).as(name + ended.err()).isEqualTo(JDK_25.toString());
    }
    Map<String, String> broken = Map.of("JAVA_HOME", nothing.toString());
    Ended ended = end(
        start(java, List.of(searchIn(JDK_25.getParent())), probe, List.of("exit", "5"), broken));
    assertThat(ended.exit()).as(ended.err()).isEqualTo(5);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void oldestJdkFrom25OnWithTheModuleIsChosen() throws Exception {
    Path java = anOlderJava();
    Path jdks = temp.resolve("jdks");
    List<String> search = List.of(searchIn(nothing) + File.pathSeparator + jdks);
    fakeJdk(jdks.resolve("a-24"), "24.0.2", "java.base jdk.incubator.vector");
    fakeJdk(jdks.resolve("b-25-runtime"), "25", "java.base java.desktop");
    fakeJdk(jdks.resolve("c-8"), "1.8.0_452", "");
    assertThat(run(java, search, probe, List.of("x")).exit()).isEqualTo(2);

    fakeJdk(jdks.resolve("d-27"), "27-ea", "java.base jdk.incubator.vector");
    assertThat(run(java, search, probe, List.of("x")).out()).startsWith("d-27 ");
    fakeJdk(jdks.resolve("e-26/Contents/Home"), "26.0.1", "jdk.incubator.vector java.base");
    assertThat(run(java, search, probe, List.of("x")).out()).startsWith("Home ");
    fakeJdk(jdks.resolve("g-25"), "25.0.3", "java.base jdk.incubator.vector jdk.net");
    fakeJdk(jdks.resolve("f-25"), "25.0.1", "java.base jdk.incubator.vector");
    assertThat(run(java, search, probe, List.of("x")).out()).startsWith("f-25 ");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void toldToStopItLetsTheSecondProcessSaveFirst() throws Exception {
    Process launcher = start(javaOf(JDK_25), List.of(), probe, List.of("wait"), Map.of());
    try (BufferedReader out = launcher.inputReader()) {
      ProcessHandle child = ProcessHandle.of(Long.parseLong(out.readLine())).orElseThrow();
      started.add(child);
      assertThat(child.pid()).isNotEqualTo(launcher.pid());
      launcher.toHandle().destroy();
      assertThat(out.readLine()).isEqualTo("saved");
      assertThat(launcher.waitFor(300, SECONDS)).isTrue();
      assertThat(launcher.exitValue()).isEqualTo(128 + 15);
      assertThat(child.isAlive()).isFalse();
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void secondProcessKilledBySignalGives128PlusSignal() throws Exception {
    Process launcher = start(javaOf(JDK_25), List.of(), probe, List.of("wait"), Map.of());
    try (BufferedReader out = launcher.inputReader()) {
      ProcessHandle.of(Long.parseLong(out.readLine())).orElseThrow().destroyForcibly();
      assertThat(launcher.waitFor(300, SECONDS)).isTrue();
      assertThat(launcher.exitValue()).isEqualTo(128 + 9);
    }
  }

  /** The default java, those of /usr/lib/jvm, and the JDK of this build. */
  static Set<Path> everyJava() throws IOException {
    Set<Path> javas = new TreeSet<>();
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
      addIfJava(javas, Path.of(folder, "java"));
    }
    Path installed = Path.of("/usr/lib/jvm");
    if (Files.isDirectory(installed)) {
      try (Stream<Path> homes = Files.list(installed)) {
        for (Path home : homes.toList()) {
          addIfJava(javas, home.resolve("bin/java"));
        }
      }
    }
    javas.add(javaOf(JDK_25).toRealPath());
    return javas;
  }

  private static void addIfJava(Set<Path> javas, Path java) throws IOException {
    if (Files.isExecutable(java)) {
      javas.add(java.toRealPath());
    }
  }

  /** A Java that cannot run Fovea itself; on a machine without one the test is skipped. */
  private static Path anOlderJava() throws IOException {
    List<Path> older = new ArrayList<>();
    for (Path java : everyJava()) {
      Path release = java.resolve("../../release").normalize();
      if (Files.isRegularFile(release)
          && Files.readString(release).matches("(?s).*JAVA_VERSION=\"(1\\.8|9|1\\d|2[0-4])\\D.*")) {
        older.add(java);
      }
    }
    assumeFalse(older.isEmpty(), "no older Java on this machine");
    return older.get(0);
  }

  private static Path javaOf(Path home) {
    return home.resolve(Files.exists(home.resolve("bin/java.exe")) ? "bin/java.exe" : "bin/java");
  }

  private static String searchIn(Path folder) {
    return "-Dfovea.jdk.search=" + folder;
  }

  private static Map<String, String> opts(String options) {
    return Map.of("FOVEA_OPTS", options);
  }

  /** A JDK whose java prints its own name and arguments. */
  private static void fakeJdk(Path home, String version, String modules) throws IOException {
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(
        home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\nMODULES=\"" + modules + "\"\n");
    Path java = Files.writeString(
        home.resolve("bin/java"), "#!/bin/sh\necho " + home.getFileName() + " \"$@\"\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
  }

  private Ended run(Path java, List<String> jvm, Path jar, List<String> arguments)
      throws Exception {
    return end(start(java, jvm, jar, arguments, Map.of()));
  }

  /** Starts java without this machine's own settings; stdin holds two lines, stderr goes to a file. */
  private Process start(
      Path java,
      List<String> jvm,
      Path jar,
      List<String> arguments,
      Map<String, String> environment)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(java.toString()));
    command.addAll(jvm);
    command.addAll(List.of("-jar", jar.toString()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.matches("(JAVA|JDK|_JAVA|GRAALVM|FOVEA).*"));
    builder.environment().put("XDG_CACHE_HOME", temp.resolve("cache").toString());
    builder.environment().putAll(environment);
    builder.redirectInput(
        Files.writeString(temp.resolve("stdin"), "line one\nline two\n").toFile());
    builder.redirectError(temp.resolve("stderr").toFile());
    Process process = builder.start();
    started.add(process.toHandle());
    return process;
  }

  private Ended end(Process process) throws Exception {
    String out = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(300, SECONDS)).isTrue();
    return new Ended(process.exitValue(), out, Files.readString(temp.resolve("stderr")));
  }
}
