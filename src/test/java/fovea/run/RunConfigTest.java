package fovea.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.data.InputException;
import fovea.io.JsonFile;
import fovea.optimize.Adam;
import fovea.optimize.ConjugateGradient;
import fovea.optimize.GradientDescent;
import fovea.optimize.Limits;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunConfigTest {
  private static final Path FILE = Path.of("config.json");

  /** A record, as config.json is one. */
  private record Part(RunConfig.Training training) {}

  private static RunConfig.Training read(String json) {
    return JsonFile.parse(FILE, json, Part.class).training();
  }

  @Test
  void trainingTellsTheOptimizerTheLimitsAndTheSettings() {
    RunConfig.Training training =
        RunConfig.Training.of(new GradientDescent(0.25, 0.5, true), new Limits(7, 0.5, 0, 60));
    assertThat(training.values())
        .containsExactly(
            Map.entry("optimizer", "gd"),
            Map.entry("iterations", 7),
            Map.entry("tolerance", 0.5),
            Map.entry("relative_decrease", 0.0),
            Map.entry("max_seconds", 60.0),
            Map.entry("learning_rate", 0.25),
            Map.entry("momentum", 0.5),
            Map.entry("nesterov", true));
    assertThat(RunConfig.Training.of(new Adam(0.5), new Limits(7, 0)).values())
        .containsOnlyKeys(
            "optimizer",
            "iterations",
            "tolerance",
            "relative_decrease",
            "learning_rate",
            "beta1",
            "beta2",
            "epsilon");
  }

  @Test
  void itIsReadAsItWasWritten() {
    for (RunConfig.Training training : new RunConfig.Training[] {
      RunConfig.Training.of(new GradientDescent(1, 0.5, true), new Limits(7, 0, 1e-9, 60)),
      RunConfig.Training.of(new ConjugateGradient(), new Limits(300, 1e-5))
    }) {
      RunConfig.Training read = read(JsonFile.text(new Part(training)));
      assertThat(read).isEqualTo(training);
      assertThat(read.values().keySet())
          .containsExactlyElementsOf(training.values().keySet());
    }
  }

  @Test
  void whatAnEarlierFoveaWroteAsNullIsNotThere() {
    assertThat(
            read("{\"training\": {\"optimizer\": \"lbfgs\", \"momentum\": null, \"history\": 20}}")
                .values())
        .containsExactly(Map.entry("optimizer", "lbfgs"), Map.entry("history", 20));
    for (String wrong : new String[] {"7", "[]"})
      assertThatThrownBy(
              () -> JsonFile.parse(FILE, "{\"training\": %s}".formatted(wrong), Part.class))
          .as(wrong)
          .isInstanceOf(InputException.class);
  }
}
