package fovea.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import fovea.kernels.Samples;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Alone, as arrays in the heap are counted. */
@Isolated
class OptimizerKindTest {
  @Test
  void everyOptimizerIsInTheList() {
    assertThat(Arrays.stream(OptimizerKind.values())
            .<Object>map(kind -> kind.optimizer(Map.of()).getClass()))
        .containsExactlyInAnyOrder((Object[]) Optimizer.class.getPermittedSubclasses());
    assertThat(EveryOptimizerTest.optimizers())
        .as("what is tried in the tests of all")
        .extracting(Optimizer::kind)
        .contains(OptimizerKind.values());
  }

  @ParameterizedTest
  @EnumSource
  void anOptimizerIsMadeOfItsSettings(OptimizerKind kind) {
    Optimizer usual = kind.optimizer(Map.of());
    assertThat(usual.kind()).isEqualTo(kind);
    assertThat(kind.optimizer(usual.settings())).isEqualTo(usual);
    for (OptimizerOption<?> option : kind.options())
      assertThat(usual.settings()).containsAllEntriesOf(Settings.of(option.name(), option.usual()));
  }

  @Test
  void valuesAreReadFromTheirText() {
    assertThat(OptimizerKind.GD.optimizer(
            Map.of("learning_rate", "0.25", "momentum", 0.5f, "nesterov", "true")))
        .isEqualTo(new GradientDescent(0.25, 0.5, true));
    assertThat(OptimizerKind.ADAM.optimizer(Map.of("learning_rate", 1, "other", "x")))
        .isEqualTo(new Adam(1));
    Adam own = new Adam(0.5, 0.25, 0.75, 1e-3);
    assertThat(OptimizerKind.ADAM.optimizer(own.settings())).isEqualTo(own);
    assertThatThrownBy(() -> OptimizerKind.LBFGS.optimizer(Map.of("history", "many")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the history cannot be 'many'");
    assertThatThrownBy(() -> OptimizerKind.LBFGS.optimizer(Map.of("history", 0)))
        .hasMessage("the history must be at least 1, not 0");
    assertThatThrownBy(() -> OptimizerKind.GD.optimizer(Map.of("nesterov", true)))
        .hasMessageContaining("momentum above 0");
  }

  private enum Colour {
    RED,
    GREEN
  }

  @Test
  void anOptionMayBeAChoice() {
    OptimizerOption<Colour> colour = OptimizerOption.choice("colour", "Colour", Colour.GREEN);
    assertThat(colour.range()).isEqualTo("red or green");
    assertThat(colour.in(Map.of())).isEqualTo(Colour.GREEN);
    assertThat(colour.in(Settings.of("colour", Colour.RED))).isEqualTo(Colour.RED);
    assertThatThrownBy(() -> colour.in(Map.of("colour", "blue")))
        .hasMessage("the colour cannot be 'blue'");
  }

  /** A quadratic tells nothing that a preconditioner could be made of. */
  static List<Optimizer> withoutPreconditioner() {
    List<Optimizer> some = new ArrayList<>(EveryOptimizerTest.optimizers());
    some.removeIf(optimizer -> "kronecker".equals(optimizer.settings().get("preconditioner")));
    return some;
  }

  /** Counted in the heap, in the middle of a minimisation. */
  @ParameterizedTest
  @MethodSource("withoutPreconditioner")
  void anOptimizerHoldsAsManyVectorsAsItSays(Optimizer optimizer) {
    int n = 500_000;
    Objective objective = Quadratic.tridiagonal(new Samples(97).signed(n, 2));
    float[] theta = new float[n];
    double before = floats();
    List<Double> during = new ArrayList<>();
    optimizer.minimize(objective, theta, new Limits(2, 0), (step, at) -> {
      if (step.iteration() == 2) during.add(floats());
      return true;
    });
    assertThat((during.getFirst() - before) / n).isCloseTo(optimizer.vectors(), offset(0.1));
  }

  /** All floats of arrays that are in use. */
  private static double floats() {
    try {
      String histogram = (String) ManagementFactory.getPlatformMBeanServer()
          .invoke(
              new ObjectName("com.sun.management:type=DiagnosticCommand"),
              "gcClassHistogram",
              new Object[] {new String[0]},
              new String[] {String[].class.getName()});
      String line =
          histogram.lines().filter(l -> l.contains(" [F ")).findFirst().orElseThrow();
      return Double.parseDouble(line.trim().split(" +")[2]) / Float.BYTES;
    } catch (JMException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void smallerRatesAreAdvised() {
    assertThat(new Adam(0.3).advice(Divergence.NOT_FINITE))
        .extracting(Optimizer.Advice::value)
        .containsExactly(Optional.of(0.01));
    assertThat(new GradientDescent(2.0 / 3, 0.5, false).advice(Divergence.SATURATION))
        .extracting(Optimizer.Advice::value)
        .containsExactly(Optional.of(0.0667));
    List<Optimizer.Advice> exploded =
        new GradientDescent(50, 0.5, false).advice(Divergence.EXPLOSION);
    assertThat(exploded)
        .extracting(advice -> advice.option().name())
        .containsExactly("learning_rate", "momentum");
    assertThat(exploded)
        .extracting(Optimizer.Advice::value)
        .containsExactly(Optional.of(0.5), Optional.empty());
    assertThat(Lbfgs.DEFAULT.advice(Divergence.NOT_FINITE)).isEmpty();
  }
}
