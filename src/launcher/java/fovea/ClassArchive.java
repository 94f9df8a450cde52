package fovea;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The classes of Fovea as the virtual machine holds them in memory, in a file of the user's cache folder: a start from
 * it neither parses nor verifies them (application class-data sharing, JEP 350).
 *
 * <p>The first training writes it as it ends, under another name until it is whole. The file's name tells for which
 * jar and JDK it is; a new one replaces all that there is of the same jar. Where there can be none, nothing is said.
 */
final class ClassArchive {
  private static final String SUFFIX = ".jsa";

  private final List<String> options = new ArrayList<>();
  private final File whole;
  private final File part;

  private ClassArchive(File whole, File part) {
    this.whole = whole;
    this.part = part;
  }

  /**
   * The archive for a start.
   *
   * @param chosen options that the user gave the virtual machine
   * @param args of the program
   */
  static ClassArchive of(File jar, File jdk, List<String> chosen, String[] args) {
    File folder = new File(cacheFolder(), "fovea");
    String name = name(jar);
    File whole = new File(folder, name + "-" + name(jar, jdk) + SUFFIX);
    // A name that nobody can have foreseen: the virtual machine follows a link that waits there.
    String random = Long.toHexString(ThreadLocalRandom.current().nextLong());
    File part = new File(folder, name + "-" + random + ".part");
    ClassArchive archive = new ClassArchive(whole, part);
    if (!jar.isFile() || choosesSharing(chosen)) {
      return archive;
    }
    // The virtual machine does without where the archive does not suit it, and is not to say so.
    List<String> silent = Arrays.asList("-Xshare:auto", "-Xlog:cds*=off", "-Xlog:aot*=off");
    if (whole.isFile()) {
      archive.options.add("-XX:SharedArchiveFile=" + whole);
      archive.options.addAll(silent);
    } else if (args.length > 0
        && args[0].equals("train")
        && (folder.isDirectory() || folder.mkdirs())) {
      archive.options.add("-XX:ArchiveClassesAtExit=" + part);
      archive.options.addAll(silent);
    }
    return archive;
  }

  /** What the virtual machine is to be started with. */
  List<String> options() {
    return options;
  }

  /**
   * Called when the virtual machine has ended.
   *
   * @param well whether it did all that it was to do
   */
  void keep(boolean well) {
    if (!part.isFile()) {
      return;
    }
    File[] others = whole.getParentFile().listFiles();
    if (well && part.renameTo(whole) && others != null) {
      String jar = whole.getName().substring(0, whole.getName().indexOf('-') + 1);
      for (File other : others) {
        if (other.getName().startsWith(jar) && !other.equals(whole)) {
          other.delete();
        }
      }
    }
    part.delete();
  }

  /** Whether the user deals with archives. */
  private static boolean choosesSharing(List<String> options) {
    for (String option : options) {
      if (option.matches("-Xshare.*|-XX:.*(Archive|AOT).*")) {
        return true;
      }
    }
    return false;
  }

  private static File cacheFolder() {
    String given = System.getenv("XDG_CACHE_HOME");
    if (given != null && new File(given).isAbsolute()) {
      return new File(given);
    }
    String local = System.getenv("LOCALAPPDATA");
    if (local != null) {
      return new File(local);
    }
    String home = System.getProperty("user.home");
    boolean mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac");
    return new File(home, mac ? "Library/Caches" : ".cache");
  }

  /** A file name that tells files of different paths, lengths and times apart. */
  private static String name(File... files) {
    StringBuilder about = new StringBuilder();
    for (File file : files) {
      File told = file.isDirectory() ? new File(file, "release") : file;
      about.append(told.getAbsolutePath());
      if (files.length > 1) {
        about.append(' ').append(told.length()).append(' ').append(told.lastModified());
      }
    }
    String digits = Integer.toHexString(about.toString().hashCode());
    return "00000000".substring(digits.length()) + digits;
  }
}
