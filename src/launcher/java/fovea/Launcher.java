package fovea;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Starts Fovea from any Java since 8; this class alone is compiled for Java 8.
 *
 * <p>On Java 25 or newer with the module {@code jdk.incubator.vector} resolved, {@code fovea.cli.Main} runs in this
 * process. Otherwise, or when the environment variable {@code FOVEA_OPTS} holds JVM options (split at white space; '…'
 * and "…" keep it), a second process runs it on a JDK 25 of this machine:
 *
 * <ul>
 *   <li>the JDK is the running one, else {@code JAVA_HOME}, else one named by a variable such as {@code JAVA25_HOME} or
 *       {@code JAVA_HOME_25_X64} or lying in a usual install folder: the oldest release from 25 on, the first of
 *       equals; {@code -Dfovea.jdk.search=folder:folder…} replaces the usual folders;
 *   <li>it gets this JVM's own options (agents apart), then {@code FOVEA_OPTS}, and the arguments untouched;
 *   <li>it shares stdin and stdout; its stderr passes through this process, which takes out the one line that an
 *       incubator module is in use; its exit code becomes ours, 128 + n if signal n killed it; where this process is
 *       told to stop, it passes that on and waits up to {@value Child#STOP_SECONDS} seconds while the other saves
 *       what it has;
 *   <li>it starts from an archive of Fovea's classes, {@link ClassArchive}, once a run has left one.
 * </ul>
 *
 * <p>A run waits for this class: it does without lambdas and streams, whose first use takes longer than all the rest.
 *
 * <p>Where there is no such JDK: two lines on stderr, exit code 2.
 */
public final class Launcher {
  private static final int RELEASE = 25;
  private static final String MODULE = "jdk.incubator.vector";
  private static final String RELAUNCHED = "fovea.relaunched";

  /** Stands for what the locale has no letter for. A second process would get a question mark. */
  private static final char UNREADABLE = '\ufffd';

  private static final int FAILED = 1;
  private static final int BAD_USAGE = 2;

  private static final List<String> USUAL_FOLDERS = Arrays.asList(
      "/usr/lib/jvm",
      "/usr/lib64/jvm",
      "/usr/java",
      "/usr/local",
      "/opt",
      "/opt/java",
      "~/.sdkman/candidates/java",
      "~/.jdks",
      "~/.asdf/installs/java",
      "~/.local/share/mise/installs/java",
      "~/.jbang/cache/jdks",
      "~/.gradle/jdks",
      "/Library/Java/JavaVirtualMachines",
      "~/Library/Java/JavaVirtualMachines",
      "/opt/homebrew/opt",
      "/usr/local/opt");

  /**
   * C2 compiles what has run for ten times the usual count, and the kernels after a fiftieth of it, which C1 then
   * compiles at their first call. A loop that runs is hardly ever replaced: a method compiled for its next call is
   * there soon enough, and is not compiled twice. docs/starting.md has what that saves.
   */
  private static final List<String> KERNELS_FIRST = Arrays.asList(
      "-XX:Tier4InvocationThreshold=50000",
      "-XX:Tier4MinInvocationThreshold=5",
      "-XX:Tier4CompileThreshold=150000",
      "-XX:Tier4BackEdgeThreshold=40000000",
      "-XX:CompileCommand=quiet",
      "-XX:CompileCommand=CompileThresholdScaling,fovea.kernels.*::*,0.002");

  /** Folders below %ProgramFiles%. */
  private static final List<String> WINDOWS_VENDORS = Arrays.asList(
      "Java",
      "Eclipse Adoptium",
      "Microsoft",
      "Zulu",
      "Amazon Corretto",
      "BellSoft",
      "GraalVM",
      "Semeru");

  /** Homebrew and macOS put a JDK's home below the folder that carries its name. */
  private static final List<String> HOMES_BELOW =
      Arrays.asList("", "Contents/Home", "libexec", "libexec/openjdk.jdk/Contents/Home");

  private Launcher() {}

  public static void main(String[] args) throws Throwable {
    String given = System.getenv("FOVEA_OPTS");
    Optional<List<String>> options =
        given == null ? Optional.of(new ArrayList<String>()) : words(given);
    if (!options.isPresent()) {
      quit(BAD_USAGE, "FOVEA_OPTS has a quote that is never closed, close it: " + given);
    } else if (Boolean.getBoolean(RELAUNCHED)
        || (options.get().isEmpty() && (isHelp(args) ? isNewEnough() : vectorsAreHere()))) {
      runHere(args);
    } else {
      Optional<File> home = findJdk();
      if (home.isPresent()) {
        relaunch(home.get(), options.get(), args);
      } else {
        quit(BAD_USAGE, adviceToInstall(args));
      }
    }
  }

  private static boolean isNewEnough() {
    return release(System.getProperty("java.specification.version")) >= RELEASE;
  }

  private static boolean vectorsAreHere() {
    if (!isNewEnough()) {
      return false;
    }
    try {
      Class.forName(MODULE + ".Vector", false, ClassLoader.getSystemClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static void runHere(String[] args) throws Throwable {
    try {
      Class.forName("fovea.cli.Main").getMethod("main", String[].class).invoke(null, (Object) args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static void relaunch(File home, List<String> options, String[] args)
      throws InterruptedException {
    for (String arg : args) {
      if (arg.indexOf(UNREADABLE) >= 0) {
        quit(
            BAD_USAGE,
            "'" + arg
                + "' has letters that Java cannot read in this locale; set LC_ALL=C.UTF-8, or rename it");
      }
    }
    List<String> command = new ArrayList<>();
    command.add(javaOf(home).getPath());
    command.add("--add-modules=" + MODULE);
    List<String> chosen = new ArrayList<>(ownJvmOptions());
    chosen.addAll(options);
    if (!choosesCollector(chosen)) {
      command.add("-XX:+UseSerialGC");
      // Data are large arrays, which the old generation has to hold.
      command.add("-XX:NewRatio=8");
    }
    command.addAll(onlyTells(args) ? Arrays.asList("-XX:TieredStopAtLevel=1") : KERNELS_FIRST);
    File classPath = new File(System.getProperty("java.class.path"));
    ClassArchive archive = ClassArchive.of(classPath, home, chosen, args);
    command.addAll(archive.options());
    command.addAll(chosen);
    command.add("-D" + RELAUNCHED + "=true");
    // -jar, where it can be, so that the manifest counts and ps shows what the user typed.
    command.addAll(
        classPath.isFile()
            ? Arrays.asList("-jar", classPath.getPath())
            : Arrays.asList("-cp", classPath.getPath(), Launcher.class.getName()));
    command.addAll(Arrays.asList(args));
    try {
      Child child = new Child(archive);
      try {
        Runtime.getRuntime().addShutdownHook(child);
      } catch (IllegalStateException thisJvmIsEnding) {
        return;
      }
      int exit = child.start(command).waitFor();
      archive.keep(exit == 0);
      child.heard();
      System.exit(exit);
    } catch (IOException e) {
      quit(FAILED, e.getMessage() + "; set JAVA_HOME to another JDK " + RELEASE);
    }
  }

  /** Whether the command only prints a text: what the quick compiler makes is then fast enough. */
  private static boolean onlyTells(String[] args) {
    return isHelp(args) || lastIsOneOf(args, "-V", "--version");
  }

  /** Whether help is wanted, which needs no vectors and so no virtual machine of its own. */
  private static boolean isHelp(String[] args) {
    return args.length == 0 || args[0].equals("help") || lastIsOneOf(args, "-h", "--help");
  }

  private static boolean lastIsOneOf(String[] args, String... options) {
    return args.length > 0 && Arrays.asList(options).contains(args[args.length - 1]);
  }

  /**
   * Whether the user wants a certain garbage collector. Otherwise it is the serial one: a training step leaves no
   * garbage, and the others let that of the first seconds grow to hundreds of megabytes (docs/interoperability.md).
   */
  private static boolean choosesCollector(List<String> options) {
    List<String> all = new ArrayList<>(options);
    // What java reads by itself.
    all.add(String.valueOf(System.getenv("JDK_JAVA_OPTIONS")));
    all.add(String.valueOf(System.getenv("JAVA_TOOL_OPTIONS")));
    for (String option : all) {
      if (option.contains("-XX:+Use") && option.contains("GC")) {
        return true;
      }
    }
    return false;
  }

  /**
   * Agents may hold a port or a file: they stay with this JVM. OpenJ9 lists its internals here, which HotSpot refuses.
   */
  private static List<String> ownJvmOptions() {
    List<String> options = new ArrayList<>();
    if (!isPlain() && !System.getProperty("java.vm.name").contains("OpenJ9")) {
      Pattern ours = Pattern.compile(
          "(?s)-(javaagent|agentlib|agentpath|Xrun|Xdebug|-add-modules=" + MODULE + "$).*");
      for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
        if (!ours.matcher(option).matches()) {
          options.add(option);
        }
      }
    }
    return options;
  }

  /** Whether Linux shows at once that this JVM was given no options. Asking the JVM takes half as long as its start. */
  private static boolean isPlain() {
    if (System.getenv("JDK_JAVA_OPTIONS") != null || System.getenv("JAVA_TOOL_OPTIONS") != null) {
      return false;
    }
    byte[] begin = new byte[4096];
    try (InputStream in = new FileInputStream("/proc/self/cmdline")) {
      int length = Math.max(0, in.read(begin));
      String[] words = new String(begin, 0, length, StandardCharsets.ISO_8859_1).split("\0");
      // Options may stand between -jar and the jar, too.
      return words.length > 2
          && words[1].equals("-jar")
          && !words[2].startsWith("-")
          && !words[2].startsWith("@");
    } catch (IOException e) {
      return false;
    }
  }

  private static Optional<File> findJdk() {
    Map<String, String> environment = new TreeMap<>(System.getenv());
    List<File> chosen = new ArrayList<>();
    chosen.add(new File(System.getProperty("java.home")));
    if (environment.containsKey("JAVA_HOME")) {
      chosen.add(new File(environment.get("JAVA_HOME")));
    }
    for (File home : chosen) {
      if (releaseAt(home) >= RELEASE) {
        return Optional.of(home);
      }
    }

    List<File> candidates = new ArrayList<>();
    Pattern namesHome = Pattern.compile("(JAVA|JDK|GRAALVM).*HOME.*");
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      if (namesHome.matcher(variable.getKey()).matches()) {
        candidates.add(new File(variable.getValue()));
      }
    }
    for (String folder : searchFolders()) {
      for (File parent : withChildren(new File(folder))) {
        for (String below : HOMES_BELOW) {
          candidates.add(new File(parent, below));
        }
      }
    }
    Optional<File> best = Optional.empty();
    int bestRelease = Integer.MAX_VALUE;
    for (int i = 0; i < candidates.size() && bestRelease > RELEASE; i++) {
      int release = releaseAt(candidates.get(i));
      if (release >= RELEASE && release < bestRelease) {
        best = Optional.of(candidates.get(i));
        bestRelease = release;
      }
    }
    return best;
  }

  private static List<String> searchFolders() {
    String given = System.getProperty("fovea.jdk.search");
    if (given != null) {
      return Arrays.asList(given.split(File.pathSeparator));
    }
    List<String> folders = new ArrayList<>();
    for (String folder : USUAL_FOLDERS) {
      folders.add(folder.replace("~", System.getProperty("user.home")));
    }
    String programs = System.getenv("ProgramFiles");
    if (programs != null) {
      for (String vendor : WINDOWS_VENDORS) {
        folders.add(programs + "/" + vendor);
      }
    }
    return folders;
  }

  /** The folder, then its entries by name. */
  private static List<File> withChildren(File folder) {
    List<File> files = new ArrayList<>();
    files.add(folder);
    File[] children = folder.listFiles();
    if (children != null) {
      Arrays.sort(children);
      files.addAll(Arrays.asList(children));
    }
    return files;
  }

  /**
   * The release of the JDK at this home, as its file "release" says; 0 where there is none that has the vector module.
   */
  private static int releaseAt(File home) {
    Properties about = new Properties();
    try (InputStream in = new FileInputStream(new File(home, "release"))) {
      about.load(in);
    } catch (IOException | IllegalArgumentException e) {
      return 0;
    }
    List<String> modules = Arrays.asList(about.getProperty("MODULES", "").split("[\" ]"));
    boolean vectors =
        modules.contains(MODULE) || new File(home, "jmods/" + MODULE + ".jmod").isFile();
    return vectors && javaOf(home).canExecute()
        ? release(about.getProperty("JAVA_VERSION", ""))
        : 0;
  }

  private static File javaOf(File home) {
    File windows = new File(home, "bin/java.exe");
    return windows.isFile() ? windows : new File(home, "bin/java");
  }

  /** "25.0.3", "25-ea" and "\"25\"" are release 25. */
  private static int release(String version) {
    Matcher digits = Pattern.compile("\"?(\\d{1,6}).*").matcher(version);
    return digits.matches() ? Integer.parseInt(digits.group(1)) : 0;
  }

  /** Splits at white space outside quotes; empty where a quote is left open. */
  private static Optional<List<String>> words(String line) {
    String rest = line.trim();
    List<String> words = new ArrayList<>();
    Matcher word = Pattern.compile("(?:[^\\s'\"]++|'[^']*+'|\"[^\"]*+\")++").matcher(rest);
    while (word.lookingAt()) {
      words.add(word.group().replaceAll("'([^']*)'|\"([^\"]*)\"", "$1$2"));
      rest = rest.substring(word.end()).trim();
      word.reset(rest);
    }
    return rest.isEmpty() ? Optional.of(words) : Optional.<List<String>>empty();
  }

  private static String adviceToInstall(String[] args) {
    StringBuilder again =
        new StringBuilder("java -jar " + quoted(System.getProperty("java.class.path")));
    for (String arg : args) {
      again.append(' ').append(quoted(arg));
    }
    return String.format(
        "no JDK %d or newer with the module %s was found; this is Java %s%n"
            + "Install one, for example Temurin %d from https://adoptium.net, or set JAVA_HOME to one, then run: %s",
        RELEASE, MODULE, System.getProperty("java.version"), RELEASE, again);
  }

  private static String quoted(String arg) {
    return arg.matches("[\\w./:\\\\=,@%+-]+") ? arg : "'" + arg.replace("'", "'\\''") + "'";
  }

  private static void quit(int exit, String message) {
    System.err.println("fovea: " + message);
    System.exit(exit);
  }
}
