package fovea.run;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import fovea.data.Examples;
import fovea.data.InputException;
import fovea.data.MissingValues;
import fovea.data.PatchPreprocessing;
import fovea.data.TableScale;
import fovea.io.JsonFile;
import fovea.kernels.VectorModule;
import fovea.model.Architecture;
import fovea.model.Hyperparameters;
import fovea.model.Penalty;
import fovea.optimize.Limits;
import fovea.optimize.Optimizer;
import fovea.train.Metrics;
import fovea.train.TrainingHistory;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * config.json: everything needed to run it again, the machine it ran on, and how it ended.
 *
 * @param format of this file, {@value #FORMAT}
 * @param arguments of the command that began the run, for people: nothing reads them
 * @param result null until the run ends
 */
public record RunConfig(
    int format,
    String version,
    List<String> arguments,
    Data data,
    @Nullable Validation validation,
    Network network,
    Training training,
    Conduct conduct,
    Machine machine,
    @Nullable Result result) {
  static final String ZCA = "zca";
  static final String NO_WHITENING = "none";

  /** The first whose settings are all there to be read. */
  public static final int FORMAT = 2;

  /**
   * Reads the file.
   *
   * @throws InputException if it is damaged, or not of this format
   */
  public static RunConfig read(Path file) {
    JsonNode tree = JsonFile.read(file);
    if (tree.isObject() && tree.path("format").asInt(0) != FORMAT)
      throw new InputException(
          "%s: was written by %s Fovea (%s), whose settings this one (%s) cannot read; use that Fovea, or train again"
              .formatted(
                  file,
                  tree.path("format").asInt(0) < FORMAT ? "an earlier" : "a later",
                  tree.path("version").asString("unknown"),
                  FORMAT));
    // Earlier runs were of tables as they are, and knew nothing of names.
    if (tree.path("data") instanceof ObjectNode data) {
      if (!data.has("columns")) data.putArray("columns");
      if (!data.has("scale")) data.put("scale", Words.lower(TableScale.NONE));
      if (!data.has("missing")) data.put("missing", Words.lower(MissingValues.REFUSE));
    }
    return JsonFile.record(file, tree, RunConfig.class);
  }

  /**
   * What the run's result depends on.
   *
   * @param file where this was read, for messages
   * @throws InputException if a value is none that the setting may have
   */
  public RunSettings settings(Path file) {
    return StoredSettings.of(file, this);
  }

  /** The same at the end of the run. */
  public RunConfig ended(Result how) {
    return new RunConfig(
        format, version, arguments, data, validation, network, training, conduct, machine, how);
  }

  /**
   * Of a run as it begins.
   *
   * @param version of Fovea
   * @param training the settings of the optimiser and its limits
   */
  public static RunConfig of(
      String version,
      List<String> arguments,
      RunSettings settings,
      TrainingData given,
      Training training,
      Conduct conduct,
      Machine machine) {
    return new RunConfig(
        FORMAT,
        version,
        arguments,
        Data.of(settings.data(), given),
        given
            .heldOut()
            .flatMap(held -> settings.validation().map(v -> Validation.of(v, held.examples())))
            .orElse(null),
        Network.of(
            settings.network().withInputs(given.inputs()),
            settings.hyperparameters(),
            settings.init()),
        training,
        conduct,
        machine,
        null);
  }

  /** How it ended; to be asked only of a run that has. */
  public Result end() {
    if (result == null) throw new IllegalStateException("the run has not ended");
    return result;
  }

  /**
   * What was read, and what it went through.
   *
   * @param path of the data; null for the photographs that come with Fovea
   * @param source what was read, in words
   * @param header whether a table's first line names its columns: auto, yes or no
   * @param indexColumn whether its first column names its rows
   * @param transpose whether an example is a column of it
   * @param columns the names of its columns, in the model's order; none if it has no names
   * @param scale of the columns of a table: none, minmax, standard or robust
   * @param missing what is done where a table has no value: refuse or mean
   * @param colour what is kept of patches, luminance or rgb
   * @param whiten none or zca
   * @param epsilon of whitening; null without
   * @param corrupt probability that a value of the input is hidden
   * @param sigma the deviation that preprocessing measured; null without preprocessing of patches
   */
  public record Data(
      @Nullable String path,
      String source,
      String dataset,
      int patches,
      int patchSize,
      String header,
      String indexColumn,
      boolean transpose,
      List<String> columns,
      String preprocess,
      String scale,
      String missing,
      String colour,
      String whiten,
      @Nullable Double epsilon,
      double corrupt,
      long seed,
      boolean stream,
      int examples,
      String shape,
      @Nullable Double sigma) {
    static Data of(DataSettings settings, TrainingData given) {
      OptionalDouble whitening = settings.preprocess().whitening();
      return new Data(
          settings.path().map(Path::toString).orElse(null),
          given.source(),
          settings.read().dataset(),
          settings.read().patches(),
          settings.read().patchSize(),
          Words.lower(settings.read().table().header()),
          Words.lower(settings.read().table().indexColumn()),
          settings.read().table().transpose(),
          given.columns().list(),
          Words.lower(settings.preprocess().mode()),
          Words.lower(settings.preprocess().scale()),
          Words.lower(settings.preprocess().missing()),
          Words.lower(settings.preprocess().colour()),
          whitening.isPresent() ? ZCA : NO_WHITENING,
          whitening.isPresent() ? whitening.getAsDouble() : null,
          settings.corrupt(),
          settings.seed(),
          settings.stream(),
          given.count(),
          given.preprocessing().shapeSeen(given.source(), given.examples().shape()),
          given.preprocessing().patches().map(PatchPreprocessing::sigma).orElse(null));
    }
  }

  /**
   * What was held out; null without {@code --validation}.
   *
   * @param value what the user gave
   */
  public record Validation(String value, String source, int examples, int patience) {
    static Validation of(ValidationSettings settings, Examples heldOut) {
      return new Validation(
          settings.value(), heldOut.source(), heldOut.count(), settings.patience());
    }
  }

  /**
   * The network, and what its cost is made of.
   *
   * @param rho null with a relu encoder, which has none
   */
  public record Network(
      int inputs,
      int hidden,
      String encoder,
      String decoder,
      boolean tied,
      double lambda,
      double beta,
      @Nullable Double rho,
      @Nullable String init) {
    public static Network of(
        Architecture architecture, Hyperparameters hyperparameters, Optional<Path> init) {
      return new Network(
          architecture.shape().inputs(),
          architecture.shape().hidden(),
          Words.lower(architecture.encoder()),
          Words.lower(architecture.decoder()),
          architecture.tied(),
          hyperparameters.lambda(),
          hyperparameters.beta(),
          Penalty.hasRho(architecture.encoder()) ? hyperparameters.rho() : null,
          init.map(Path::toString).orElse(null));
    }
  }

  /**
   * What the user wants of the way there. No bit of the result depends on it.
   *
   * @param threads null for one a processor
   * @param checkpointEvery iterations between checkpoints; null for the usual ones
   * @param quiet whether only errors are printed
   */
  public record Conduct(
      @Nullable Integer threads, @Nullable Integer checkpointEvery, boolean quiet) {
    /** This, and what an earlier command wanted where this says nothing; each command says whether it is quiet. */
    public Conduct over(Conduct earlier) {
      return new Conduct(
          threads == null ? earlier.threads : threads,
          checkpointEvery == null ? earlier.checkpointEvery : checkpointEvery,
          quiet);
    }
  }

  /**
   * How the cost is minimised, by name and in order: the optimiser, when it ends, and its settings.
   *
   * @param values numbers, truth values and names; what does not apply is not there
   */
  public record Training(@JsonValue Map<String, Object> values) {
    static final String OPTIMIZER = "optimizer";
    static final String ITERATIONS = "iterations";
    static final String TOLERANCE = "tolerance";
    static final String RELATIVE_DECREASE = "relative_decrease";
    static final String SECONDS = "max_seconds";

    /** The names of the limits. */
    static final Set<String> LIMITS = Set.of(ITERATIONS, TOLERANCE, RELATIVE_DECREASE, SECONDS);

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Training {
      // An earlier Fovea wrote null for what does not apply.
      Map<String, Object> known = new LinkedHashMap<>(values);
      known.values().removeIf(Objects::isNull);
      values = Collections.unmodifiableMap(known);
    }

    public static Training of(Optimizer optimizer, Limits limits) {
      Map<String, Object> values = new LinkedHashMap<>();
      values.put(OPTIMIZER, optimizer.kind().toString());
      values.put(ITERATIONS, limits.iterations());
      values.put(TOLERANCE, limits.tolerance());
      values.put(RELATIVE_DECREASE, limits.relativeDecrease());
      if (Double.isFinite(limits.seconds())) values.put(SECONDS, limits.seconds());
      values.putAll(optimizer.settings());
      return new Training(values);
    }
  }

  public record Machine(String java, String system, int processors, int threads, int vectorBits) {
    /** This one. */
    public static Machine here(int threads) {
      return of(System.getProperty("os.name") + " " + System.getProperty("os.arch"), threads);
    }

    /** This Java on a system that computes with so many threads. */
    public static Machine of(String system, int threads) {
      return new Machine(
          Runtime.version().toString(),
          system,
          Runtime.getRuntime().availableProcessors(),
          threads,
          VectorModule.vectorBits());
    }
  }

  /**
   * How it ended.
   *
   * @param keptIteration the iteration whose parameters the model has: the best by held-out cost, or the last
   * @param cost there
   * @param heldOutCost there; null without validation
   * @param heldOutExplainedVariance there; null without validation, or when no column of the held-out examples varies
   */
  public record Result(
      String outcome,
      int iterations,
      int evaluations,
      int keptIteration,
      double cost,
      @Nullable Double heldOutCost,
      @Nullable Double heldOutExplainedVariance,
      double seconds) {
    public static Result of(TrainingHistory history) {
      Optional<Metrics.HeldOut> heldOut = history.kept().heldOut();
      return new Result(
          history
              .divergence()
              .map(e -> "%s at iteration %d".formatted(history.outcome(), e.iteration()))
              .orElse(history.outcome().toString()),
          history.last().step().iteration(),
          history.last().step().evaluations(),
          history.keptIteration(),
          history.kept().step().cost(),
          heldOut.map(Metrics.HeldOut::cost).orElse(null),
          heldOut
              .map(Metrics.HeldOut::explainedVariance)
              .filter(Double::isFinite)
              .orElse(null),
          history.last().seconds());
    }
  }
}
