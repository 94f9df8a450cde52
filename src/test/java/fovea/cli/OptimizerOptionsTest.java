package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.data.InputException;
import fovea.optimize.Adam;
import fovea.optimize.ConjugateGradient;
import fovea.optimize.GradientDescent;
import fovea.optimize.Lbfgs;
import fovea.optimize.Limits;
import fovea.optimize.Optimizer;
import fovea.optimize.OptimizerKind;
import fovea.optimize.OptimizerOption;
import org.junit.jupiter.api.Test;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class OptimizerOptionsTest {
  @Command
  private static final class Only {
    @Mixin
    private OptimizerOptions options = new OptimizerOptions();
  }

  private static OptimizerOptions options(String... args) {
    Only command = new Only();
    new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(args);
    return command.options;
  }

  private static Optimizer optimizer(String... args) {
    return options(args).optimizer();
  }

  @Test
  void whatIsNotGivenIsUsual() {
    assertThat(optimizer()).isEqualTo(Lbfgs.DEFAULT);
    assertThat(options().limits().iterations()).isEqualTo(300);
    assertThat(options().limits().tolerance()).isEqualTo(Limits.TOLERANCE);
    assertThat(optimizer("--optimizer", "cg")).isEqualTo(new ConjugateGradient());
    assertThat(options("--optimizer", "cg").limits().iterations()).isEqualTo(500);
    assertThat(optimizer("--optimizer", "ADAM")).isEqualTo(new Adam(0.01));
    assertThat(options("--optimizer", "adam").limits().iterations()).isEqualTo(1000);
    assertThat(optimizer("--optimizer", "gd")).isEqualTo(new GradientDescent(0.5, 0, false));
  }

  @Test
  void whatIsGivenIsTaken() {
    assertThat(optimizer("--history", "7")).isEqualTo(new Lbfgs(7, Lbfgs.Preconditioner.KRONECKER));
    assertThat(optimizer("--preconditioner", "none"))
        .isEqualTo(new Lbfgs(Lbfgs.DEFAULT.history(), Lbfgs.Preconditioner.NONE));
    assertThat(optimizer("--optimizer", "adam", "--learning-rate", "2")).isEqualTo(new Adam(2));
    String[] descent = {
      "--optimizer", "gd", "--learning-rate", "0.1", "--momentum", "0.9", "--nesterov"
    };
    assertThat(optimizer(descent)).isEqualTo(new GradientDescent(0.1, 0.9, true));
  }

  private static void refused(String message, String... args) {
    assertThatThrownBy(() -> optimizer(args))
        .isInstanceOf(InputException.class)
        .hasMessage(message);
  }

  @Test
  void whatTheOptimizerDoesNotHaveIsRefused() {
    refused(
        "--learning-rate belongs to --optimizer adam and gd; lbfgs does without",
        "--learning-rate",
        "0.1");
    refused("--momentum belongs to --optimizer gd; lbfgs does without", "--momentum", "0.5");
    refused(
        "--nesterov belongs to --optimizer gd; adam does without",
        "--optimizer",
        "adam",
        "--nesterov");
    refused(
        "--history belongs to --optimizer lbfgs; cg does without",
        "--optimizer",
        "cg",
        "--history",
        "3");
  }

  @Test
  void whatIsOutOfRangeIsRefused() {
    refused("--history must be at least 1, not 0", "--history", "0");
    for (String rate : new String[] {"-1.0", "0.0", "NaN", "Infinity"})
      refused(
          "--learning-rate must be above 0, not " + rate,
          "--optimizer",
          "adam",
          "--learning-rate",
          rate);
    refused(
        "--momentum must be at least 0 and below 1, not 1.0",
        "--optimizer",
        "gd",
        "--momentum",
        "1");
    refused(
        "--optimizer gd: nesterov needs a momentum above 0, such as 0.9",
        "--optimizer",
        "gd",
        "--nesterov");
  }

  @Test
  void everyOptimizerAndOptionIsInTheHelpAndTheCompletion() {
    String completion = AutoComplete.bash("fovea", Main.commandLine());
    for (String command : new String[] {"train", "sweep"}) {
      CommandLine line = Main.commandLine().getSubcommands().get(command);
      String help = line.getUsageMessage().replaceAll("\\s+", " ");
      for (OptimizerKind kind : OptimizerKind.values()) {
        assertThat(help).contains("%s: %s".formatted(kind, kind.title()));
        assertThat(completion).contains("\"%s\"".formatted(kind));
        for (OptimizerOption<?> option : kind.options()) {
          String flag = OptimizerOptions.flag(option);
          assertThat(help).contains(flag).contains(option.meaning()).contains(option.range());
          assertThat(completion).contains("'%s'".formatted(flag));
        }
      }
    }
  }

  @Test
  void defaultsInTheHelpAreThoseInForce() {
    String help =
        Main.commandLine().getSubcommands().get("train").getUsageMessage().replaceAll("\\s+", " ");
    assertThat(help)
        .contains("Iterations at most (default: 300 for lbfgs, 500 for cg, 1000 for adam and gd).")
        .contains("(default: 20 for lbfgs and cg, 200 for adam and gd).")
        .contains("Step, above 0 (default: 0.01 for adam, 0.5 for gd).")
        .contains("Momentum, at least 0 and below 1 (default: 0.0 for gd).")
        .contains("Make the momentum Nesterov's (for gd).")
        .contains("is this small (default: 1e-5).")
        .contains("Hidden units (default: 64).")
        .contains("Weight decay (default: 5e-4;")
        .contains("Weight of the sparsity term (default: 0.2;")
        .contains("asks for (default: 0.5;")
        .contains("at random (default: 10240).")
        .contains("gradient descent (default: lbfgs).");
  }

  @Test
  void everyHelpIsWhole() {
    for (String name : Main.commandLine().getSubcommands().keySet()) {
      FoveaJar.Ended ended = Console.run(() -> Main.commandLine().execute(name, "--help"));
      assertThat(ended.exit()).isZero();
      assertThat(ended.err()).as("what the parser warns of").isEmpty();
      assertThat(ended.out()).as(name).doesNotContain("${").doesNotContain("default: null");
    }
  }
}
