package fovea.cli;

import fovea.data.InputException;
import fovea.diagnose.Diagnosis;
import fovea.diagnose.DiagnosisAdvice;
import fovea.diagnose.DiagnosisAdvice.Topic;
import fovea.diagnose.DiagnosisAnswers;
import fovea.diagnose.DiagnosisCpu;
import fovea.diagnose.DiagnosisSpeed;
import fovea.diagnose.DiagnosisVm;
import fovea.io.JsonFile;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** {@code fovea doctor}. */
@Command(
    name = "doctor",
    description = {
      "Tells what this machine offers: Java, vectors, cores, measured speed, and whether the results are right.",
      "Takes some seconds. Exit code 1 if the results are wrong."
    })
final class DoctorCommand implements Callable<Integer> {
  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  /** The JSON that {@code --json} prints. */
  private record Report(
      String fovea,
      DiagnosisVm java,
      DiagnosisCpu processor,
      DiagnosisSpeed speed,
      DiagnosisAnswers answers,
      List<DiagnosisAdvice> advice) {}

  @Override
  public Integer call() {
    if (!DiagnosisVm.hasVectorModule())
      throw new InputException(
          "the module jdk.incubator.vector is not there; start Java with --add-modules jdk.incubator.vector");
    System.err.println("measuring, some seconds ...");
    Diagnosis diagnosis = Diagnosis.ofThisMachine();
    if (json) {
      System.out.println(JsonFile.printable(new Report(
          Version.number(),
          diagnosis.facts().vm(),
          diagnosis.facts().cpu(),
          diagnosis.facts().speed(),
          diagnosis.facts().answers(),
          diagnosis.advice())));
    } else {
      print(diagnosis);
    }
    return diagnosis.facts().answers().right() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  static void print(Diagnosis diagnosis) {
    DiagnosisVm vm = diagnosis.facts().vm();
    DiagnosisCpu cpu = diagnosis.facts().cpu();
    DiagnosisSpeed speed = diagnosis.facts().speed();
    DiagnosisAnswers answers = diagnosis.facts().answers();

    line("fovea", Version.number(), "");
    line("java", vm.version() + ", " + vm.name(), verdict(diagnosis, Topic.JAVA));
    line("compiler", vm.compiler().toString(), verdict(diagnosis, Topic.COMPILER));
    line("vector API", "jdk.incubator.vector", "ok");
    line(
        "vectors",
        "%d bits, %d registers".formatted(cpu.vectorBits(), cpu.registers()),
        verdict(diagnosis, Topic.VECTORS));
    line(
        "multiply-add",
        "takes %.1f × the time of a multiplication and an addition".formatted(speed.fmaSlowdown()),
        verdict(diagnosis, Topic.FMA));
    String features = cpu.flags().isEmpty() ? "" : ": " + String.join(" ", cpu.flags());
    line("processor", cpu.name() + features, "");
    String machine = cpu.machineProcessors() == 0 ? "" : " of " + cpu.machineProcessors();
    line("cores", cpu.processors() + machine, verdict(diagnosis, Topic.CORES));
    line(
        "memory",
        "%,d MB of heap at most".formatted(vm.maxHeapBytes() >> 20),
        verdict(diagnosis, Topic.MEMORY));
    line("options", options(vm), "");
    for (DiagnosisSpeed.Run run : speed.runs()) print(run, verdict(diagnosis, Topic.SPEED));
    line(
        "answers",
        "%d of %d published costs, %s, %s"
            .formatted(
                answers.publishedCosts(),
                DiagnosisAnswers.PUBLISHED,
                answers.sameBits() ? "the reference's bits" : "not the reference's bits",
                answers.goldenBits()
                    ? "the model of every machine"
                    : "another model than elsewhere"),
        verdict(diagnosis, Topic.ANSWERS));

    System.out.println();
    if (diagnosis.advice().isEmpty()) System.out.println("All is well.");
    for (DiagnosisAdvice advice : diagnosis.advice()) System.out.println("! " + advice.text());
  }

  private static void print(DiagnosisSpeed.Run run, String verdict) {
    String threads = run.threads() == 1 ? "1 thread" : run.threads() + " threads";
    line(
        threads,
        (run.peakGflops() < 10 ? "peak %.2f GFLOP/s" : "peak %.0f GFLOP/s")
            .formatted(run.peakGflops()),
        "");
    DiagnosisSpeed.@Nullable Reached step = run.step();
    String reached = step == null
        ? "not measured"
        : "%.1f ms, %.0f GFLOP/s, %.0f %% of peak"
            .formatted(step.milliseconds(), step.gflops(), step.percentOfPeak());
    line(
        "",
        "step of %,d × %s: %s".formatted(DiagnosisSpeed.EXAMPLES, DiagnosisSpeed.SHAPE, reached),
        step == null ? "!" : verdict);
  }

  private static String options(DiagnosisVm vm) {
    if (!vm.foveaOpts().isEmpty()) return "FOVEA_OPTS=" + vm.foveaOpts();
    return vm.options().isEmpty() ? "none" : String.join(" ", vm.options());
  }

  private static String verdict(Diagnosis diagnosis, Topic topic) {
    return diagnosis.concerns(topic) ? "!" : "ok";
  }

  /** In columns; a text that is too long pushes its verdict out. */
  private static void line(String name, String text, String verdict) {
    System.out.println("%-13s %-69s %s".formatted(name, text, verdict).stripTrailing());
  }
}
