package fovea.spark;

import fovea.data.ReadOptions;
import fovea.data.TableScale;
import fovea.kernels.ActivationFunction;
import fovea.model.Architecture;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.model.Penalty;
import fovea.optimize.Limits;
import fovea.optimize.Optimizer;
import fovea.optimize.OptimizerKind;
import fovea.optimize.OptimizerOption;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The params of {@link FoveaAutoencoder}, and what they mean to the trainer, which is where they are checked. */
final class AutoencoderParams implements Serializable {
  private static final long serialVersionUID = 1;

  private final FoveaAutoencoder of;
  final IntParam hidden;
  final Param<String> encoder;
  final Param<String> decoder;
  final BooleanParam tied;
  final DoubleParam lambda;
  final DoubleParam beta;
  final DoubleParam rho;
  final Param<String> scale;
  final Param<String> optimizer;
  final Param<String> optimizerOptions;
  final IntParam maxIter;
  final DoubleParam tol;
  final DoubleParam relativeDecrease;
  final LongParam seed;
  final Param<String> inputCol;
  final Param<String> outputCol;
  final Param<String> orderCol;
  final DoubleParam validationFraction;
  final Param<String> validationCol;
  final IntParam patience;
  final IntParam partitions;

  AutoencoderParams(FoveaAutoencoder of) {
    this.of = of;
    hidden = new IntParam(of, "hidden", "hidden units");
    encoder = text("encoder", "activation function of the hidden units: sigmoid, tanh or relu");
    decoder = text("decoder", "activation function of the outputs: sigmoid or linear");
    tied =
        new BooleanParam(of, "tied", "whether the decoder's weights are the encoder's, transposed");
    lambda = number("lambda", "weight decay");
    beta = number("beta", "weight of sparsity");
    rho = number("rho", "mean activation that sparsity asks for; a relu encoder has none");
    scale = text("scale", "what columns are brought to first: none, minmax or standard");
    optimizer = text("optimizer", "lbfgs, cg, adam or gd");
    optimizerOptions =
        text("optimizerOptions", "the optimizer's own options: name=value, name=value, …");
    maxIter =
        new IntParam(of, "maxIter", "iterations at most (undefined: the optimizer's usual number)");
    tol = number("tol", "2-norm of the gradient that ends training");
    relativeDecrease = number(
        "relativeDecrease",
        "part of the cost that ten iterations have to take away (undefined: the optimizer's usual one)");
    seed = new LongParam(of, "seed", "seed of initial parameters and of what is held out");
    inputCol = text("inputCol", "column of the features: array of floats or doubles, or vector");
    outputCol = text("outputCol", "column of the hidden activations");
    orderCol = text(
        "orderCol",
        "column that rows are sorted by, with distinct values (undefined: the order of the partitions)");
    validationFraction =
        number("validationFraction", "fraction of the rows to hold out (undefined: none)");
    validationCol =
        text("validationCol", "boolean column, true where a row is held out (undefined: none)");
    patience = new IntParam(
        of,
        "patience",
        "iterations without a lower held-out cost that end training (undefined: the optimizer's usual number)");
    partitions = new IntParam(of, "partitions", "partitions, at least; 0: two for each core");
  }

  private Param<String> text(String name, String meaning) {
    return new Param<>(of, name, meaning);
  }

  private DoubleParam number(String name, String meaning) {
    return new DoubleParam(of, name, meaning);
  }

