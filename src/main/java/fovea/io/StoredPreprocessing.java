package fovea.io;

import fovea.data.InputException;
import fovea.data.PatchColour;
import fovea.data.PatchPreprocessing;
import fovea.data.Preprocessing;
import fovea.data.TablePreprocessing;
import fovea.data.TableScale;
import fovea.data.Whitening;
import fovea.kernels.SquareMatrix;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The fitted preprocessing in a model file: numbers in the metadata, arrays and matrices as tensors. */
final class StoredPreprocessing {
  private static final String KIND = "fovea.preprocessing";
  private static final String SIDE = "fovea.preprocessing.side";
  private static final String SIGMA = "fovea.preprocessing.sigma";
  private static final String NONE = "none";
  private static final String LUMINANCE_PATCHES = "luminance-patches";
  private static final String COLOUR_PATCHES = "colour-patches";

  private static final String TABLE = "scaled-table";
  private static final String SCALE = "fovea.scale";
  private static final String CLIPPED = "fovea.scale.clipped";
  private static final String CENTRE_TENSOR = "scale.centre";
  private static final String UNIT_TENSOR = "scale.unit";
  private static final String MEANS_TENSOR = "missing.mean";

  private static final String WHITENING = "fovea.whitening";
  private static final String EPSILON = "fovea.whitening.epsilon";
  static final String ZCA = "zca";
  private static final String MEAN_TENSOR = "whitening.mean";
  private static final String ZCA_TENSOR = "whitening.zca";
  private static final String INVERSE_TENSOR = "whitening.inverse";

  private StoredPreprocessing() {}

  /** The first format that knows it. */
  static int format(Preprocessing preprocessing) {
    if (preprocessing.table().isPresent()) return 4;
    boolean colour =
        preprocessing.patches().filter(p -> p.colour() == PatchColour.RGB).isPresent();
    return colour || preprocessing instanceof Whitening ? 3 : 1;
  }

  /** What it does to patches or columns, as files name it. */
  static String kind(Preprocessing preprocessing) {
    if (preprocessing.table().isPresent()) return TABLE;
    return preprocessing
        .patches()
        .map(p -> p.colour() == PatchColour.RGB ? COLOUR_PATCHES : LUMINANCE_PATCHES)
        .orElse(NONE);
  }

  static void write(
      Preprocessing preprocessing,
      Map<String, String> metadata,
      Map<String, Safetensors.Tensor> tensors) {
    Optional<PatchPreprocessing> patches = preprocessing.patches();
    metadata.put(KIND, kind(preprocessing));
    patches.ifPresent(p -> {
      metadata.put(SIDE, Integer.toString(p.side()));
      metadata.put(SIGMA, Double.toString(p.sigma()));
    });
    preprocessing.table().ifPresent(table -> {
      int[] shape = {table.outputSize()};
      metadata.put(SCALE, name(table.scale()));
      metadata.put(CLIPPED, Boolean.toString(table.clipped()));
      tensors.put(CENTRE_TENSOR, new Safetensors.Tensor(shape, table.centre()));
      tensors.put(UNIT_TENSOR, new Safetensors.Tensor(shape, table.unit()));
      if (table.imputes()) tensors.put(MEANS_TENSOR, new Safetensors.Tensor(shape, table.means()));
    });
    if (preprocessing instanceof Whitening whitening) {
      int d = whitening.outputSize();
      metadata.put(WHITENING, ZCA);
      metadata.put(EPSILON, Double.toString(whitening.epsilon()));
      tensors.put(MEAN_TENSOR, new Safetensors.Tensor(new int[] {d}, whitening.mean()));
      tensors.put(
          ZCA_TENSOR, new Safetensors.Tensor(new int[] {d, d}, whitening.zca().values()));
      tensors.put(
          INVERSE_TENSOR,
          new Safetensors.Tensor(new int[] {d, d}, whitening.inverse().values()));
    }
  }

  static String name(TableScale scale) {
    return scale.name().toLowerCase(Locale.ROOT);
  }

  /**
   * What {@link #write} wrote.
   *
   * @param inputs of the network
   * @return empty if the file does not say
   * @throws InputException if it is unknown or damaged
   */
  static Optional<Preprocessing> read(String source, Safetensors content, int inputs) {
    Map<String, String> metadata = content.metadata();
    String kind = metadata.get(KIND);
    if (kind == null) return Optional.empty();
    try {
      Preprocessing base = base(source, kind, content, inputs);
      String whitening = metadata.get(WHITENING);
      if (whitening == null) return Optional.of(base);
      if (!whitening.equals(ZCA))
        throw new InputException("%s: its whitening is '%s', which this version does not know"
            .formatted(source, whitening));
      return Optional.of(whitening(source, base, content));
    } catch (InputException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new InputException(
          "%s: its preprocessing cannot be used: %s".formatted(source, e.getMessage()), e);
    }
  }

  private static Preprocessing base(String source, String kind, Safetensors content, int inputs) {
    Map<String, String> metadata = content.metadata();
    if (kind.equals(NONE)) return new Preprocessing.None(inputs);
    if (kind.equals(TABLE)) return table(source, content, inputs);
    if (!kind.equals(LUMINANCE_PATCHES) && !kind.equals(COLOUR_PATCHES))
      throw new InputException("%s: its preprocessing is '%s', which this version does not know"
          .formatted(source, kind));
    int side = Integer.parseInt(metadata.getOrDefault(SIDE, ""));
    double sigma = Double.parseDouble(metadata.getOrDefault(SIGMA, ""));
    PatchColour colour = kind.equals(COLOUR_PATCHES) ? PatchColour.RGB : PatchColour.LUMINANCE;
    return new PatchPreprocessing(colour, side, sigma);
  }

  private static TablePreprocessing table(String source, Safetensors content, int inputs) {
    String name = content.metadata().getOrDefault(SCALE, "");
    TableScale scale = Arrays.stream(TableScale.values())
        .filter(s -> name(s).equals(name))
        .findFirst()
        .orElseThrow(() -> new InputException(
            "%s: its columns are scaled by '%s', which this version does not know"
                .formatted(source, name)));
    boolean clipped = ModelFile.flag(CLIPPED, content.metadata().getOrDefault(CLIPPED, ""));
    float[] centre = values(source, content, CENTRE_TENSOR, inputs);
    float[] unit = values(source, content, UNIT_TENSOR, inputs);
    float[] means = content.tensors().containsKey(MEANS_TENSOR)
        ? values(source, content, MEANS_TENSOR, inputs)
        : new float[0];
    try {
      return new TablePreprocessing(scale, clipped, centre, unit, means);
    } catch (InputException e) {
      throw new InputException("%s: %s".formatted(source, e.getMessage()), e);
    }
  }

  private static Whitening whitening(String source, Preprocessing base, Safetensors content) {
    int d = base.outputSize();
    float[] mean = values(source, content, MEAN_TENSOR, d);
    SquareMatrix zca = new SquareMatrix(d, values(source, content, ZCA_TENSOR, d, d));
    SquareMatrix inverse = new SquareMatrix(d, values(source, content, INVERSE_TENSOR, d, d));
    double epsilon = Double.parseDouble(content.metadata().getOrDefault(EPSILON, ""));
    try {
      return new Whitening(base, epsilon, mean, zca, inverse);
    } catch (InputException e) {
      throw new InputException("%s: %s".formatted(source, e.getMessage()), e);
    }
  }

  private static float[] values(String source, Safetensors content, String name, int... shape) {
    Safetensors.Tensor tensor = ModelFile.tensor(source, content, name, shape.length);
    return ModelFile.requireShape(source, name, tensor, shape).values();
  }
}
