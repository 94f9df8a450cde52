package fovea.data;

import static fovea.data.TestFiles.DEFAULTS;
import static fovea.data.TestFiles.assertRefused;
import static fovea.data.TestFiles.resource;
import static org.assertj.core.api.Assertions.assertThat;

import fovea.data.ExampleShape.Patch;
import fovea.data.ExampleShape.Row;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files written by NumPy, SciPy, h5py and the safetensors library: see formats/make-formats.py. */
class FormatsTest {
  @TempDir
  Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"npz", "safetensors", "h5", "mat"})
  void theSamePatchesAreReadFromEveryFormat(String ending) throws IOException {
    Examples npy = read("patches.npy", "data");
    Examples same = read("patches." + ending, "data");
    assertThat(same.shape()).isEqualTo(new Patch(3, 4)).isEqualTo(npy.shape());
    assertThat(same.values()).isEqualTo(npy.values());
    assertThat(same.source()).contains("patches." + ending).endsWith("data");
    if (!ending.equals("h5"))
      assertThat(read("patches." + ending, "other").count()).isEqualTo(2);
  }

  @Test
  void theOnlyArrayOfAFileNeedsNoName() throws IOException {
    assertThat(read("only.npz", "data").values()).containsExactly(floats(6, 5));
    assertThat(read("bfloat16.safetensors", "data").values()).containsExactly(floats(4, 3));
    assertThat(read("plain.mat", "data").values()).containsExactly(floats(5, 3));
    assertThat(read("only.npz", "data").source()).endsWith("only.npz, array x");
  }

  @Test
  void listsWhatThereIsWhenTheNamedArrayIsMissing() throws IOException {
    assertRefused(
        copy("formats/bytes.npz"), DEFAULTS, "bytes.npz: no array 'data': it has x, y: choose one");
    assertRefused(copy("formats/only.npz"), named("y"), "no array 'y': it has x");
    assertRefused(
        copy("formats/types.safetensors"), DEFAULTS, "no tensor 'data': it has ", "f8, f4", "…");
    assertRefused(copy("formats/types.mat"), named("word"), "no numeric variable 'word': it has");
    assertRefused(copy("formats/version-7.3.mat"), DEFAULTS, "it has IMAGES, table, truth");
  }

  @Test
  void readsEveryTypeOfSafetensors() throws IOException {
    for (String type : "f8 f4 f2".split(" "))
      assertThat(read("types.safetensors", type).values()).containsExactly(floats(4, 3));
    for (String type : "i1 i2 u4 i4 u8 i8".split(" "))
      assertThat(read("types.safetensors", type).values()).containsExactly(integers(4, 3, 1));
    assertThat(read("types.safetensors", "u1").values()).containsExactly(integers(4, 3, 255));
    assertThat(read("types.safetensors", "u2").values()).containsExactly(integers(4, 3, 65535));
    float[] truth = integers(4, 3, 1);
    for (int k = 0; k < truth.length; k++) truth[k] = truth[k] == 0 ? 0 : 1;
    assertThat(read("types.safetensors", "?").values()).containsExactly(truth);
  }

  @Test
  void readsEveryTypeOfMatlabByItsClassNotByHowItIsStored() throws IOException {
    for (String type : "double single".split(" "))
      assertThat(read("types.mat", type).values()).containsExactly(floats(4, 3));
    for (String type : "int8 int16 int32 uint32 int64 uint64".split(" "))
      assertThat(read("types.mat", type).values()).containsExactly(integers(4, 3, 1));
    assertThat(read("types.mat", "uint8").values()).containsExactly(integers(4, 3, 255));
    assertThat(read("types.mat", "uint16").values()).containsExactly(integers(4, 3, 65535));
    float[] truth = new float[12];
    for (int k = 0; k < 12; k++) truth[k] = k * 5 % 127 % 2 == 0 ? 1 : 0;
    assertThat(read("types.mat", "truth").values()).containsExactly(truth);
    assertThat(read("big-endian.mat", "x").values()).containsExactly(integers(4, 3, 1));
  }

  @Test
  void readsMatlabsPatchesInMatlabsOrder() throws IOException {
    assertThat(read("types.mat", "patches").shape()).isEqualTo(new Patch(1, 2));
    assertThat(read("types.mat", "patches").values()).containsExactly(floats(6, 4));
    assertThat(read("types.mat", "planes").shape()).isEqualTo(new Patch(3, 4));
    assertThat(read("types.mat", "planes").values()).containsExactly(floats(2, 48));
    assertThat(read("types.mat", "line").shape()).isEqualTo(new Row(5));
    assertThat(read("version-7.3.mat", "table").shape()).isEqualTo(new Row(3));
    assertThat(read("version-7.3.mat", "table").values()).containsExactly(floats(5, 3));
    assertThat(read("version-7.3.mat", "truth").values()).containsOnly(0f, 1f);
  }

  @Test
  void refusesMatlabArraysThatAreNotExamples() throws IOException {
    Path file = copy("formats/types.mat");
    assertRefused(file, named("complex"), "variable complex: is complex: save real(complex)");
    assertRefused(file, named("sparse"), "variable sparse: is sparse: save full(sparse)");
    assertRefused(file, named("empty"), "found 0 x 3", "no values");
    assertRefused(
        copy("formats/stack.mat"),
        named("IMAGES"),
        "3 images of 20x12 pixels hold no patch of 16x16");
  }

  @Test
  void cutsPatchesFromStacksOfImagesWithTheDrawsOfTheSampler() throws IOException {
    ReadOptions options = new ReadOptions("IMAGES", 200, 8, 5);
    Examples grey = DataReader.read(copy("formats/stack.mat"), options);
    assertThat(grey.shape()).isEqualTo(new Patch(1, 8));
    assertThat(grey.values()).containsExactly(cut(options, 20, 12, 1, 3, false));
    Examples same = DataReader.read(copy("formats/version-7.3.mat"), options);
    assertThat(same.values()).isEqualTo(grey.values());

    ReadOptions colour = new ReadOptions("X", 100, 10, 6);
    Examples rgb = DataReader.read(copy("formats/colour-stack.mat"), colour);
    assertThat(rgb.shape()).isEqualTo(new Patch(3, 10));
    assertThat(rgb.values()).containsExactly(cut(colour, 10, 11, 3, 4, true));
  }

  /** Cuts by the index of each number in the array H×W×n or H×W×C×n, last axis fastest. */
  private static float[] cut(ReadOptions options, int h, int w, int c, int n, boolean bytes) {
    int side = options.patchSize();
    float[] values = new float[options.patches() * c * side * side];
    record Size(int width, int height) implements PatchPlace.Extent {}
    Size[] sizes = new Size[n];
    Arrays.fill(sizes, new Size(w, h));
    var places = PatchPlace.draw(Arrays.asList(sizes), options);
    for (int image = 0; image < n; image++) {
      for (PatchPlace place : places.get(image)) {
        int to = place.index() * c * side * side;
        for (int channel = 0; channel < c; channel++) {
          for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
              int k = (((place.y() + y) * w + place.x() + x) * c + channel) * n + image;
              values[to++] = bytes ? (float) (k * 5 % 127 / 255.0) : (k * 7 % 23 - 5) / 32f;
            }
          }
        }
      }
    }
    return values;
  }

  @Test
  void readsIdxFilesPlainOrPacked() throws IOException {
    for (String name : new String[] {"images-idx3-ubyte", "images-idx3-ubyte.gz"}) {
      assertThat(read(name, "data").shape()).isEqualTo(new Patch(1, 6));
      assertThat(read(name, "data").values()).containsExactly(integers(5, 36, 255));
    }
    assertThat(read("doubles.idx", "data").values()).containsExactly(floats(4, 3));
    assertRefused(
        copy("formats/labels-idx1-ubyte"),
        DEFAULTS,
        "found 5 values in one dimension, expected N x D");
  }

  @Test
  void readsArraysAndTablesFromGzip() throws IOException {
    Path file = folder.resolve("x.gz");
    pack(file, resource("formats/patches.npy"));
    assertThat(DataReader.read(file, DEFAULTS).values())
        .isEqualTo(read("patches.npy", "data").values());
    pack(file, resource("formats/tabs.tsv"));
    assertThat(DataReader.read(file, DEFAULTS).values()).containsExactly(floats(6, 4));
    pack(file, resource("groups.h5"));
    assertRefused(file, DEFAULTS, "holds none of the kinds");
    pack(file, Arrays.copyOf(resource("formats/patches.npy"), 2433));
    assertRefused(file, DEFAULTS, "more bytes follow the array");
    byte[] whole = resource("formats/images-idx3-ubyte.gz");
    whole[whole.length - 5] ^= 1;
    assertRefused(Files.write(file, whole), DEFAULTS, "damaged gzip file");
  }

  @Test
  void refusesZipFilesThatAreNotArchivesOfArrays() throws IOException {
    Path file = folder.resolve("x.npz");
    zip(file, "readme.txt", "no array".getBytes(StandardCharsets.UTF_8));
    assertRefused(file, DEFAULTS, "without .npy arrays");
    zip(file, "x.npy", "no array".getBytes(StandardCharsets.UTF_8));
    assertRefused(file, DEFAULTS, "x.npz, array x: does not begin like a .npy file");
    byte[] whole = resource("formats/only.npz");
    // The checksum in the list of entries, 16 bytes behind its signature.
    int list = indexOf(whole, "PK\1\2");
    whole[list + 16] ^= 1;
    assertRefused(Files.write(file, whole), DEFAULTS, "checksum is wrong");
  }

  /** 128 MiB of zeros in 128 KiB are what they say; a header of terabytes, or an entry larger than it says, is not. */
  @Test
  void bombsAreRefusedBeforeTheyGoOff() throws IOException {
    Path npz = folder.resolve("bomb.npz");
    zip(npz, "x.npy", npyHeader("(1000000000, 2)"));
    assertRefused(npz, DEFAULTS, "cut short: its header promises 8000000");
    Path packed = folder.resolve("bomb.npy.gz");
    pack(packed, npyHeader("(1000000000, 2)"));
    assertRefused(packed, DEFAULTS, "more values than the file can hold");
    byte[] idx = new byte[1 << 16];
    ByteBuffer.wrap(idx).put(new byte[] {0, 0, 8, 2}).putInt(1 << 25).putInt(60);
    pack(packed, idx);
    assertRefused(packed, DEFAULTS, "more values than the file can hold");
    byte[] lying = resource("formats/only.npz");
    int list = indexOf(lying, "PK\1\2");
    ByteBuffer.wrap(lying).order(ByteOrder.LITTLE_ENDIAN).putInt(list + 24, 0x7FFFFFF0);
    assertRefused(Files.write(npz, lying), DEFAULTS, "more values than the file can hold");
  }

  @Test
  void absurdHeadersAreRefused() throws IOException {
    Path file = folder.resolve("x.safetensors");
    for (String shape :
        new String[] {"[4000000000000]", "[-1,3]", "[9223372036854775807,9]", "[1e3]", "{}"}) {
      safetensors(
          file,
          "{\"x\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[0,24]}}".formatted(shape));
      assertRefused(file, DEFAULTS, "x.safetensors: not a complete safetensors file: tensor x");
    }
    for (String offsets :
        new String[] {"[-8,16]", "[24,0]", "[0,4000000000000]", "[0]", "[0.5,24.5]"}) {
      safetensors(
          file,
          "{\"x\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":%s}}".formatted(offsets));
      assertRefused(file, DEFAULTS, "not a complete safetensors file: tensor x");
    }
    safetensors(file, "{".repeat(5000));
    assertRefused(file, DEFAULTS, "not valid JSON");
    byte[] idx = resource("formats/images-idx3-ubyte");
    ByteBuffer.wrap(idx)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(4, 5)
        .putInt(8, 6)
        .putInt(12, 6);
    assertRefused(
        Files.write(folder.resolve("swapped"), idx), DEFAULTS, "more than 2147483639 values");
    byte[] mat = resource("formats/big-endian.mat");
    mat[126] = 'I';
    mat[127] = 'M';
    assertRefused(
        Files.write(folder.resolve("swapped.mat"), mat), DEFAULTS, "swapped.mat", "save it again");
    byte[] huge = resource("formats/plain.mat");
    ByteBuffer.wrap(huge).order(ByteOrder.LITTLE_ENDIAN).putInt(128 + 8 + 16 + 8, 1 << 30);
    assertRefused(
        Files.write(folder.resolve("huge.mat"), huge), DEFAULTS, "promises 3221225472 numbers");
  }

  private void safetensors(Path file, String json) throws IOException {
    byte[] header = json.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(8 + header.length + 24).order(ByteOrder.LITTLE_ENDIAN);
    Files.write(file, bytes.putLong(header.length).put(header).array());
  }

  private static byte[] npyHeader(String shape) {
    byte[] text = "{'descr': '<f4', 'fortran_order': False, 'shape': %s}"
        .formatted(shape)
        .getBytes(StandardCharsets.UTF_8);
    ByteBuffer header = ByteBuffer.allocate(10 + text.length + 100).order(ByteOrder.LITTLE_ENDIAN);
    return header
        .put(NpyHeader.MAGIC)
        .put((byte) 1)
        .put((byte) 0)
        .putShort((short) text.length)
        .put(text)
        .array();
  }

  private static int indexOf(byte[] bytes, String text) {
    return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
  }

  private static void pack(Path file, byte[] bytes) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(bytes);
    }
  }

  private static void zip(Path file, String name, byte[] bytes) throws IOException {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      out.putNextEntry(new ZipEntry(name));
      out.write(bytes);
    }
  }

  private Path copy(String name) throws IOException {
    return TestFiles.copy(name, folder);
  }

  private Examples read(String name, String array) throws IOException {
    return DataReader.read(copy("formats/" + name), named(array));
  }

  private static ReadOptions named(String array) {
    return new ReadOptions(array, 1, 16, 1);
  }

  private static float[] floats(int count, int size) {
    float[] values = new float[count * size];
    for (int k = 0; k < values.length; k++) values[k] = (k * 7 % 23 - 5) / 32f;
    return values;
  }

  private static float[] integers(int count, int size, double divisor) {
    float[] values = new float[count * size];
    for (int k = 0; k < values.length; k++) values[k] = (float) (k * 5 % 127 / divisor);
    return values;
  }
}
