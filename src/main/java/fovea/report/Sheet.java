package fovea.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A white page that is filled from top to bottom: text is wrapped to the page's width, tiles are put where the figure
 * wants them, and the page becomes as tall as its contents.
 */
final class Sheet {
  static final int MARGIN = 32;
  static final Color INK = Tone.INK.colour();
  static final Color SOFT_INK = new Color(0x666666);
  static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 18);
  static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
  static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 11);

  /** A page is at least this wide inside its margins, so that captions stay readable beside a single tile. */
  private static final int LEAST_WIDTH = 520;

  private static final Color HAIRLINE = new Color(0xCCCCCC);
  private static final FontRenderContext FONT_CONTEXT = new FontRenderContext(null, true, true);

  /** Which point of a text its x names; {@code before} is the share of its width that lies left of x. */
  enum Align {
    START(0),
    CENTRE(0.5f),
    END(1);

    private final float before;

    Align(float before) {
      this.before = before;
    }
  }

  private final int contentWidth;
  private final List<Consumer<Graphics2D>> marks = new ArrayList<>();
  private int bottom = MARGIN;

  /**
   * A page whose contents are {@code contentWidth} pixels wide, or more if that is too little for text.
   *
   * @throws IOException if this machine has no fonts
   */
  Sheet(int contentWidth) throws IOException {
    requireFonts();
    this.contentWidth = Math.max(contentWidth, LEAST_WIDTH);
  }

  /** Takes {@code height} pixels of the page, over its full width. Returns their top. */
  int take(int height) {
    int top = bottom;
    bottom += height;
    return top;
  }

  /** The page's heading. */
  void title(String text) {
    paragraph(text, TITLE, INK);
    take(10);
  }

  /** Writes what the tiles below are. */
  void heading(String text) {
    paragraph(text, TEXT, INK);
    take(6);
  }

  /** Writes an explanation of what stands above. */
  void note(String text) {
    paragraph(text, TEXT, SOFT_INK);
  }

  private void paragraph(String text, Font font, Color colour) {
    int line = Math.round(font.getSize() * 1.4f);
    for (String row : wrap(text, font, contentWidth))
      text(row, font, colour, MARGIN, take(line), Align.START);
  }

  /** Puts small text at (x, top). */
  void caption(String text, int x, int top, Align align) {
    text(text, SMALL, SOFT_INK, x, top, align);
  }

  /** Puts text at (x, top). */
  void label(String text, int x, int top, Align align) {
    text(text, TEXT, INK, x, top, align);
  }

  private void text(String text, Font font, Color colour, int x, int top, Align align) {
    int left = x - Math.round(width(text, font) * align.before);
    draw(g -> {
      g.setFont(font);
      g.setColor(colour);
      g.drawString(text, left, top + font.getSize());
    });
  }

  /** Fills a rectangle. */
  void fill(Color colour, int x, int y, int width, int height) {
    draw(g -> {
      g.setColor(colour);
      g.fillRect(x, y, width, height);
    });
  }

  /** Puts a picture with its upper left corner at (x, y). */
  void tile(BufferedImage image, int x, int y) {
    draw(g -> g.drawImage(image, x, y, null));
  }

  /** Puts a picture with a thin line around it, which shows where a white picture ends. */
  void framedTile(BufferedImage image, int x, int y) {
    tile(image, x, y);
    draw(g -> {
      g.setColor(HAIRLINE);
      g.drawRect(x - 1, y - 1, image.getWidth() + 1, image.getHeight() + 1);
    });
  }

  /** Draws once the page's height is known, after everything that was put on the page before. */
  void draw(Consumer<Graphics2D> mark) {
    marks.add(mark);
  }

  /** The finished page. */
  BufferedImage image() {
    BufferedImage page =
        new BufferedImage(contentWidth + 2 * MARGIN, bottom + MARGIN, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = page.createGraphics();
    try {
      g.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      g.setRenderingHint(
          RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
      g.setColor(Color.WHITE);
      g.fillRect(0, 0, page.getWidth(), page.getHeight());
      for (Consumer<Graphics2D> mark : marks) {
        Graphics2D own = (Graphics2D) g.create();
        mark.accept(own);
        own.dispose();
      }
    } finally {
      g.dispose();
    }
    return page;
  }

  /** Fails early and in words, because Java would fail with whatever its platform code happens to meet. */
  private static void requireFonts() throws IOException {
    try {
      width("0", TEXT);
    } catch (RuntimeException | LinkageError | InternalError e) {
      throw new IOException(
          "figures need fonts and this Java finds none: install fontconfig and a font such as DejaVu Sans",
          e);
    }
  }

  /** Pixels {@code text} takes in {@code font}. */
  static int width(String text, Font font) {
    return (int) Math.ceil(font.getStringBounds(text, FONT_CONTEXT).getWidth());
  }

  /** Cuts {@code text} between words into lines of at most {@code width} pixels. */
  static List<String> wrap(String text, Font font, int width) {
    List<String> lines = new ArrayList<>();
    String line = "";
    for (String word : text.split(" ", -1)) {
      String longer = line.isEmpty() ? word : line + " " + word;
      if (!line.isEmpty() && width(longer, font) > width) {
        lines.add(line);
        longer = word;
      }
      line = longer;
    }
    lines.add(line);
    return lines;
  }
}
