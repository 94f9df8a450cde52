package fovea.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.optimize.Lbfgs;
import fovea.optimize.Limits;
import fovea.report.HeatMap;
import fovea.run.RunConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table, the heat maps and the page. */
class SweepReportTest {
  private static final SweepPlan PLAN = SweepPlan.full(
      new SweepGrid(List.of(4, 9), List.of(0.0), List.of(0.1, 0.2, 0.3), List.of(0.5)), 1, 2);

  private static SweepResult result(Setting setting, double explained, double quality) {
    return new SweepResult(
        setting,
        "iterations",
        30,
        35,
        Optional.of(new SweepResult.Measures(
            3, 2, 0.5, 0.5, 0.9, 0.4, 3.5, 0.01, explained, 1, 2, 3, Double.NaN, quality)),
        1.5);
  }

  private static SweepResult diverged(Setting setting) {
    return new SweepResult(setting, "diverged", 3, 4, Optional.empty(), 1.5);
  }

  @Test
  void equalsShareARankAndRunsWithoutANumberComeLast() {
    List<Setting> runs = PLAN.runs();
    SweepTable table = SweepTable.of(
        List.of(
            diverged(runs.get(0)),
            result(runs.get(1), 0.5, 0.1),
            result(runs.get(2), Double.NaN, 0.3),
            result(runs.get(3), 0.7, 0.2),
            result(runs.get(4), 0.5, -0.0),
            result(runs.get(5), -2, 0.0)),
        Map.of());
    assertThat(table.rows())
        .extracting(SweepTable.Row::varianceRank)
        .containsExactly(5, 2, 5, 1, 2, 4);
    assertThat(table.byQuality())
        .extracting(row -> runs.indexOf(row.result().setting()))
        .startsWith(2, 3, 1)
        .endsWith(0);
  }

  @Test
  void theTableHasNoTimeInItAndEveryNumberAsItIs(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("sweep.csv");
    SweepTable.of(List.of(result(PLAN.runs().getFirst(), 1.0 / 3, 0.25)), Map.of())
        .write(file);
    assertThat(Files.readAllLines(file))
        .containsExactly(
            "name,hidden,lambda,beta,rho,seed,outcome,iterations,evaluations,cost,reconstruction,"
                + "weight_decay,sparsity,explained_variance,mean_activation,held_out_cost,held_out_mse,"
                + "held_out_explained_variance,dead_units,saturated_units,duplicate_units,gabor_r2,"
                + "feature_quality,stability,stability_baseline,stable_units,"
                + "rank_explained_variance,rank_feature_quality",
            "h4_l0_b0.1_r0.5_s1,4,0,0.1,0.5,1,iterations,30,35,3.0,2.0,0.5,0.5,0.9,0.4,3.5,0.01,"
                + "0.3333333333333333,1,2,3,,0.25,,,,1,1");
  }

