package fovea.cli;

import fovea.data.Notes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line. */
@Command(
    name = "fovea",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    scope = ScopeType.INHERIT,
    description =
        "Trains sparse autoencoders on image patches and tables, full batch, at the speed of the processor.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Start here:",
      "  fovea train                 trains on the photographs that come with Fovea",
      "  fovea train my-photographs/ trains on your own",
      "",
      "'fovea' is bin/fovea of an archive with its own Java, or stands for 'java -jar fovea.jar'. Options for",
      "the Java virtual machine, such as -Xmx8g, can be given in the environment variable FOVEA_OPTS."
    })
@OptionGroup.Of(OptionGroup.HELP)
public final class Main implements Runnable {
  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description = "On an error, also show where in the program it happened.")
  private boolean stacktrace;

  @Spec
  private @Nullable CommandSpec spec;

  private static final List<Class<?>> COMMANDS = List.of(
      TrainCommand.class,
      SweepCommand.class,
      PatchesCommand.class,
      EvaluateCommand.class,
      ReconstructCommand.class,
      EncodeCommand.class,
      DecodeCommand.class,
      AnomalyCommand.class,
      ExportCommand.class,
      CompareCommand.class,
      StabilityCommand.class,
      ProbeCommand.class,
      ReportCommand.class,
      CheckGradientCommand.class,
      DoctorCommand.class,
      HelpCommand.class,
      AutoComplete.GenerateCompletion.class);

  private Main() {}

  public static void main(String[] args) {
    // Figures are drawn without a screen, also where DISPLAY names one that is gone.
    System.setProperty("java.awt.headless", "true");
    // A decimal point in every country: what is printed is also read by programs.
    Locale.setDefault(Locale.ROOT);
    // Java's own console: the other one, which edits lines, takes longer to start than most
    // commands do.
    System.setProperty("jdk.console", "java.base");
    LauncherWatch.begin();
    Notes.to(Main::note);
    Stdout stdout = Stdout.install();
    System.exit(stdout.exit(run(args)));
  }

  /** Takes the place of a stage's line on a terminal, which comes again below. */
  private static void note(String note) {
    if (Bar.hasTerminal()) Bar.overwrite("");
    Errors.print("note: " + note);
  }

  private static int run(String[] args) {
    try {
      // To print two lines takes no command line.
      if (args.length == 1 && List.of("-V", "--version").contains(args[0])) {
        for (String line : new Version().getVersion()) System.out.println(line);
        return CommandLine.ExitCode.OK;
      }
      return commandLine(args).execute(args);
    } catch (OutOfMemoryError e) {
      Errors.print(
          "not enough memory (%s); give more, such as FOVEA_OPTS=-Xmx8g, or use less data or fewer hidden units"
              .formatted(e.getMessage()));
      return CommandLine.ExitCode.SOFTWARE;
    }
  }

  /** The command line with all that its commands take. */
  static CommandLine commandLine() {
    return commandLine(COMMANDS, List.of());
  }

  /**
   * The command line for these arguments. To make a command whole takes some 20 ms, in which its options are read off
   * its classes: that is done for those that the arguments name. Where the first word is no command it may be meant for
   * one, so all names are there.
   */
  static CommandLine commandLine(String[] args) {
    List<String> words = List.of(args);
    // Completion tells of all commands.
    if (words.contains("generate-completion")) return commandLine();
    List<Class<?>> named = new ArrayList<>();
    List<Class<?>> others = new ArrayList<>();
    for (Class<?> type : COMMANDS) (words.contains(about(type).name()) ? named : others).add(type);
    boolean known = words.stream()
        .filter(word -> !word.startsWith("-"))
        .findFirst()
        .map(first -> named.stream().anyMatch(type -> about(type).name().equals(first)))
        .orElse(true);
    return commandLine(named, known ? List.of() : others);
  }

  private static CommandLine commandLine(List<Class<?>> whole, List<Class<?>> names) {
    Main main = new Main();
    CommandLine commandLine = new CommandLine(main);
    for (Class<?> type : whole) {
      CommandLine command = new CommandLine(type).setResourceBundle(new HelpValues());
      // picocli hides its own command that writes completions.
      command.getCommandSpec().usageMessage().hidden(false);
      commandLine.addSubcommand(about(type).name(), command);
    }
    for (Class<?> type : names)
      commandLine.addSubcommand(about(type).name(), new CommandLine(CommandSpec.create()));
    Errors errors = new Errors(() -> main.stacktrace);
    HelpPage.giveTo(commandLine);
    return commandLine
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors)
        .registerConverter(Path.class, new PathConverter())
        // A name that begins with @ is a name.
        .setExpandAtFiles(false)
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  /** The name of each command, and what it does. */
  static Map<String, String> commands() {
    Map<String, String> commands = new LinkedHashMap<>();
    for (Class<?> type : COMMANDS) {
      Command about = about(type);
      String[] lines = about.header().length > 0 ? about.header() : about.description();
      // picocli's own command names this one so.
      commands.put(
          about.name(),
          String.join(" ", lines).replaceAll("\\$\\{ROOT-COMMAND-NAME[^}]*}", "fovea"));
    }
    return commands;
  }

  private static Command about(Class<?> type) {
    return Objects.requireNonNull(type.getAnnotation(Command.class));
  }

  /** Without a command there is nothing to do but to say what there is. */
  @Override
  public void run() {
    if (spec != null) spec.commandLine().usage(System.out);
  }
}
