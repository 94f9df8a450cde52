package fovea.io;

import fovea.model.Architecture;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a model as four NumPy arrays in a {@code .npz} file, named as in its safetensors file. The names of a table's
 * columns are a fifth, {@code columns}.
 */
public final class NpzFile {
  /** The first time that a ZIP file can say, so that equal models give equal bytes. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private NpzFile() {}

  /** Writes the file; equal models give equal bytes. */
  public static void write(Path file, StoredModel model) throws IOException {
    Architecture architecture = model.network().architecture();
    NetworkShape shape = architecture.shape();
    int d = shape.inputs();
    int h = shape.hidden();
    float[] theta = model.network().theta();
    AtomicFile.write(file, out -> {
      ZipOutputStream zip = new ZipOutputStream(out);
      array(zip, "encoder.weight", h + ", " + d, theta, Parameters.w1(shape), h * d);
      array(zip, "encoder.bias", h + ",", theta, Parameters.b1(shape), h);
      array(
          zip,
          "decoder.weight",
          d + ", " + h,
          Parameters.decoderWeights(architecture, theta),
          0,
          d * h);
      array(zip, "decoder.bias", d + ",", theta, Parameters.b2(architecture), d);
      if (!model.columns().isEmpty()) texts(zip, "columns", model.columns().list());
      zip.finish();
    });
  }

  private static void array(
      ZipOutputStream zip, String name, String shape, float[] values, int at, int length)
      throws IOException {
    begin(zip, name);
    zip.write(NpyRows.header(shape));
    FloatBytes.write(zip, values, at, length);
    zip.closeEntry();
  }

  /** Texts of one length in UTF-32, zeros behind the shorter ones: NumPy's type U. */
  private static void texts(ZipOutputStream zip, String name, List<String> texts)
      throws IOException {
    int longest = texts.stream()
        .mapToInt(text -> text.codePointCount(0, text.length()))
        .max()
        .orElse(1);
    begin(zip, name);
    zip.write(NpyRows.header("<U" + longest, texts.size() + ","));
    for (String text : texts) {
      ByteBuffer bytes =
          ByteBuffer.allocate(longest * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      text.codePoints().forEach(bytes::putInt);
      zip.write(bytes.array());
    }
    zip.closeEntry();
  }

  private static void begin(ZipOutputStream zip, String name) throws IOException {
    ZipEntry entry = new ZipEntry(name + ".npy");
    entry.setTimeLocal(TIME);
    zip.putNextEntry(entry);
  }
}
