package fovea.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SweepPlanTest {
  private static final SweepGrid GRID =
      new SweepGrid(List.of(64, 16), List.of(0.0, 1e-4), List.of(0.2), List.of(0.5, 0.05, 0.2));

  @Test
  void theSeedChangesFastestThenTheLastSetting() {
    SweepPlan plan = SweepPlan.full(GRID, 7, 2);
    assertThat(plan.runs()).hasSize(24).doesNotHaveDuplicates();
    assertThat(plan.runs().subList(0, 7))
        .containsExactly(
            new Setting(64, 0, 0.2, 0.5, 7),
            new Setting(64, 0, 0.2, 0.5, 8),
            new Setting(64, 0, 0.2, 0.05, 7),
            new Setting(64, 0, 0.2, 0.05, 8),
            new Setting(64, 0, 0.2, 0.2, 7),
            new Setting(64, 0, 0.2, 0.2, 8),
            new Setting(64, 1e-4, 0.2, 0.5, 7));
    assertThat(plan.runs().getLast()).isEqualTo(new Setting(16, 1e-4, 0.2, 0.2, 8));
    assertThat(plan.varied()).containsExactly(Dimension.HIDDEN, Dimension.LAMBDA, Dimension.RHO);
    assertThat(plan.values(Dimension.RHO)).containsExactly("0.5", "0.05", "0.2");
    assertThat(plan.values(Dimension.SEED)).containsExactly("7", "8");
  }

  @Test
  void randomSettingsAreDifferentPointsOfTheGridInItsOrder() {
    List<Setting> all = SweepPlan.full(GRID, 1, 1).runs();
    Set<List<Setting>> drawn = new HashSet<>();
    Set<Setting> met = new HashSet<>();
    for (long seed = 1; seed <= 40; seed++) {
      SweepPlan plan = SweepPlan.random(GRID, 3, seed, 2);
      assertThat(plan).isEqualTo(SweepPlan.random(GRID, 3, seed, 2));
      assertThat(plan.runs()).hasSize(6);
      List<Setting> points = plan.runs().stream()
          .map(s -> new Setting(s.hidden(), s.lambda(), s.beta(), s.rho(), 1))
          .distinct()
          .toList();
      assertThat(points).hasSize(3);
      assertThat(all.stream().filter(points::contains).toList()).isEqualTo(points);
      for (Dimension dimension : Dimension.values())
        assertThat(plan.values(dimension))
            .containsExactlyInAnyOrderElementsOf(
                plan.runs().stream().map(dimension::valueOf).distinct().toList());
      drawn.add(points);
      met.addAll(points);
    }
    assertThat(drawn.size()).isGreaterThan(20);
    assertThat(met).containsExactlyInAnyOrderElementsOf(all);
    assertThat(SweepPlan.random(GRID, 12, 1, 1)).isEqualTo(SweepPlan.full(GRID, 1, 1));
  }

  @Test
  void valuesOfRandomSettingsKeepTheGridsOrder() {
    List<String> order = List.of("0.5", "0.05", "0.2");
    for (long seed = 1; seed <= 40; seed++) {
      List<String> values = SweepPlan.random(GRID, 4, seed, 1).values(Dimension.RHO);
      assertThat(order.stream().filter(values::contains).toList()).isEqualTo(values);
    }
  }

  @Test
  void aFewRunsOfAGridThatNobodyCouldTryInFull() {
    List<Double> many = IntStream.range(1, 101).mapToObj(i -> i / 128.0).toList();
    SweepGrid grid = new SweepGrid(List.of(4), many, many, many);
    SweepPlan plan = SweepPlan.random(grid, 5, 1, 1);
    assertThat(plan.runs()).hasSize(5).doesNotHaveDuplicates();
    for (int i = 1; i < 5; i++) {
      Setting before = plan.runs().get(i - 1);
      Setting after = plan.runs().get(i);
      assertThat(after.lambda()).isGreaterThanOrEqualTo(before.lambda());
    }
    assertThatThrownBy(() -> SweepPlan.full(grid, 1, 1)).hasMessageContaining("1,000,000 runs");
  }

  @Test
  void whatMakesNoPlanIsRefused() {
    assertThatThrownBy(() -> SweepPlan.full(GRID, Long.MAX_VALUE, 2))
        .hasMessageContaining("--seed");
    assertThatThrownBy(() -> SweepPlan.random(GRID, 13, 1, 1)).hasMessageContaining("12 settings");
    assertThatThrownBy(() -> SweepPlan.random(GRID, 0, 1, 1)).hasMessageContaining("--random 0");
    assertThatThrownBy(() -> SweepPlan.full(GRID, 1, 0)).hasMessageContaining("--seeds");
    assertThatThrownBy(() -> SweepPlan.full(GRID, 1, 10_000)).hasMessageContaining("120,000 runs");
    assertThatThrownBy(() -> new SweepGrid(List.of(4, 4), List.of(0.0), List.of(0.0), List.of(0.5)))
        .hasMessageContaining("--hidden: 4 is there twice");
    assertThatThrownBy(() -> new SweepGrid(List.of(4), List.of(), List.of(0.0), List.of(0.5)))
        .hasMessageContaining("--lambda: the list is empty");
    assertThatThrownBy(
            () -> new SweepGrid(List.of(4), List.of(0.0, -0.0), List.of(0.0), List.of(0.5)))
        .hasMessageContaining("--lambda: 0.0 is there twice");
  }

  @Test
  void namesTellAllSettingsApart() {
    assertThat(new Setting(64, 5e-4, 0.2, 0.5, 1).name()).isEqualTo("h64_l5e-4_b0.2_r0.5_s1");
    assertThat(new Setting(9, -0.0, 3e7, 1e-3, -1).name()).isEqualTo("h9_l0_b3e7_r0.001_s-1");
    assertThat(new Setting(9, -0.0, -0.0, 0.5, 1)).isEqualTo(new Setting(9, 0, 0, 0.5, 1));
    for (double value : new double[] {0.1 + 0.2, Math.nextUp(0.3), 1.0 / 3, 123456.75, 4.9e-324})
      assertThat(Double.parseDouble(Setting.text(value))).isEqualTo(value);
  }
}
