package fovea.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
  @Test
  void whatControlsATerminalOrTurnsTheReadingAroundIsReplaced() {
    assertThat(Printable.line("a\u001B[2Jb\r\nc\td\u0007\u0000\u007F\u009B31m"))
        .isEqualTo("a?[2Jb??c?d?????31m".replace("d?????", "d" + "?".repeat(4)));
    assertThat(Printable.line("gnp.\u202Eexe\u2066\u200E\u061C\uFEFF\u2028\u2029\u00AD"))
        .isEqualTo("gnp.?exe???????");
    assertThat(Printable.line("half \uD83D, half \uDE00, tag \uDB40\uDC41"))
        .isEqualTo("half ?, half ?, tag ?");
  }

  @Test
  void lettersOfAllScriptsStay() {
    for (String text : new String[] {
      "", "plain ~", "Größe", "データ", "нет", "تجربه\u200Cها", "😀 👩\u200D🔬", "a\u0301"
    }) assertThat(Printable.line(text)).isEqualTo(text);
  }

  @Test
  void linesMayBeKept() {
    assertThat(Printable.lines("a\r\n\tb\u001B\u2028")).isEqualTo("a\r\n\tb??");
  }
}
