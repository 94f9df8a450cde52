package fovea.io;

import fovea.data.PatchPreprocessing;
import fovea.data.Preprocessing;
import fovea.data.Whitening;
import fovea.model.Architecture;
import fovea.model.Hyperparameters;
import fovea.model.Penalty;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a model file says beside its weights, as JSON for other programs.
 *
 * @param rho null where the encoder has none
 * @param preprocessing null if the model does not say
 * @param columns the names of the table's columns; null if the model knows none
 */
public record ModelSettings(
    int inputs,
    int hidden,
    String encoder,
    String decoder,
    boolean tied,
    double lambda,
    double beta,
    @Nullable Double rho,
    @Nullable Before preprocessing,
    @Nullable List<String> columns) {
  /**
   * What examples went through before the network saw them.
   *
   * @param kind none, luminance-patches, colour-patches or scaled-table
   * @param side of a patch in pixels; null without patches
   * @param sigma the standard deviation of training; null without patches
   * @param columns of a table that are scaled; null without
   * @param whitening zca; null without
   * @param epsilon of whitening; null without
   */
  public record Before(
      String kind,
      @Nullable Integer side,
      @Nullable Double sigma,
      @Nullable Columns columns,
      @Nullable String whitening,
      @Nullable Double epsilon) {}

  /**
   * What columns went through: x′ = middle + (x − centre)/unit.
   *
   * @param scale none, minmax, standard or robust
   * @param clipped whether x′ is kept in [0, 1]
   * @param unit 0 where the column was constant
   * @param missingMean what missing values are taken for; null where they are refused
   */
  @SuppressWarnings("ArrayRecordComponent") // only written
  public record Columns(
      String scale,
      double middle,
      boolean clipped,
      float[] centre,
      float[] unit,
      float @Nullable [] missingMean) {}

  /** The settings of a model. */
  public static ModelSettings of(StoredModel model) {
    Architecture architecture = model.network().architecture();
    Hyperparameters hyperparameters = model.hyperparameters();
    return new ModelSettings(
        architecture.shape().inputs(),
        architecture.shape().hidden(),
        architecture.encoder().name().toLowerCase(Locale.ROOT),
        architecture.decoder().name().toLowerCase(Locale.ROOT),
        architecture.tied(),
        hyperparameters.lambda(),
        hyperparameters.beta(),
        Penalty.hasRho(architecture.encoder()) ? hyperparameters.rho() : null,
        before(model.preprocessing()),
        model.columns().isEmpty() ? null : model.columns().list());
  }

  private static @Nullable Before before(Optional<Preprocessing> preprocessing) {
    if (preprocessing.isEmpty()) return null;
    Optional<PatchPreprocessing> patches = preprocessing.get().patches();
    Whitening whitening = preprocessing.get() instanceof Whitening w ? w : null;
    return new Before(
        StoredPreprocessing.kind(preprocessing.get()),
        patches.map(PatchPreprocessing::side).orElse(null),
        patches.map(PatchPreprocessing::sigma).orElse(null),
        preprocessing
            .get()
            .table()
            .map(t -> new Columns(
                StoredPreprocessing.name(t.scale()),
                t.middle(),
                t.clipped(),
                t.centre(),
                t.unit(),
                t.imputes() ? t.means() : null))
            .orElse(null),
        whitening == null ? null : StoredPreprocessing.ZCA,
        whitening == null ? null : whitening.epsilon());
  }
}
