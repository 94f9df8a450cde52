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
   * @param kind none, luminance-patches or colour-patches
   * @param side of a patch in pixels; null without patches
   * @param sigma the standard deviation of training; null without patches
   * @param whitening zca; null without
   * @param epsilon of whitening; null without
   */
  public record Before(
      String kind,
      @Nullable Integer side,
      @Nullable Double sigma,
      @Nullable String whitening,
      @Nullable Double epsilon) {}

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
        whitening == null ? null : StoredPreprocessing.ZCA,
        whitening == null ? null : whitening.epsilon());
  }
}
