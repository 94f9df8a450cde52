package fovea.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What {@code doctor} knows of a virtual machine that FOVEA_OPTS keeps C2 out of. */
class DiagnosisVmIT {
  private static final String OPTION = "-XX:TieredStopAtLevel=1";

  /** Prints what it knows of its own. */
  public static void main(String[] arguments) {
    DiagnosisVm vm = DiagnosisVm.here();
    System.out.printf("%s %s %s%n", vm.compiler(), vm.options(), vm.foveaOpts());
  }

  @Test
  void theOptionThatKeepsC2OutIsSeen() throws Exception {
    ProcessBuilder java = new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        OPTION,
        "-cp",
        System.getProperty("java.class.path"),
        DiagnosisVmIT.class.getName());
    java.environment().keySet().removeIf(name -> name.matches("(JDK_)?JAVA_(TOOL_)?OPTIONS"));
    java.environment().put("FOVEA_OPTS", " -Xmx1g " + OPTION);
    Process process = java.redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(out).isZero();
    assertThat(out.strip()).isEqualTo("C1 [%1$s] -Xmx1g %1$s".formatted(OPTION));
  }
}
