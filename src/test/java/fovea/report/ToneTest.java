package fovea.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ToneTest {
  private static final Color DARK = new Color(0x15171A);

  /** WCAG 2.2, 1.4.11: graphics need 3. */
  @Test
  void everyToneStandsOutOnItsGround() {
    String rules = Tone.rules();
    String dark = rules.substring(rules.indexOf("dark"));
    for (Tone tone : Tone.values()) {
      assertThat(contrast(tone.colour(), Color.WHITE)).as("%s", tone).isGreaterThan(3);
      assertThat(contrast(value(dark, tone), DARK)).as("%s, dark", tone).isGreaterThan(3);
    }
  }

  @Test
  void thePageHasTheColoursOfThePng() {
    for (Tone tone : Tone.values()) {
      assertThat(value(Tone.rules(), tone)).isEqualTo(tone.colour());
      assertThat(Tone.rules()).contains(".%1$s { color: var(--%1$s); }".formatted(tone.css()));
    }
  }

  private static Color value(String rules, Tone tone) {
    String name = "--" + tone.name().toLowerCase(Locale.ROOT) + ": #";
    int at = rules.indexOf(name) + name.length();
    return new Color(Integer.parseInt(rules.substring(at, at + 6), 16));
  }

  private static double contrast(Color a, Color b) {
    double x = SequentialScale.luminance(a) + 0.05;
    double y = SequentialScale.luminance(b) + 0.05;
    return Math.max(x, y) / Math.min(x, y);
  }
}