  @Test
  void aCellOfAMapIsTheMeanOfItsRuns() {
    List<SweepResult> results = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      Setting setting = PLAN.runs().get(i);
      if (i == 2 || i == 4 || i == 5) results.add(diverged(setting));
      else results.add(result(setting, i, 0.1 * i));
    }
    HeatMap map = SweepMaps.map(
        Quantity.EXPLAINED_VARIANCE, PLAN, List.of(Dimension.HIDDEN, Dimension.BETA), results);
    assertThat(map.rows()).containsExactly("4", "9");
    assertThat(map.columns()).containsExactly("0.1", "0.2", "0.3");
    assertThat(map.values()).containsExactly(50, 300, Double.NaN, 650, 850, 1050);
    assertThat(map.title()).isEqualTo("Held-out explained variance, %");
  }

  @Test
  void aMapOfOneSettingIsARow() {
    List<SweepResult> results = new ArrayList<>();
    for (int i = 0; i < 12; i++) results.add(result(PLAN.runs().get(i), i, 0.1 * i));
    HeatMap map =
        SweepMaps.map(Quantity.EXPLAINED_VARIANCE, PLAN, List.of(Dimension.HIDDEN), results);
    assertThat(map.columns()).containsExactly("4", "9");
    assertThat(map.values()).containsExactly(250, 850);
    assertThat(map.rowSetting()).isEmpty();
  }

  @Test
  void mapsOfAnEarlierPlanGo(@TempDir Path folder) throws IOException {
    List<SweepResult> results =
        PLAN.runs().stream().map(setting -> result(setting, 0.5, 0.5)).toList();
    assertThat(names(maps(folder, PLAN, results)))
        .containsExactly(
            "heatmap_hidden_beta_explained_variance.png",
            "heatmap_hidden_beta_feature_quality.png");
    SweepPlan one = SweepPlan.full(
        new SweepGrid(List.of(4), List.of(0.0), List.of(0.1, 0.2, 0.3), List.of(0.5)), 1, 2);
    List<Path> written = maps(folder, one, results);
    assertThat(names(written))
        .containsExactly("heatmap_beta_explained_variance.png", "heatmap_beta_feature_quality.png");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrderElementsOf(written);
    }
    SweepPlan none =
        SweepPlan.full(new SweepGrid(List.of(4), List.of(0.0), List.of(0.1), List.of(0.5)), 1, 2);
    assertThat(SweepMaps.write(folder, none, results)).isEmpty();
  }

  private static List<Path> maps(Path folder, SweepPlan plan, List<SweepResult> results)
      throws IOException {
    return SweepMaps.write(folder, plan, results).stream()
        .map(SweepMaps.Drawn::file)
        .toList();
  }

  private static List<String> names(List<Path> files) {
    return files.stream().map(file -> file.getFileName().toString()).toList();
  }

  @Test
  void thePageShowsEveryRunAndEscapesWhatItIsGiven(@TempDir Path path) throws IOException {
    SweepConfig.Data data = new SweepConfig.Data("<script>'a' & \"b\"</script>", 40, "00");
    SweepConfig config = new SweepConfig(
        "1",
        data,
        data,
        12,
        true,
        null,
        new SweepConfig.Layers("tanh", "linear", true),
        RunConfig.Training.of(Lbfgs.DEFAULT, new Limits(30, 0)));
    List<SweepResult> results = new ArrayList<>();
    for (int i = 0; i < 11; i++) results.add(result(PLAN.runs().get(i), 0.7455, 0.1 + 0.01 * i));
    try (SweepFolder folder = SweepFolder.open(path.resolve("sweep"), config, false)) {
      assertThat(SweepReport.write(folder, config, PLAN, SweepTable.of(results, Map.of())))
          .isEmpty();
      String page = Files.readString(folder.page());
      assertThat(page)
          .doesNotContain("<script>'a'")
          .contains("&lt;script&gt;&#39;a&#39; &amp; &quot;b&quot;&lt;/script&gt;")
          .contains("Sweep of 12 runs, 11 of them done")
          .contains("tanh encoder, linear decoder, tied")
          .containsOnlyOnce("not done yet")
          .contains("<h3>seed 2</h3>")
          .contains(
              "alt=\"Feature quality by hidden units and β: lowest 0.105 at hidden units 4 and β 0.1,"
                  + " highest 0.200 at hidden units 9 and β 0.3\"")
          .contains("default-src 'none'; img-src 'self';".replace("'", "&#39;"))
          .doesNotContain("://");
      for (SweepResult result : results)
        assertThat(page)
            .containsOnlyOnce(
                "src=\"runs/%s/figures/tiles.png\"".formatted(result.setting().name()));
      // Maps are there; the runs' own figures would be, had they run.
      var links = Pattern.compile("src=\"(figures/[^\"]+)\"").matcher(page);
      int maps = 0;
      for (; links.find(); maps++)
        assertThat(folder.path().resolve(links.group(1))).isRegularFile();
      assertThat(maps).isEqualTo(2);
    }
  }
}
