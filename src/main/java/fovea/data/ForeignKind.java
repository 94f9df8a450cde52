package fovea.data;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Files that are not read but often given, each known by its first bytes. */
enum ForeignKind {
  AVIF("an AVIF image, which is not read here", Cure.IMAGE, 4, "ftypavif", "ftypavis"),
  HEIC("a HEIC image, which is not read here", Cure.IMAGE, 4, "ftypheic", "ftypheix", "ftypmif1"),
  JPEG_2000(
      "a JPEG 2000 image, which is not read here",
      Cure.IMAGE,
      0,
      "\0\0\0\u000cjP  ",
      "\u00ffO\u00ffQ"),
  JPEG_XL("a JPEG XL image, which is not read here", Cure.IMAGE, 0, "\0\0\0\u000cJXL ", "\u00ff\n"),
  NETPBM(
      "a Netpbm image, which is not read here",
      Cure.IMAGE,
      0,
      "P1\n",
      "P2\n",
      "P3\n",
      "P4\n",
      "P5\n",
      "P6\n",
      "P5 ",
      "P6 ",
      "P7\n",
      "PF\n"),
  PSD("a Photoshop image, which is not read here", Cure.IMAGE, 0, "8BPS"),
  EXR("an OpenEXR image, which is not read here", Cure.IMAGE, 0, "v/1\u0001"),
  PICKLE(
      "a Python pickle, which only Python can read",
      "load it there and save an array with numpy.save",
      0,
      "\u0080\u0002",
      "\u0080\u0003",
      "\u0080\u0004",
      "\u0080\u0005"),
  EXCEL(
      "an Excel workbook of the old kind", "save its sheet as CSV", 0, "\u00d0\u00cf\u0011\u00e0"),
  PARQUET("a Parquet table, which only Fovea on Spark reads", "save it as .npy or CSV", 0, "PAR1"),
  ZSTANDARD(
      "packed with Zstandard", "unpack it with unzstd, or pack it with gzip", 0, "(\u00b5/\u00fd"),
  XZ("packed with xz", "unpack it with unxz, or pack it with gzip", 0, "\u00fd7zXZ"),
  BZIP2("packed with bzip2", "unpack it with bunzip2, or pack it with gzip", 0, "BZh");

  private static final class Cure {
    static final String IMAGE = "save it as PNG, JPEG, TIFF or WebP";
  }

  final String label;
  final String cure;
  private final int at;
  private final String beginnings;

  /** @param beginnings what stands at byte {@code at}: one of these, a byte each character */
  ForeignKind(String label, String cure, int at, String... beginnings) {
    this.label = label;
    this.cure = cure;
    this.at = at;
    this.beginnings = String.join("\t", beginnings);
  }

  static Optional<ForeignKind> of(byte[] start) {
    return Arrays.stream(values()).filter(kind -> kind.begins(start)).findFirst();
  }

  boolean isImage() {
    return cure.equals(Cure.IMAGE);
  }

  private boolean begins(byte[] start) {
    for (String text : beginnings.split("\t", -1)) {
      byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
      int to = at + bytes.length;
      if (start.length >= to && Arrays.equals(start, at, to, bytes, 0, bytes.length)) return true;
    }
    return false;
  }
}
