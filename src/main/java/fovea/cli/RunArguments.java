package fovea.cli;

import fovea.data.InputException;
import fovea.io.JsonFile;
import fovea.run.RunConfig;
import fovea.run.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.PicocliException;

/** The arguments of 'train' that a run's config.json holds. */
final class RunArguments {
  /** What may be given anew to a run that goes on: none of it changes what an iteration does. */
  private static final Set<String> FREE = Set.of(
      "--resume",
      "--iterations",
      "--max-seconds",
      "--threads",
      "--checkpoint-every",
      "--quiet",
      "--stacktrace");

  private RunArguments() {}

  /** Parses them as on the command line. */
  static ParseResult parse(Path config, List<String> arguments) {
    try {
      ParseResult parsed = Main.commandLine().parseArgs(arguments.toArray(String[]::new));
      if (parsed.hasSubcommand()
          && parsed.subcommand().commandSpec().userObject() instanceof TrainCommand)
        return parsed.subcommand();
    } catch (PicocliException e) {
      throw new InputException(
          "%s: this Fovea does not understand its arguments (%s); train again"
              .formatted(config, e.getMessage()),
          e);
    }
    throw new InputException(
        "%s: its arguments are not those of 'train'; train again".formatted(config));
  }

  /**
   * The command of a run, with what was given to let it go on.
   *
   * @param given the command line with --resume
   * @throws InputException if the folder holds no run, or what was given would change its answer
   */
  static TrainCommand resumed(RunFolder run, ParseResult given) {
    if (!Files.isDirectory(run.path()))
      throw new InputException("--resume %s: there is no such folder; give one that 'train' wrote"
          .formatted(run.path()));
    if (!Files.exists(run.config()))
      throw new InputException(
          "--resume %s: holds no config.json, so no run has begun there; train with --out %s"
              .formatted(run.path(), run.path()));
    RunConfig config = JsonFile.read(run.config(), RunConfig.class);
    if (config.result() != null && !Files.exists(run.checkpoint()))
      throw new InputException(
          "--resume %s: this run has ended (%s) and left no checkpoint to go on from"
              .formatted(run.path(), config.result().outcome()));
    ParseResult first = parse(run.config(), config.arguments());
    for (OptionSpec option : given.matchedOptions())
      if (!FREE.contains(option.longestName())
          && !Objects.equals(
              option.getValue(),
              first.commandSpec().findOption(option.longestName()).getValue()))
        throw new InputException(
            "--resume %s: %s cannot change, or it would be another run; leave it out, or train anew"
                .formatted(run.path(), option.longestName()));
    ParseResult both = parse(run.config(), over(first, given));
    return (TrainCommand) both.commandSpec().userObject();
  }

  /** The arguments of the first with those of the second over them. */
  private static List<String> over(ParseResult first, ParseResult second) {
    List<String> arguments = new ArrayList<>(List.of("train"));
    (second.matchedPositionals().isEmpty() ? first : second)
        .matchedPositionals()
        .forEach(data -> arguments.addAll(data.originalStringValues()));
    for (OptionSpec option : second.matchedOptions())
      if (!option.longestName().equals("--resume")) add(option, arguments);
    for (OptionSpec option : first.matchedOptions())
      if (!second.hasMatchedOption(option.longestName())) add(option, arguments);
    return arguments;
  }

  private static void add(OptionSpec option, List<String> arguments) {
    arguments.add(option.longestName());
    if (takesValue(option)) arguments.addAll(option.originalStringValues());
  }

  private static boolean takesValue(ArgSpec option) {
    return option.arity().max() > 0;
  }
}
