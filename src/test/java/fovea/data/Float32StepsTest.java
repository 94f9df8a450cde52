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
            "rows: 'time' has values from 1,700,000,000 to 1,700,086,400, which float32 tells apart only in steps of"
                + " 128; take a constant off the column, or leave it out");
  }

  @Test
  void aLargeColumnThatIsConstantAfterRoundingIsTold() {
    assertThat(notes(1, -20240101f, 2, -20240101f))
        .hasSize(1)
        .first()
        .asString()
        .contains("'x'");
  }

  @Test
  void largeNumbersOfAWideRangeAndSmallOnesAreNot() {
    assertThat(notes(0, 0, 1.7e9f, 1)).isEmpty();
    assertThat(notes(16_000_000, 5, 16_000_001, 5)).isEmpty();
    assertThat(notes(1e30f, 1, -1e30f, 1)).isEmpty();
  }
}
