package fovea.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.optimize.Lbfgs;
import fovea.optimize.Limits;
import fovea.run.RunConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** index.html. What a browser does with it, src/test/page/check.mjs tells. */
class SweepPageTest {
  private static final SweepConfig.Data NOISE = new SweepConfig.Data("noise", 40, "00");
  private static final SweepConfig CONFIG = new SweepConfig(
      "1",
      NOISE,
      NOISE,
      64,
      true,
      null,
      new SweepConfig.Layers("sigmoid", "sigmoid", false),
      RunConfig.Training.of(Lbfgs.DEFAULT, new Limits(30, 0)));

  @TempDir
  private Path folder;

  private static SweepPlan plan(List<Integer> hidden, List<Double> beta, int seeds) {
    return SweepPlan.full(new SweepGrid(hidden, List.of(5e-4), beta, List.of(0.5)), 1, seeds);
  }

  private static SweepResult result(Setting setting, double explained, double gaborR2) {
    return new SweepResult(
        setting,
        "relative_decrease",
        2,
        3,
        Optional.of(new SweepResult.Measures(
            3, 2, 0.5, 0.5, 0.9, 0.4, 3.5, 0.01, explained, 0, 0, 0, gaborR2, 0.25)),
        1);
  }

  /** The page of such results; each run has the costs of two iterations, and those of {@code reported} a report. */
  private String page(SweepPlan plan, List<SweepResult> results, List<Setting> reported)
      throws IOException {
    try (SweepFolder to = SweepFolder.open(folder, CONFIG, true)) {
      for (SweepResult result : results) {
        Path run = Files.createDirectories(to.run(result.setting()));
        Files.writeString(
            run.resolve("metrics.csv"),
            "iteration,cost,reconstruction,weight_decay,sparsity\n0,9,4,3,2\n1,6,3,2,1\n");
        if (reported.contains(result.setting())) Files.writeString(run.resolve("report.html"), "");
      }
      SweepReport.write(to, CONFIG, plan, SweepTable.of(results, Map.of()));
      return Files.readString(to.page());
    }
  }

  private static List<SweepResult> ranked(SweepPlan plan) {
    List<SweepResult> results = new ArrayList<>();
    for (Setting setting : plan.runs())
      results.add(result(setting, 0.9 - 0.01 * results.size(), 0.5));
    return results;
  }

  private static List<String> all(String page, String pattern) {
    return Pattern.compile(pattern)
        .matcher(page)
        .results()
        .map((MatchResult found) -> found.group(1))
        .toList();
  }

  @Test
  void itsPartsAreLandmarksThatItsNavigationLeadsTo() throws IOException {
    SweepPlan plan = plan(List.of(4, 9), List.of(0.1, 0.2), 1);
    String page = page(plan, ranked(plan), List.of());
    assertThat(page)
        .contains("Content-Security-Policy")
        .containsOnlyOnce("<header>")
        .containsOnlyOnce("<nav aria-label=")
        .containsOnlyOnce("<main>");
    List<String> parts = all(page, "<section id=\"(\\w+)\"");
    assertThat(parts).containsExactly("runs", "maps", "costs", "features", "settings");
    assertThat(all(page, "href=\"#(\\w+)\"")).isEqualTo(parts);
    assertThat(all(page, "<img ([^>]+)>")).isNotEmpty().allMatch(img -> img.contains("alt=\""));
  }

  @Test
  void aRunLinksToItsReportOrToItsFolder() throws IOException {
    SweepPlan plan = plan(List.of(4, 9), List.of(0.1), 1);
    Setting with = plan.runs().get(0);
    Setting without = plan.runs().get(1);
    assertThat(page(plan, ranked(plan), List.of(with)))
        .contains(
            "<th scope=\"row\"><a href=\"runs/%1$s/report.html\">%1$s</a>".formatted(with.name()))
        .contains("<th scope=\"row\"><a href=\"runs/%1$s\">%1$s</a>".formatted(without.name()));
  }

