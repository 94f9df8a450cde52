package fovea.report;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;

/** Examples side by side: patches before and after preprocessing, or plain values. */
final class PatchesFigure {
  private static final int TILE_PIXELS = 96;
  private static final int GAP = 8;

  private PatchesFigure() {}

  /**
   * Draws the examples; patches as they were read stand above what preprocessing made of them.
   *
   * @param out the PNG file to replace; its folder exists
   * @throws IOException if the file cannot be written; {@code out} is then what it was
   */
  static void write(Path out, ShownExamples shown) throws IOException {
    TileRow seen = shown.seen();
    PngFile.write(out, shown.asRead().isPresent() ? draw(shown.asRead().get(), seen) : draw(seen));
  }

  static BufferedImage draw(TileRow asRead, TileRow seen) throws IOException {
    int pitch = Math.max(width(asRead), width(seen)) + GAP;
    String kind = asRead.tile().channels() == 3 ? "colour " : "grey ";
    Sheet sheet = sheet(asRead.count(), pitch, kind + (asRead.count() == 1 ? "patch" : "patches"));
    sheet.heading("As read (" + asRead.scale() + ")");
    draw(sheet, asRead, pitch);
    sheet.take(18);
    sheet.heading("Preprocessed, as the autoencoder sees them (" + seen.scale() + ")");
    draw(sheet, seen, pitch);
    return numbered(sheet, seen.count(), pitch);
  }

  static BufferedImage draw(TileRow examples) throws IOException {
    int count = examples.count();
    int pitch = width(examples) + GAP;
    Sheet sheet = sheet(count, pitch, count == 1 ? "example" : "examples");
    sheet.heading("Values as they are%s: %s.%s"
        .formatted(
            examples.tile().isBars() ? "" : ", in rows from the upper left",
            examples.reading(),
            examples.emptyCells()));
    draw(sheet, examples, pitch);
    return numbered(sheet, count, pitch);
  }

  private static Sheet sheet(int count, int pitch, String examples) throws IOException {
    Sheet sheet = new Sheet(count * pitch - GAP);
    sheet.title("%d random %s of the training data".formatted(count, examples));
    return sheet;
  }

  private static BufferedImage numbered(Sheet sheet, int count, int pitch) {
    int top = sheet.take(18) + 5;
    for (int i = 0; i < count; i++)
      sheet.caption(
          Integer.toString(i + 1),
          Sheet.MARGIN + i * pitch + (pitch - GAP) / 2,
          top,
          Sheet.Align.CENTRE);
    return sheet.image();
  }

  private static Zoom zoom(TileRow row) {
    return Zoom.about(TILE_PIXELS, row.tile());
  }

  private static int width(TileRow row) {
    return zoom(row).pixels(row.tile().width());
  }

  private static void draw(Sheet sheet, TileRow row, int pitch) {
    int top = sheet.take(zoom(row).pixels(row.tile().height()));
    for (int i = 0; i < row.count(); i++)
      sheet.framedTile(zoom(row).apply(row.image(i)), Sheet.MARGIN + i * pitch, top);
  }
}
