package fovea.cli;

import fovea.run.RunFolder;
import java.io.File;
import java.nio.file.Path;

/** Commands as users can paste them into a shell. */
final class Shell {
  private Shell() {}

  /** {@code java -jar target/fovea.jar train --resume 'my runs/1'}. */
  static String resume(RunFolder run) {
    return fovea() + " train --resume " + quoted(run.path());
  }

  /** How this program was started. */
  static String fovea() {
    return fovea(
        System.getProperty("fovea.command", ""), System.getProperty("java.class.path", ""));
  }

  /**
   * How to start Fovea again.
   *
   * @param script of an archive, which gives its own name; may be empty
   */
  static String fovea(String script, String classPath) {
    if (!script.isEmpty()) return quoted(Path.of(script));
    boolean isJar = classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator);
    return isJar ? "java -jar " + quoted(Path.of(classPath)) : "fovea";
  }

  /** A path as one word that is no option. */
  static String quoted(Path path) {
    String text = path.toString();
    String name = text.startsWith("-") ? "." + File.separator + text : text;
    return name.matches("[\\w./:\\\\=,@%+-]+") ? name : "'" + name.replace("'", "'\\''") + "'";
  }
}
