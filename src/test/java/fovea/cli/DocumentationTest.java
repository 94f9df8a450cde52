package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.kernels.ActivationFunction;
import fovea.optimize.OptimizerKind;
import fovea.optimize.OptimizerOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What there is stands in the documentation (docs/design.md, where to add things). */
class DocumentationTest {
  /** The commands that the parser brings along. */
  private static final List<String> OTHERS = List.of("help");

  private static String page(String name) throws IOException {
    return Files.readString(Path.of(name));
  }

  @Test
  void everyOptimizerHasARowThatTellsItsDefaults() throws IOException {
    for (OptimizerKind kind : OptimizerKind.values()) {
      String row = page("docs/training.md")
          .lines()
          .filter(line -> line.startsWith("| `%s` | ".formatted(kind)))
          .findFirst()
          .orElseThrow(() -> new AssertionError("docs/training.md: no row for " + kind));
      assertThat(row).endsWith("| %d |".formatted(kind.iterations()));
      for (OptimizerOption<?> option : kind.options()) {
        String flag = OptimizerOptions.flag(option);
        String usual = String.valueOf(option.usual()).toLowerCase(Locale.ROOT);
        assertThat(row)
            .contains(
                option.type() == Boolean.class
                    ? "`%s`".formatted(flag)
                    : "`%s %s`".formatted(flag, usual.replaceFirst("\\.0$", "")));
      }
    }
    assertThat(page("docs/training.md"))
        .contains("`--patience N`")
        .contains("20 for `lbfgs` and `cg`, 200 for `adam` and `gd`");
    assertThat(OptimizerOptions.perKind(kind -> Integer.toString(kind.patience())))
        .isEqualTo("20 for lbfgs and cg, 200 for adam and gd");
  }

  @Test
  void everyActivationFunctionHasARow() throws IOException {
    List<String> design = page("docs/design.md").lines().toList();
    for (ActivationFunction function : ActivationFunction.values()) {
      String name = Options.lower(function);
      assertThat(design).as(name).anyMatch(line -> line.startsWith("| %s | ".formatted(name)));
      assertThat(page("docs/training.md")).contains("`%s`".formatted(name));
    }
  }

  @Test
  void everyCommandIsOnTheCommandLine() throws IOException {
    List<String> onIt = Main.commandLine().getSubcommands().values().stream()
        .map(command -> command.getCommandSpec().userObject().getClass())
        .filter(type -> type.getPackage() == Main.class.getPackage())
        .map(Class::getSimpleName)
        .toList();
    try (Stream<Path> files = Files.list(Path.of("src/main/java/fovea/cli"))) {
      assertThat(files
              .map(file -> file.getFileName().toString().replace(".java", ""))
              .filter(name -> name.endsWith("Command")))
          .containsExactlyInAnyOrderElementsOf(onIt);
    }
  }

  @Test
  void everyCommandIsInTheReadmeOrOnAPage() throws IOException {
    String all = page("README.md");
    try (Stream<Path> pages = Files.list(Path.of("docs"))) {
      for (Path page : pages.filter(p -> p.toString().endsWith(".md")).sorted().toList())
        all += Files.readString(page);
    }
    for (String command : Main.commandLine().getSubcommands().keySet())
      if (!OTHERS.contains(command))
        assertThat(all).containsPattern("(java -jar target/fovea\\.jar |\\| `)" + command + "\\b");
  }

  /** The list of docs/design.md names files: they are there. */
  @Test
  void whereToAddThingsNamesFilesThatAreThere() throws IOException {
    String page = page("docs/design.md");
    int from = page.indexOf("## 7. Where to add things");
    assertThat(from).isPositive();
    String files;
    try (Stream<Path> sources = Files.walk(Path.of("src"))) {
      files = sources.map(path -> path.getFileName().toString()).collect(Collectors.joining("\n"));
    }
    List<String> named = Pattern.compile("`([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)`")
        .matcher(page.substring(from))
        .results()
        .map(match -> match.group(1))
        .toList();
    assertThat(named).hasSizeGreaterThan(20);
    for (String name : named) assertThat(files).contains(name + ".java");
  }
}
