package fovea;

import fovea.data.Examples;
import fovea.data.MaskingNoise;
import fovea.data.PreprocessChoice;
import fovea.data.PreprocessMode;
import fovea.data.Split;
import fovea.kernels.ActivationFunction;
import fovea.model.Architecture;
import fovea.model.Autoencoder;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.optimize.Lbfgs;
import fovea.optimize.Limits;
import fovea.optimize.Optimizer;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** What {@link Fovea#train} is told: first the defaults of the command {@code train}. Methods return changed copies. */
public final class TrainingSettings implements Cloneable {
  Architecture layers = Architecture.of(new NetworkShape(1, 64)); // the data bring the inputs
  Hyperparameters hyperparameters = Hyperparameters.DEFAULT;
  PreprocessChoice preprocessing = PreprocessChoice.of(PreprocessMode.AUTO);
  double corruption;
  Optimizer optimizer = Lbfgs.DEFAULT;
  Optional<Limits> limits = Optional.empty();
  Optional<BiFunction<Examples, Long, Split>> heldOut = Optional.empty();
  Optional<Integer> patience = Optional.empty();
  Optional<Autoencoder> initial = Optional.empty();
  long seed = 1;
  int threads = Runtime.getRuntime().availableProcessors();

  /** Another number of hidden units, at least 1. */
  public TrainingSettings withHidden(int hidden) {
    return with(s -> s.layers = layers.withHidden(hidden));
  }

  /** Other layers: an encoder of sigmoid, tanh or relu, a decoder of sigmoid or linear, and W2 = W1ᵀ if tied. */
  public TrainingSettings withLayers(
      ActivationFunction encoder, ActivationFunction decoder, boolean tied) {
    return with(s -> s.layers = new Architecture(layers.shape(), encoder, decoder, tied));
  }

  /** The layers and hidden units of this network, and its parameters to begin with. */
  public TrainingSettings withInitial(Autoencoder network) {
    return with(s -> s.layers = network.architecture()).with(s -> s.initial = Optional.of(network));
  }

  /** Other λ, β and ρ. */
  public TrainingSettings withHyperparameters(Hyperparameters hyperparameters) {
    return with(s -> s.hyperparameters = hyperparameters);
  }

  /** Another preprocessing, to be fitted to the examples. */
  public TrainingSettings withPreprocessing(PreprocessChoice preprocessing) {
    return with(s -> s.preprocessing = preprocessing);
  }

  /** A denoising autoencoder: values of the input are hidden with this probability, at least 0 and below 1. */
  public TrainingSettings withCorruption(double corruption) {
    MaskingNoise.requireProbability(corruption);
    return with(s -> s.corruption = corruption);
  }

  /** Another optimiser, which ends by the limits that suit it unless others are given. */
  public TrainingSettings withOptimizer(Optimizer optimizer) {
    return with(s -> s.optimizer = optimizer);
  }

  /** When to end. */
  public TrainingSettings withLimits(Limits limits) {
    return with(s -> s.limits = Optional.of(limits));
  }

  /** This part of the examples, between 0 and 1, is held out. The parameters of the lowest held-out cost are kept. */
  public TrainingSettings withHeldOut(double part) {
    require(part > 0 && part < 1, "the part to hold out must lie between 0 and 1", part);
    return with(s -> s.heldOut = Optional.of((all, seed) -> Split.draw(all, part, seed)));
  }

  /** These examples are the held-out ones, and all others are trained on. */
  public TrainingSettings withHeldOut(Examples examples) {
    return with(s -> s.heldOut = Optional.of((all, seed) -> new Split(all, examples)));
  }

  /** The iterations without a new lowest held-out cost after which training ends, at least 1. */
  public TrainingSettings withPatience(int iterations) {
    require(iterations >= 1, "patience must be at least 1", iterations);
    return with(s -> s.patience = Optional.of(iterations));
  }

  /** Another seed: of the initial parameters, of what is held out and of what is hidden. */
  public TrainingSettings withSeed(long seed) {
    return with(s -> s.seed = seed);
  }

  /** Another number of threads, at least 1; no bit of the model depends on it. */
  public TrainingSettings withThreads(int threads) {
    require(threads >= 1, "threads must be at least 1", threads);
    return with(s -> s.threads = threads);
  }

  private static void require(boolean condition, String what, Number found) {
    if (!condition) throw new IllegalArgumentException(what + ", not " + found);
  }

  private TrainingSettings with(Consumer<TrainingSettings> change) {
    try {
      TrainingSettings changed = (TrainingSettings) clone();
      change.accept(changed);
      return changed;
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }
}
