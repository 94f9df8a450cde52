package fovea.cli;

import fovea.data.InputException;
import fovea.io.JsonFile;
import fovea.run.RunFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import tools.jackson.databind.JsonNode;

/** Holds the options that are given with {@code --resume} against those of the run, as its config.json tells them. */
final class ResumedOptions {
  /** What may be given anew to a run that goes on: none of it changes what an iteration does. */
  private static final Set<String> FREE = Set.of(
      "--resume",
      "--iterations",
      "--max-seconds",
      "--threads",
      "--checkpoint-every",
      "--quiet",
      "--stacktrace");

  private static final List<String> SECTIONS = List.of("data", "network", "training", "validation");

  private ResumedOptions() {}

  /**
   * Refuses options that would make another run of it.
   *
   * @param given the command line with --resume
   */
  static void requireSame(RunFolder run, ParseResult given) {
    JsonNode config = JsonFile.read(run.config());
    for (OptionSpec option : given.matchedOptions()) {
      String name = option.longestName();
      if (!FREE.contains(name) && !same(run, config, name, option.getValue()))
        throw new InputException(
            "--resume %s: %s cannot change, or it would be another run; leave it out, or train anew"
                .formatted(run.path(), name));
    }
  }

  private static boolean same(RunFolder run, JsonNode config, String option, Object value) {
    return switch (option) {
      case "--out" -> value.equals(run.path());
      case "--init" ->
        config
            .at("/network/init")
            .asString("")
            .equals(ModelParameter.file((Path) value).toString());
      case "--validation" -> config.at("/validation/value").asString("").equals(value);
      default -> {
        String key = option.substring(2).replace('-', '_');
        yield SECTIONS.stream()
            .map(section -> config.path(section).path(key))
            .filter(JsonNode::isValueNode)
            .anyMatch(its -> same(its, value));
      }
    };
  }

  private static boolean same(JsonNode its, Object value) {
    return switch (value) {
      case Long number -> its.canConvertToLong() && its.longValue() == number;
      case Number number -> its.isNumber() && its.doubleValue() == number.doubleValue();
      case Enum<?> choice -> its.asString("").equals(Options.lower(choice));
      case Path path -> its.asString("").equals(path.toString());
      default -> its.asString("").equals(value.toString());
    };
  }
}