  /** The values of those who choose none: those of {@code fovea train}. */
  void setDefaults() {
    Architecture usual = Architecture.of(new NetworkShape(1, NetworkShape.USUAL_HIDDEN));
    of.setDefault(hidden, usual.shape().hidden());
    of.setDefault(encoder, lower(usual.encoder()));
    of.setDefault(decoder, lower(usual.decoder()));
    of.setDefault(tied, usual.tied());
    of.setDefault(lambda, Hyperparameters.DEFAULT.lambda());
    of.setDefault(beta, Hyperparameters.DEFAULT.beta());
    of.setDefault(rho, Hyperparameters.DEFAULT.rho());
    of.setDefault(scale, lower(TableScale.NONE));
    of.setDefault(optimizer, OptimizerKind.USUAL.toString());
    of.setDefault(optimizerOptions, "");
    of.setDefault(tol, Limits.TOLERANCE);
    of.setDefault(seed, ReadOptions.USUAL_SEED);
    of.setDefault(inputCol, "features");
    of.setDefault(outputCol, "encoded");
    of.setDefault(partitions, 0);
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  @SuppressWarnings("unchecked")
  private <T> Optional<T> given(Param<?> param) {
    return of.isDefined(param) ? Optional.of((T) of.getOrDefault(param)) : Optional.empty();
  }

  private <T> T value(Param<?> param) {
    return this.<T>given(param).orElseThrow();
  }

  /**
   * What the trainer makes of them.
   *
   * @throws IllegalArgumentException if a value is not allowed
   */
  SparkSettings settings() {
    Architecture network = new Architecture(
        new NetworkShape(1, this.<Integer>value(hidden)),
        function(encoder, Architecture.encoders()),
        function(decoder, Architecture.decoders()),
        value(tied));
    if (of.isSet(rho) && !Penalty.hasRho(network.encoder()))
      throw new IllegalArgumentException(
          "rho %s: a %s encoder's activations have no upper end, so its sparsity has no rho; clear it"
              .formatted(value(rho), lower(network.encoder())));
    OptimizerKind kind = constant(
        optimizer,
        OptimizerKind.class,
        "one of "
            + String.join(", ", names(Arrays.asList(OptimizerKind.values()), "%s"::formatted)));
    Limits usual = kind.limits();
    return new SparkSettings(
        network,
        new Hyperparameters(
            this.<Double>value(lambda), this.<Double>value(beta), this.<Double>value(rho)),
        constant(scale, TableScale.class, "none, minmax or standard"),
        Optional.empty(),
        value(seed),
        optimizer(kind),
        new Limits(
            this.<Integer>given(maxIter).orElse(usual.iterations()),
            value(tol),
            this.<Double>given(relativeDecrease).orElse(usual.relativeDecrease()),
            usual.seconds()),
        atLeast(1, patience, this.<Integer>given(patience).orElse(kind.patience())),
        atLeast(0, partitions, value(partitions)));
  }

  private static int atLeast(int least, Param<?> param, int value) {
    if (value < least)
      throw new IllegalArgumentException(
          "%s must be at least %d, not %d".formatted(param.name(), least, value));
    return value;
  }

  private ActivationFunction function(Param<String> param, String allowed) {
    return constant(param, ActivationFunction.class, allowed);
  }

  private <E extends Enum<E>> E constant(Param<String> param, Class<E> type, String allowed) {
    String name = value(param);
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(
            "%s must be %s, not '%s'".formatted(param.name(), allowed, name)));
  }

  private static <T> List<String> names(List<T> all, Function<T, String> name) {
    return all.stream().map(name).toList();
  }

  private Optimizer optimizer(OptimizerKind kind) {
    Map<String, String> values = new HashMap<>();
    List<String> known = names(kind.options(), OptimizerOption::name);
    String given = value(optimizerOptions);
    for (String option : given.isBlank() ? new String[0] : given.split(",")) {
      String[] sides = option.split("=", 2);
      String name = sides[0].strip();
      if (sides.length < 2)
        throw new IllegalArgumentException(
            "optimizerOptions: '%s' is no name=value".formatted(option.strip()));
      if (!known.contains(name))
        throw new IllegalArgumentException("optimizerOptions: %s has no '%s'; it has %s"
            .formatted(kind, name, String.join(", ", known)));
      values.put(name, sides[1].strip());
    }
    return kind.optimizer(values);
  }

  /**
   * Checks the columns that only training needs.
   *
   * @throws IllegalArgumentException if one is not there or is of another type, or what is held out is said twice
   */
  void checkColumns(StructType schema) {
    this.<String>given(orderCol)
        .ifPresent(name -> FeatureColumn.typeOf(schema, name, "setOrderCol"));
    this.<String>given(validationCol).ifPresent(name -> {
      DataType type = FeatureColumn.typeOf(schema, name, "setValidationCol");
      if (!type.equals(DataTypes.BooleanType))
        throw new IllegalArgumentException(
            "column '%s' is %s: the column of validationCol has to be boolean"
                .formatted(name, type.simpleString()));
    });
    this.<Double>given(validationFraction).ifPresent(fraction -> {
      if (!(fraction > 0 && fraction < 1))
        throw new IllegalArgumentException(
            "validationFraction must lie between 0 and 1, not " + fraction);
      if (of.isDefined(validationCol))
        throw new IllegalArgumentException(
            "validationFraction and validationCol both say what to hold out: clear one of them");
    });
    if (of.isDefined(patience) && !of.isDefined(validationFraction) && !of.isDefined(validationCol))
      throw new IllegalArgumentException(
          "patience waits for the held-out cost to fall: set validationFraction or validationCol, too");
  }

  Optional<String> orderColumn() {
    return given(orderCol);
  }

  Optional<String> validationColumn() {
    return given(validationCol);
  }

  Optional<Double> heldOutFraction() {
    return given(validationFraction);
  }
}