  @Test
  void theTableTellsWhichEndOfAColumnIsTheBetterOne() throws IOException {
    SweepPlan plan = plan(List.of(4, 9), List.of(0.1, 0.2), 1);
    String page = page(plan, ranked(plan), List.of());
    assertThat(all(
            page, "data-first=\"(\\w+)\"[^>]*><button type=\"button\">(?:explained|feature|Gabor)"))
        .containsExactly("descending", "descending", "descending");
    assertThat(all(
            page, "data-first=\"(\\w+)\"[^>]*><button type=\"button\">(?:rank|dead|dupl|satur)"))
        .containsExactly("ascending", "ascending", "ascending", "ascending", "ascending");
    assertThat(all(page, "aria-sort=\"(\\w+)\"><button type=\"button\">rank<")).hasSize(1);
    // What all runs have in common is no column.
    assertThat(page).contains(">β</button>").doesNotContain(">λ</button>");
  }

  @Test
  void numbersReadTheSameEverywhere() throws IOException {
    SweepPlan plan = plan(List.of(4, 9), List.of(0.1), 1);
    List<SweepResult> results =
        List.of(result(plan.runs().get(0), 0.5, 0.5), result(plan.runs().get(1), 2.0 / 3, 0.5));
    String page = page(plan, results, List.of());
    assertThat(page)
        .contains("<dd>66.67 %</dd>")
        .contains("<td>66.67</td>")
        .contains("lowest 50.00 % at hidden units 4, highest 66.67 % at hidden units 9")
        .contains("66.67 % explained, rank 1")
        .contains("<td>0.250</td>")
        .contains("feature quality 0.250, rank 1");
  }

  @Test
  void featureQualityIsExplainedAsThisDataHasIt() throws IOException {
    SweepPlan plan = plan(List.of(4, 9), List.of(0.1), 1);
    assertThat(page(plan, ranked(plan), List.of()))
        .contains("Gabor function")
        .contains(">Gabor R²<");
    List<SweepResult> table =
        plan.runs().stream().map(run -> result(run, 0.5, Double.NaN)).toList();
    assertThat(page(plan, table, List.of()))
        .contains("these data have no tiles")
        .doesNotContain(">Gabor R²<");
  }

  @Test
  void costsThatAreOtherFunctionsAreNotCompared() throws IOException {
    SweepPlan hidden = plan(List.of(4, 9), List.of(0.1), 1);
    assertThat(page(hidden, ranked(hidden), List.of()))
        .contains("The cost on the training examples.")
        .contains("begins at 9 and ends at 6, at iteration 1");
    SweepPlan beta = plan(List.of(4), List.of(0.1, 0.2), 1);
    assertThat(page(beta, ranked(beta), List.of()))
        .contains("do not compare")
        .contains("begins at 4 and ends at 3, at iteration 1");
  }

  @Test
  void theBestRunsAreInColourAndTheOthersGrey() throws IOException {
    SweepPlan few = plan(List.of(4), List.of(0.1), 7);
    String page = page(few, ranked(few), List.of());
    assertThat(all(page, "<polyline class=\"\\w+ (\\w+)\""))
        .containsOnly("thin")
        .hasSize(7);
    assertThat(page).doesNotContain("In colour are");
    SweepPlan many = plan(List.of(4, 9, 16), List.of(0.1), 100);
    page = page(many, ranked(many), List.of());
    List<String> lines = all(page, "<polyline class=\"\\w+ (\\w+)\"");
    assertThat(lines).hasSize(207);
    assertThat(lines.subList(0, 200)).containsOnly("faint");
    assertThat(lines.subList(200, 207)).containsOnly("thin");
    assertThat(page).contains("In colour are the 7 runs").contains("in grey 200 of the other 293");
    assertThat(all(page, "<li><span class=\"\\w+\"></span>([^<]+)</li>"))
        .hasSize(7)
        .startsWith("hidden units 4, seed 1", "hidden units 4, seed 2");
  }

  @Test
  void costsThatCannotBeReadLeaveTheRestOfThePage() throws IOException {
    SweepPlan plan = plan(List.of(4, 9), List.of(0.1), 1);
    page(plan, ranked(plan), List.of());
    for (Setting setting : plan.runs())
      Files.writeString(folder.resolve("runs").resolve(setting.name()).resolve("metrics.csv"), "a");
    try (SweepFolder to = SweepFolder.open(folder, CONFIG, false)) {
      SweepReport.write(to, CONFIG, plan, SweepTable.of(ranked(plan), Map.of()));
      assertThat(Files.readString(to.page()))
          .contains("No finished run has a course of costs to draw")
          .contains(">feature quality<");
    }
  }
}
