package fovea.cli;

import fovea.data.InputException;
import fovea.data.Printable;
import fovea.data.Problems;
import fovea.run.Words;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Turns what went wrong into one line on stderr and an exit code: 1 failed while running, 2 wrong usage or bad input.
 */
public final class Errors implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private final BooleanSupplier stacktrace;

  /** @param stacktrace whether the user asked for stack traces */
  public Errors(BooleanSupplier stacktrace) {
    this.stacktrace = stacktrace;
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    StringBuilder line = new StringBuilder(text(e).replaceFirst("\\.$", ""));
    if (e instanceof UnmatchedArgumentException unmatched
        && !unmatched.getSuggestions().isEmpty())
      line.append("; did you mean ")
          .append(String.join(" or ", unmatched.getSuggestions()))
          .append('?');
    line.append("; see '").append(command).append(" --help'");
    print(line.toString());
    return ExitCode.USAGE;
  }

  private static String text(ParameterException e) {
    ArgSpec argument = e.getArgSpec();
    String value = e.getValue();
    if (argument == null || value == null)
      return String.valueOf(e.getMessage()).lines().findFirst().orElse("wrong usage");
    String name =
        argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    if (argument.typeInfo().isEnum()) {
      List<String> choices = choices(argument);
      return "%s: must be %s, not '%s'%s"
          .formatted(
              name,
              Words.list(choices, "or"),
              value,
              Spelling.nearest(value.toLowerCase(Locale.ROOT), choices)
                  .map("; did you mean %s?"::formatted)
                  .orElse(""));
    }
    if (e.getCause() instanceof TypeConversionException cause)
      return name + ": " + inWords(String.valueOf(cause.getMessage()));
    return String.valueOf(e.getMessage());
  }

  /** picocli names Java's types. */
  private static String inWords(String message) {
    return message
        .replaceFirst("is not an? (int|long)$", "is not a whole number")
        .replaceFirst("is not a (double|float)$", "is not a number");
  }

  private static List<String> choices(ArgSpec argument) {
    List<String> choices = new ArrayList<>();
    for (String choice : argument.completionCandidates())
      choices.add(choice.toLowerCase(Locale.ROOT));
    return choices;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine commandLine, ParseResult parsed) {
    if (stacktrace.getAsBoolean()) printTrace(e);
    if (e instanceof InputException) {
      print(e.getMessage());
      return ExitCode.USAGE;
    }
    if (e instanceof InvalidPathException path) {
      print(PathConverter.fault(path));
      return ExitCode.USAGE;
    }
    if (e instanceof IOException io) print(io);
    else if (e instanceof UncheckedIOException && e.getCause() instanceof IOException cause)
      print(cause);
    else print("something went wrong inside Fovea: " + e + "; --stacktrace shows where");
    return ExitCode.SOFTWARE;
  }

  private static void printTrace(Exception e) {
    String before = "";
    for (Throwable thrown = e; thrown != null; thrown = thrown.getCause()) {
      System.err.println(Printable.line(before + thrown));
      before = "Caused by: ";
      for (StackTraceElement place : thrown.getStackTrace()) System.err.println("    at " + place);
    }
  }

  private static void print(IOException e) {
    if (Stdout.isClosedPipe(e)) return;
    String file = e instanceof java.nio.file.FileSystemException f && f.getFile() != null
        ? f.getFile() + ": "
        : "";
    print(file + "cannot be read or written: " + Problems.text(e));
  }

  /** A line on stderr. */
  public static void print(@Nullable String message) {
    System.err.println(Printable.line("fovea: " + message));
  }
}
