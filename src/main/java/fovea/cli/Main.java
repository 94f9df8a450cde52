package fovea.cli;

import java.util.Locale;
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
    subcommands = {
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
      ReportCommand.class,
      CheckGradientCommand.class,
      DoctorCommand.class,
      HelpCommand.class
    },
    footer = {
      "",
      "Start here:",
      "  fovea train                 trains on the photographs that come with Fovea",
      "  fovea train my-photographs/ trains on your own",
      "",
      "'fovea' stands for 'java -jar fovea.jar'. Options for the Java virtual machine, such as -Xmx8g, can be",
      "given in the environment variable FOVEA_OPTS."
    })
public final class Main implements Runnable {
  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description = "On an error, also show where in the program it happened.")
  private boolean stacktrace;

  @Spec
  private @Nullable CommandSpec spec;

  private Main() {}

  public static void main(String[] args) {
    // Figures are drawn without a screen, also where DISPLAY names one that is gone.
    System.setProperty("java.awt.headless", "true");
    // A decimal point in every country: what is printed is also read by programs.
    Locale.setDefault(Locale.ROOT);
    LauncherWatch.begin();
    System.exit(run(args));
  }

  private static int run(String[] args) {
    try {
      return commandLine().execute(args);
    } catch (OutOfMemoryError e) {
      Errors.print(
          "not enough memory (%s); give more, such as FOVEA_OPTS=-Xmx8g, or use less data or fewer hidden units"
              .formatted(e.getMessage()));
      return CommandLine.ExitCode.SOFTWARE;
    }
  }

  static CommandLine commandLine() {
    Main main = new Main();
    CommandLine commandLine = new CommandLine(main);
    CommandLine completion = new CommandLine(new AutoComplete.GenerateCompletion());
    completion.getCommandSpec().usageMessage().hidden(false);
    commandLine.addSubcommand("generate-completion", completion);
    Errors errors = new Errors(() -> main.stacktrace);
    return commandLine
        .setResourceBundle(new HelpValues())
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors)
        .setUsageHelpAutoWidth(true)
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  /** Without a command there is nothing to do but to say what there is. */
  @Override
  public void run() {
    if (spec != null) spec.commandLine().usage(System.out);
  }
}
