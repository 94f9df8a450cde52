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
    String jar = System.getProperty("java.class.path", "");
    boolean started = jar.endsWith(".jar") && !jar.contains(File.pathSeparator);
    return started ? "java -jar " + quoted(Path.of(jar)) : "fovea";
  }

  /** A path as one word that is no option. */
  static String quoted(Path path) {
    String text = path.toString();
    String name = text.startsWith("-") ? "." + File.separator + text : text;
    return name.matches("[\\w./:\\\\=,@%+-]+") ? name : "'" + name.replace("'", "'\\''") + "'";
  }
}
