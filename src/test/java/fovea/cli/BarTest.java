package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BarTest {
  @Test
  void theLineTellsTheShareTheNumbersAndTheText() {
    assertThat(Bar.line(153, 300, "cost 0.81191"))
        .isEqualTo(" 51% [=====     ] 153/300 cost 0.81191");
    assertThat(Bar.line(0, 300, "")).isEqualTo("  0% [          ] 0/300");
    assertThat(Bar.line(300, 300, "cost 1.00000"))
        .isEqualTo("100% [==========] 300/300 cost 1.00000");
    assertThat(Bar.line(0, 0, "cost 1.00000")).startsWith("  0% [          ] 0/0");
  }

  @ParameterizedTest
  @CsvSource({"99999, 100000", "4999999999, 5000000000", "1, 1"})
  void itFitsFortyColumns(long done, long most) {
    assertThat(Bar.line(done, most, "cost 12345.67890 and more").length()).isLessThan(40);
  }
}
