package fovea.report;

import fovea.data.ExampleShape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;

/** Up to ten examples side by side: patches before and after preprocessing, or plain values. */
final class PatchesFigure {
  /** Examples that fit side by side. */
  public static final int MOST = 10;

  private static final int TILE_PIXELS = 96;
  private static final int GAP = 8;

  private PatchesFigure() {}

  /**
   * Patches as they were read above what preprocessing made of them.
   *
   * @param out the PNG file to replace; its folder exists
   * @param raw 1 to 10 patches, count × {@code rawShape.size()} floats of any range
   * @param tile how a preprocessed patch is laid out
   * @param preprocessed the same patches in the same order, count × D floats
   * @param seen how they are drawn
   * @throws IllegalArgumentException if the arrays' lengths do not fit the shapes
   * @throws IOException if the file cannot be written; {@code out} is then what it was
   */
  static void write(
      Path out,
      ExampleShape.Patch rawShape,
      float[] raw,
      TileShape tile,
      float[] preprocessed,
      GreyScale seen)
      throws IOException {
    PngFile.write(out, draw(rawShape, raw, tile, preprocessed, seen));
  }

  /**
   * Examples that are used as they are: a table's rows, or patches without preprocessing.
   *
   * @param out the PNG file to replace; its folder exists
   * @param tile how one example is laid out
   * @param examples count × D floats of any range
   * @param count 1 to 10
   * @throws IllegalArgumentException if the arrays' lengths do not fit the shapes
   * @throws IOException if the file cannot be written; {@code out} is then what it was
   */
  public static void write(Path out, TileShape tile, float[] examples, int count)
      throws IOException {
    PngFile.write(out, draw(tile, examples, count));
  }

  static BufferedImage draw(
      ExampleShape.Patch rawShape,
      float[] raw,
      TileShape tile,
      float[] preprocessed,
      GreyScale seen)
      throws IOException {
    Strip before = Strip.of(TileShape.of(rawShape), raw, raw.length / rawShape.size());
    Strip after = Strip.of(tile, preprocessed, before.count());
    int pitch = Math.max(before.tileWidth(), after.tileWidth()) + GAP;
    Sheet sheet = new Sheet(before.count() * pitch - GAP);
    String kind = rawShape.channels() == 3 ? "colour " : "grey ";
    sheet.title(before.count() + " random " + kind + (before.count() == 1 ? "patch" : "patches")
        + " of the training data");
    GreyScale scale = GreyScale.showing(raw);
    sheet.heading("As read (" + scale + ")");
    before.draw(sheet, pitch, scale);
    sheet.take(18);
    sheet.heading("Preprocessed: what the autoencoder sees (" + seen + ")");
    after.draw(sheet, pitch, seen);
    numbers(sheet, before.count(), pitch);
    return sheet.image();
  }

  static BufferedImage draw(TileShape tile, float[] examples, int count) throws IOException {
    Strip strip = Strip.of(tile, examples, count);
    int pitch = strip.tileWidth() + GAP;
    Sheet sheet = new Sheet(count * pitch - GAP);
    sheet.title(
        count + " random " + (count == 1 ? "example" : "examples") + " of the training data");
    GreyScale scale = GreyScale.showing(examples);
    sheet.heading("Values as they are, in rows from the upper left: " + scale + "."
        + TileImage.emptyCells(tile, examples.length / count));
    strip.draw(sheet, pitch, scale);
    numbers(sheet, count, pitch);
    return sheet.image();
  }

  private static void numbers(Sheet sheet, int count, int pitch) {
    int top = sheet.take(18) + 5;
    for (int i = 0; i < count; i++) {
      sheet.caption(
          Integer.toString(i + 1),
          Sheet.MARGIN + i * pitch + (pitch - GAP) / 2,
          top,
          Sheet.Align.CENTRE);
    }
  }

  /** Examples of one kind, drawn side by side. */
  private record Strip(TileShape tile, Zoom zoom, float[] values, int count) {
    static Strip of(TileShape tile, float[] values, int count) {
      if (count < 1 || count > MOST)
        throw new IllegalArgumentException("1 to " + MOST + " examples, not " + count);
      if (values.length % count != 0)
        throw new IllegalArgumentException(
            count + " examples cannot share " + values.length + " floats");
      return new Strip(tile, Zoom.about(TILE_PIXELS, tile), values, count);
    }

    int tileWidth() {
      return zoom.pixels(tile.width());
    }

    void draw(Sheet sheet, int pitch, GreyScale scale) {
      int size = values.length / count;
      int top = sheet.take(zoom.pixels(tile.height()));
      for (int i = 0; i < count; i++) {
        BufferedImage image = TileImage.of(tile, values, i * size, size, scale);
        sheet.framedTile(zoom.apply(image), Sheet.MARGIN + i * pitch, top);
      }
    }
  }
}
