package fovea;

import fovea.data.InputException;
import fovea.data.MaskingNoise;
import fovea.data.PreprocessChoice;
import fovea.data.PreprocessMode;
import fovea.kernels.ActivationFunction;
import fovea.model.Architecture;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.optimize.Limits;
import fovea.optimize.Optimizer;
import fovea.optimize.OptimizerKind;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What {@link Fovea#train} is told: the options of the command {@code train}, with the same defaults. Start from {@link #defaults} and
 * change what is to be different.
 *
 * @param hidden hidden units, H
 * @param encoder sigmoid, tanh or relu
 * @param decoder sigmoid, for values from 0 to 1, or linear
 * @param tied whether the decoder's weights are the encoder's, transposed
 * @param hyperparameters λ, β and ρ
 * @param preprocessing what is done to the examples first
 * @param corruption the probability that a value of the input is hidden, for denoising autoencoders
 * @param optimizer L-BFGS, conjugate gradients, Adam or gradient descent
 * @param limits when to end
 * @param heldOut the part of the examples that is held out from training, 0 for none; the parameters of the lowest held-out cost are kept
 * @param patience iterations without a new lowest held-out cost after which training ends
 * @param seed of the initial parameters, of what is held out and of what is hidden
 * @param threads to compute with; the bits of the result do not depend on it
 */
public record TrainingSettings(
    int hidden,
    ActivationFunction encoder,
    ActivationFunction decoder,
    boolean tied,
    Hyperparameters hyperparameters,
    PreprocessChoice preprocessing,
    double corruption,
    Optimizer optimizer,
    Limits limits,
    double heldOut,
    int patience,
    long seed,
    int threads) {
  private static final TrainingSettings DEFAULTS = new TrainingSettings(
      NetworkShape.USUAL_HIDDEN,
      ActivationFunction.SIGMOID,
      ActivationFunction.SIGMOID,
      false,
      Hyperparameters.DEFAULT,
      PreprocessChoice.of(PreprocessMode.AUTO),
      0,
      OptimizerKind.USUAL.optimizer(Map.of()),
      OptimizerKind.USUAL.limits(),
      0,
      OptimizerKind.USUAL.patience(),
      1,
      Runtime.getRuntime().availableProcessors());

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if the layers, the patience or the threads are out of range
   * @throws InputException if the corruption or the held-out part is
   */
  public TrainingSettings {
    architecture(1, hidden, encoder, decoder, tied);
    MaskingNoise.requireProbability(corruption);
    if (!(heldOut >= 0 && heldOut < 1))
      throw new InputException(
          "the part to hold out must be at least 0 and less than 1, not " + heldOut);
    if (patience < 1)
      throw new IllegalArgumentException("patience must be at least 1, not " + patience);
    if (threads < 1)
      throw new IllegalArgumentException("threads must be at least 1, not " + threads);
  }

  /** The usual ones: sigmoids, L-BFGS, all processors. */
  public static TrainingSettings defaults() {
    return DEFAULTS;
  }

  /** The network for examples of {@code inputs} values. */
  Architecture architecture(int inputs) {
    return architecture(inputs, hidden, encoder, decoder, tied);
  }

  private static Architecture architecture(
      int inputs,
      int hidden,
      ActivationFunction encoder,
      ActivationFunction decoder,
      boolean tied) {
    return new Architecture(new NetworkShape(inputs, hidden), encoder, decoder, tied);
  }

  /** The same with another number of hidden units. */
  public TrainingSettings withHidden(int hidden) {
    return with(draft -> draft.hidden = hidden);
  }

  /** The same with other layers. */
  public TrainingSettings withLayers(
      ActivationFunction encoder, ActivationFunction decoder, boolean tied) {
    return with(draft -> {
      draft.encoder = encoder;
      draft.decoder = decoder;
      draft.tied = tied;
    });
  }

  /** The same with other λ, β and ρ. */
  public TrainingSettings withHyperparameters(Hyperparameters hyperparameters) {
    return with(draft -> draft.hyperparameters = hyperparameters);
  }

  /** The same with another preprocessing. */
  public TrainingSettings withPreprocessing(PreprocessChoice preprocessing) {
    return with(draft -> draft.preprocessing = preprocessing);
  }

  /** The same for a denoising autoencoder. */
  public TrainingSettings withCorruption(double corruption) {
    return with(draft -> draft.corruption = corruption);
  }

  /** The same with another optimiser, and the limits that suit it. */
  public TrainingSettings withOptimizer(Optimizer optimizer, Limits limits) {
    return with(draft -> {
      draft.optimizer = optimizer;
      draft.limits = limits;
    });
  }

  /** The same with other limits. */
  public TrainingSettings withLimits(Limits limits) {
    return with(draft -> draft.limits = limits);
  }

  /** The same with a part of the examples held out. */
  public TrainingSettings withHeldOut(double heldOut, int patience) {
    return with(draft -> {
      draft.heldOut = heldOut;
      draft.patience = patience;
    });
  }

  /** The same with another seed. */
  public TrainingSettings withSeed(long seed) {
    return with(draft -> draft.seed = seed);
  }

  /** The same on another number of threads. */
  public TrainingSettings withThreads(int threads) {
    return with(draft -> draft.threads = threads);
  }

  private TrainingSettings with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.settings();
  }

  /** Settings that are being changed. */
  private static final class Draft {
    private int hidden;
    private ActivationFunction encoder;
    private ActivationFunction decoder;
    private boolean tied;
    private Hyperparameters hyperparameters;
    private PreprocessChoice preprocessing;
    private double corruption;
    private Optimizer optimizer;
    private Limits limits;
    private double heldOut;
    private int patience;
    private long seed;
    private int threads;

    Draft(TrainingSettings from) {
      hidden = from.hidden;
      encoder = from.encoder;
      decoder = from.decoder;
      tied = from.tied;
      hyperparameters = from.hyperparameters;
      preprocessing = from.preprocessing;
      corruption = from.corruption;
      optimizer = from.optimizer;
      limits = from.limits;
      heldOut = from.heldOut;
      patience = from.patience;
      seed = from.seed;
      threads = from.threads;
    }

    TrainingSettings settings() {
      return new TrainingSettings(
          hidden,
          encoder,
          decoder,
          tied,
          hyperparameters,
          preprocessing,
          corruption,
          optimizer,
          limits,
          heldOut,
          patience,
          seed,
          threads);
    }
  }
}
