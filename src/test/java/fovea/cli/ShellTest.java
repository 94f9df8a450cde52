package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fovea.run.RunFolder;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ShellTest {
  @Test
  void plainNamesStayAsTheyAre() {
    assertThat(Shell.quoted(Path.of("runs/2026-11-23_14-05-09")))
        .isEqualTo("runs/2026-11-23_14-05-09");
    assertThat(Shell.quoted(Path.of("-run"))).isEqualTo("./-run");
    assertThat(Shell.quoted(Path.of("a b"))).isEqualTo("'a b'");
    assertThat(Shell.resume(new RunFolder(Path.of("a b")))).endsWith(" train --resume 'a b'");
  }

  @Test
  void tellsHowItWasStarted() {
    assertThat(Shell.fovea("/opt/my tools/fovea", "lib/fovea.jar"))
        .isEqualTo("'/opt/my tools/fovea'");
    assertThat(Shell.fovea("", "target/fovea.jar")).isEqualTo("java -jar target/fovea.jar");
    assertThat(Shell.fovea("", "classes" + File.pathSeparator + "a.jar")).isEqualTo("fovea");
  }

  @Test
  void aShellReadsTheNameBack() throws Exception {
    Path shell = Path.of("/bin/sh");
    assumeTrue(Files.isExecutable(shell));
    for (String name : new String[] {"it's $HOME", "`a` \"b\" \\ *", "ü;&|(x)", "a\nb"}) {
      Process echo = new ProcessBuilder(
              shell.toString(), "-c", "printf %s " + Shell.quoted(Path.of(name)))
          .start();
      assertThat(new String(echo.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo(name);
    }
  }
}
