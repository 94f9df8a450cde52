package fovea.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("listens to notes, which all threads share")
class Float32StepsTest {
  private static final ColumnNames NAMES = new ColumnNames(List.of("time", "x"));

  private static List<String> notes(float... values) {
    ColumnMoments moments = new ColumnMoments(2);
    moments.add(values, values.length / 2);
    List<String> notes = new ArrayList<>();
    Notes.to(notes::add);
    try {
      Float32Steps.note("rows", NAMES, moments);
    } finally {
      Notes.to(note -> {});
    }
    return notes;
  }

  @Test
  void secondsOfADayAreTold() {
    assertThat(notes(1.7e9f, 1, 1.7e9f + 86400, 2))
        .containsExactly(
            "rows: float32 hardly tells values apart in 'time' (1,700,000,000 to 1,700,086,400, in steps of 128);"
                + " subtract a constant from such a column, or leave it out");
  }

  @Test
  void aLargeColumnThatIsConstantAfterRoundingIsTold() {
    assertThat(notes(1, -20240102f, 2, -20240102f))
        .containsExactly(
            "rows: float32 hardly tells values apart in 'x' (-20,240,102 in every row, in steps of 2);"
                + " subtract a constant from such a column, or leave it out");
  }

  @Test
  void smallDifferencesOfUsualNumbersAreTold() {
    assertThat(notes(1_000_000, 1, 1_000_000.5f, 1))
        .hasSize(1)
        .first()
        .asString()
        .contains("'time' (1,000,000 to 1000000.5, in steps of 0.0625)");
  }

  @Test
  void otherColumnsAreNot() {
    assertThat(notes(0, 0, 1.7e9f, 1)).isEmpty();
    assertThat(notes(16_000_000, 5, 16_001_001, 5)).isEmpty();
    assertThat(notes(1e30f, 1, -1e30f, 1)).isEmpty();
    assertThat(notes(0, Float.NaN, 1, Float.NaN)).as("a column without a value").isEmpty();
    assertThat(notes(0, Float.POSITIVE_INFINITY, 1, 3)).as("refused elsewhere").isEmpty();
  }
}
