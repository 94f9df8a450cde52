package fovea.cli;

import fovea.data.InputException;
import fovea.optimize.Limits;
import fovea.optimize.Optimizer;
import fovea.optimize.OptimizerKind;
import fovea.optimize.OptimizerOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that say how to minimise the cost. */
@OptionGroup.Of(OptionGroup.OPTIMISER)
public final class OptimizerOptions {
  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      description = "${bundle:usual.optimizers} (default: ${bundle:usual.optimizer}).")
  private OptimizerKind kind = OptimizerKind.USUAL;

  @OptionGroup.Of(OptionGroup.STOPPING)
  @Option(
      names = "--iterations",
      paramLabel = "N",
      description = "Iterations at most (default: ${bundle:usual.iterations}).")
  private @Nullable Integer iterations;

  @OptionGroup.Of(OptionGroup.STOPPING)
  @Option(
      names = "--tolerance",
      paramLabel = "T",
      description =
          "Stop when the gradient's 2-norm is this small (default: ${bundle:usual.tolerance}).")
  private double tolerance = Limits.TOLERANCE;

  @OptionGroup.Of(OptionGroup.STOPPING)
  @Option(
      names = "--relative-decrease",
      paramLabel = "F",
      description = "Stop when ten iterations lower the cost by less than this part of it"
          + " (default: ${bundle:usual.relative-decrease}; 0 is never).")
  private @Nullable Double relativeDecrease;

  @OptionGroup.Of(OptionGroup.STOPPING)
  @Option(
      names = "--max-seconds",
      paramLabel = "S",
      description =
          "Stop after the iteration in which training has taken this long (default: never).")
  private @Nullable Double maxSeconds;

  /** The optimisers' own options by name. Several may have one of the same name. */
  private final Map<String, OptionSpec> own = new TreeMap<>();

  /** Gives the command the options of which the optimisers tell. */
  @Spec(Spec.Target.MIXEE)
  void addOwn(CommandSpec command) {
    for (OptimizerKind kind : OptimizerKind.values())
      for (OptimizerOption<?> option : kind.options())
        own.computeIfAbsent(option.name(), name -> spec(option));
    own.values().forEach(command::addOption);
  }

  private static OptionSpec spec(OptimizerOption<?> option) {
    String name = option.name();
    boolean flag = option.type() == Boolean.class;
    String range = option.range().isEmpty() ? "" : ", " + option.range();
    String kinds = flag
        ? String.join(" and ", having(name))
        : perKind(kind -> kind.options().stream()
            .filter(other -> other.name().equals(name))
            .map(other -> String.valueOf(other.usual()).toLowerCase(Locale.ROOT))
            .findFirst()
            .orElse(""));
    return OptionSpec.builder(flag(option))
        .type(option.type())
        .arity(flag ? "0" : "1")
        .paramLabel(
            name.substring(name.indexOf('_') + 1, name.indexOf('_') + 2).toUpperCase(Locale.ROOT))
        .description("%s%s (%s%s)."
            .formatted(
                option.meaning(), range, flag ? "" : "default: ", flag ? "for " + kinds : kinds))
        .build();
  }

  /** The option of the command line. */
  static String flag(OptimizerOption<?> option) {
    return flag(option.name());
  }

  private static String flag(String name) {
    return "--" + name.replace('_', '-');
  }

  /** The optimisers that have an option of this name. */
  private static List<String> having(String name) {
    return Arrays.stream(OptimizerKind.values())
        .filter(kind -> kind.options().stream().anyMatch(option -> option.name().equals(name)))
        .map(OptimizerKind::toString)
        .toList();
  }

  /**
   * What each optimiser has of something: "300 for lbfgs, 500 for cg, 1000 for adam and gd".
   *
   * @param value an empty text for those that have none of it
   */
  static String perKind(Function<OptimizerKind, String> value) {
    Map<String, List<String>> kinds = new LinkedHashMap<>();
    for (OptimizerKind kind : OptimizerKind.values())
      kinds.computeIfAbsent(value.apply(kind), v -> new ArrayList<>()).add(kind.toString());
    kinds.remove("");
    return String.join(
        ", ",
        kinds.entrySet().stream()
            .map(e -> e.getKey() + " for " + String.join(" and ", e.getValue()))
            .toList());
  }

  OptimizerKind kind() {
    return kind;
  }

  public Limits limits() {
    if (iterations != null && iterations < 0)
      throw new InputException("--iterations must be at least 0, not " + iterations);
    requireNumber("--tolerance", tolerance);
    double decrease = relativeDecrease == null ? kind.relativeDecrease() : relativeDecrease;
    requireNumber("--relative-decrease", decrease);
    if (maxSeconds != null && !(maxSeconds > 0))
      throw new InputException("--max-seconds must be above 0, not " + maxSeconds);
    return Options.checked(() -> new Limits(
        iterations == null ? kind.iterations() : iterations,
        tolerance,
        decrease,
        maxSeconds == null ? Double.POSITIVE_INFINITY : maxSeconds));
  }

  private static void requireNumber(String option, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY))
      throw new InputException(
          "%s must be a number of at least 0, not %s".formatted(option, value));
  }

  /** An option that the optimiser does not have is refused: whoever gave it expects something of it. */
  public Optimizer optimizer() {
    Map<String, Object> given = new HashMap<>();
    own.forEach((name, spec) -> {
      Object value = spec.getValue();
      if (value != null) given.put(name, value);
    });
    for (OptimizerOption<?> option : kind.options()) requireAllowed(option, given);
    for (String name : given.keySet())
      if (!having(name).contains(kind.toString()))
        throw new InputException("%s belongs to --optimizer %s; %s does without"
            .formatted(flag(name), String.join(" and ", having(name)), kind));
    try {
      return kind.optimizer(given);
    } catch (IllegalArgumentException e) {
      throw new InputException("--optimizer %s: %s".formatted(kind, e.getMessage()), e);
    }
  }

  private static <T> void requireAllowed(OptimizerOption<T> option, Map<String, Object> given) {
    if (!given.containsKey(option.name())) return;
    option.fault(option.type().cast(given.get(option.name()))).ifPresent(fault -> {
      throw new InputException(flag(option) + " " + fault);
    });
  }
}
