package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.diagnose.FaultyObjective;
import fovea.diagnose.FaultyObjective.Fault;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** {@code check-gradient} on the photographs, with a gradient that was broken on purpose. */
class CheckGradientCommandTest {
  private record Ended(int exit, String out) {}

  private static Ended run(Fault fault, String... more) {
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      CommandLine line =
          new CommandLine(new CheckGradientCommand((network, h, x, target, n, team) ->
              new FaultyObjective(network.shape(), h, x, n, fault)));
      String[] arguments = {
        "--patches", "700", "--hidden", "9", "--coordinates", "5", "--patch-size", "8"
      };
      String[] all = java.util.stream.Stream.concat(
              java.util.Arrays.stream(arguments), java.util.Arrays.stream(more))
          .toArray(String[]::new);
      return new Ended(
          line.setCaseInsensitiveEnumValuesAllowed(true).execute(all),
          out.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(before);
    }
  }

  @Test
  void saysWhereItIsOffAndExitsWithOne() {
    Ended ended = run(Fault.SPARSITY_HAS_THE_WRONG_SIGN);
    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.out())
        .containsPattern("W1 \\(5\\) +\\S+ +ok +\\S+ +ok +2.0e\\+00 +OFF +\\S+ +OFF\n")
        .containsPattern("W2 \\(5\\) +\\S+ +ok +\\S+ +ok +0 +ok +\\S+ +ok\n")
        .contains("OFF: b1, sparsity: 2.0e+00, rounding explains ")
        .contains("The gradient is wrong");
    assertThat(run(Fault.SUM_INSTEAD_OF_MEAN, "--json").exit()).isEqualTo(1);
  }

  @Test
  void doesNotCallRightWhatRoundingHides() {
    Ended ended = run(Fault.NONE, "--beta", "1e-9");
    assertThat(ended.out())
        .contains("lost: W1, sparsity", "lost: b1, sparsity")
        .contains("The gradient is right wherever it can be told from rounding. A fault below ")
        .doesNotContain("rounding explains every difference");
    assertThat(ended.exit()).isZero();
  }

  @Test
  void theSameWithoutTheFaultIsRight() {
    Ended ended = run(Fault.NONE);
    assertThat(ended.out()).contains("The gradient is right").doesNotContain("OFF");
    assertThat(ended.exit()).isZero();
  }
}
