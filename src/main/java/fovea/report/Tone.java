package fovea.report;

import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The colours of a chart, the same in a PNG file and on a page. They are Okabe and Ito's palette without its yellow.
 * On white and on the page's dark ground each has a contrast of at least 3 (WCAG 2.2, 1.4.11), and colour-blind
 * people can tell them apart.
 */
enum Tone {
  BLUE(0x0067A3, 0x3F97DD),
  ORANGE(0xC48800, 0xF0B030),
  GREEN(0x007F5C, 0x35B78C),
  PURPLE(0xC46BA6, 0xE59ACB),
  SKY(0x3D9BD8, 0x9AD8FF),
  RED(0xC04000, 0xE8703A),
  INK(0x1C1D20, 0xE8E9EB);

  private final int onWhite;
  private final int onDark;

  Tone(int onWhite, int onDark) {
    this.onWhite = onWhite;
    this.onDark = onDark;
  }

  /** The colour on white. */
  Color colour() {
    return new Color(onWhite);
  }

  /** The class of elements that have this colour on a page, and the name of the colour in its style sheet. */
  String css() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The style sheet's rules for all tones, light and dark. */
  static String rules() {
    List<Tone> tones = Arrays.asList(values());
    return ":root { %s }\n@media (prefers-color-scheme: dark) { :root { %s } }\n%s\n"
        .formatted(
            joined(tones, t -> "--%s: #%06x;".formatted(t.css(), t.onWhite)),
            joined(tones, t -> "--%s: #%06x;".formatted(t.css(), t.onDark)),
            joined(tones, t -> ".%1$s { color: var(--%1$s); }".formatted(t.css())));
  }

  private static String joined(List<Tone> tones, Function<Tone, String> rule) {
    return tones.stream().map(rule).collect(Collectors.joining(" "));
  }
}
