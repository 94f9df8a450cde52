package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

class HelpPageTest {
  private static final Map<String, CommandLine> COMMANDS = Main.commandLine().getSubcommands();

  private static CommandSpec command(String name) {
    return COMMANDS.get(name).getCommandSpec();
  }

  @Test
  void everyPageFitsItsWidthAndHasAllOptions() {
    for (String name : COMMANDS.keySet())
      for (int width : new int[] {40, 60, 80, 100}) {
        String page = HelpPage.of(command(name), width, false);
        assertThat(page.lines())
            .as("%s, %d columns", name, width)
            .allMatch(line -> line.length() <= width && line.equals(line.stripTrailing()));
        assertThat(page)
            .startsWith("Usage: fovea " + name)
            .doesNotContain("%%")
            .doesNotContain("${");
        assertThat(page).doesNotContain("\n\n\n").doesNotContain("Start here");
        for (OptionSpec option : command(name).options())
          if (!option.hidden())
            assertThat(page).containsPattern("(?m)^  (-\\w, )?%s".formatted(option.longestName()));
      }
  }

  @Test
  void theOptionsOfTrainAreInGroups() {
    String page = HelpPage.of(command("train"), 80, false);
    assertThat(page.lines()
            .filter(line -> line.matches("[A-Z].*:"))
            .toList()
            .reversed()
            .subList(0, 7)
            .reversed())
        .containsExactly(
            "Data:",
            "Network:",
            "Cost and sparsity:",
            "Optimiser:",
            "Stopping:",
            "Run and output:",
            "Help:");
    assertThat(section(page, "Data:"))
        .contains("--patches=N", "--whiten=METHOD", "--stream", "--corrupt=P");
    assertThat(section(page, "Network:"))
        .containsExactlyInAnyOrder(
            "--hidden=H", "--encoder=FUNCTION", "--decoder=FUNCTION", "--tied", "--init=MODEL");
    assertThat(section(page, "Cost and sparsity:"))
        .containsExactly("--preset=NAME", "--lambda=L", "--beta=B", "--rho=R");
    assertThat(section(page, "Optimiser:"))
        .contains("--optimizer=NAME", "--momentum=M", "--nesterov")
        .doesNotContain("--iterations=N");
    assertThat(section(page, "Stopping:"))
        .containsExactly(
            "--iterations=N",
            "--tolerance=T",
            "--relative-decrease=F",
            "--max-seconds=S",
            "--patience=N");
    assertThat(section(page, "Run and output:")).contains("--out=DIR", "--resume=RUN", "--dry-run");
    assertThat(section(page, "Help:"))
        .containsExactly("-h, --help", "-V, --version", "--stacktrace");
  }

  private static List<String> section(String page, String title) {
    return page.lines()
        .dropWhile(line -> !line.equals(title))
        .skip(1)
        .takeWhile(line -> !line.isEmpty())
        .filter(line -> line.startsWith("  -"))
        .map(line -> line.strip().split("  ")[0])
        .toList();
  }

  @Test
  void fewOptionsNeedNoGroups() {
    assertThat(HelpPage.of(command("report"), 80, false))
        .contains("\nOptions:\n")
        .doesNotContain("Help:");
  }

  @Test
  void theListOfCommandsHasWholeSentences() {
    CommandSpec fovea = Main.commandLine(new String[0]).getCommandSpec();
    String all = HelpPage.of(fovea, 100_000, false);
    assertThat(all).contains("Start here:");
    for (String name : COMMANDS.keySet())
      assertThat(all).containsPattern("(?m)^  %s +[A-Z][^\\n]*\\w\\.$".formatted(name));
    assertThat(HelpPage.of(fovea, 40, false).lines()).allMatch(line -> line.length() <= 40);
    assertThat(Main.commands().keySet()).containsExactlyElementsOf(COMMANDS.keySet());
  }

  @Test
  void terminalsShowNamesInBold() {
    assertThat(HelpPage.of(command("doctor"), 80, true)).contains("\033[1m--json\033[0m      ");
  }

  @Test
  void theWidthIsThatOfTheTerminal() {
    assertThat(Terminal.columns("40")).isEqualTo(40);
    assertThat(Terminal.columns(" 72\n")).isEqualTo(72);
    assertThat(Terminal.columns("200")).as("as wide as can be read").isEqualTo(100);
    assertThat(Terminal.columns("3")).isEqualTo(30);
    for (String none : new String[] {"", "wide", "0", "-5"})
      assertThat(Terminal.columns(none)).isEqualTo(80);
  }
}
