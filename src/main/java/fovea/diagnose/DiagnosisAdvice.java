package fovea.diagnose;

import fovea.diagnose.DiagnosisSpeed.Run;
import fovea.diagnose.DiagnosisVm.Compiler;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One thing that is wrong with a machine, in a plain sentence that says what to change. */
public record DiagnosisAdvice(Topic topic, String text) {
  /** What the advice is about. */
  public enum Topic {
    JAVA,
    COMPILER,
    VECTORS,
    FMA,
    CORES,
    MEMORY,
    SPEED,
    ANSWERS;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The release of Java that Fovea is built and tested with. */
  private static final int RELEASE = 25;

  /** In hardware the ratio is about 1; in software, with arbitrary precision, it is some hundred. */
  private static final double SOFTWARE_FMA = 10;

  /** A step reaches more than this unless something else uses the processor. */
  private static final double LOW_PERCENT = 35;

  private static final long LITTLE_HEAP = 512L << 20;

  /** Everything that is wrong, the gravest first. */
  static List<DiagnosisAdvice> on(DiagnosisFacts facts) {
    List<DiagnosisAdvice> advice = new ArrayList<>();
    answers(facts.answers())
        .ifPresent(text -> advice.add(new DiagnosisAdvice(Topic.ANSWERS, text)));
    java(facts.vm()).ifPresent(text -> advice.add(new DiagnosisAdvice(Topic.JAVA, text)));
    compiler(facts.vm()).ifPresent(text -> advice.add(new DiagnosisAdvice(Topic.COMPILER, text)));
    fma(facts).ifPresent(text -> advice.add(new DiagnosisAdvice(Topic.FMA, text)));
    vectors(facts).ifPresent(text -> advice.add(new DiagnosisAdvice(Topic.VECTORS, text)));
    cores(facts).ifPresent(text -> advice.add(new DiagnosisAdvice(Topic.CORES, text)));
    memory(facts.vm()).ifPresent(text -> advice.add(new DiagnosisAdvice(Topic.MEMORY, text)));
    // Slowness that one of the above explains needs no other explanation.
    boolean explained =
        advice.stream().anyMatch(a -> a.topic() == Topic.COMPILER || a.topic() == Topic.FMA);
    if (!explained)
      speed(facts).ifPresent(text -> advice.add(new DiagnosisAdvice(Topic.SPEED, text)));
    return advice;
  }

  private static Optional<String> answers(DiagnosisAnswers answers) {
    if (answers.right()) return Optional.empty();
    return Optional.of(
        "This Java computes wrong results on this processor: do not trust a model trained here. Install the latest"
            + " update of JDK 25; until then try FOVEA_OPTS=-XX:UseAVX=2, and please report it.");
  }

  private static Optional<String> java(DiagnosisVm vm) {
    if (vm.release() > RELEASE)
      return Optional.of(
          "Fovea is not tested with Java %d: if something fails or is slow, set JAVA_HOME to a JDK %d."
              .formatted(vm.release(), RELEASE));
    if (vm.earlyAccess())
      return Optional.of(
          "%s is a build from before the release: install the latest update of JDK %d."
              .formatted(vm.version(), RELEASE));
    return Optional.empty();
  }

  private static Optional<String> compiler(DiagnosisVm vm) {
    if (vm.compiler() == Compiler.C2) return Optional.empty();
    if (vm.compiler() == Compiler.GRAAL)
      return Optional.of("The kernels are made for C2, and Graal compiles here:"
          + " compare with FOVEA_OPTS=-XX:-UseJVMCICompiler, or with Temurin 25.");
    Optional<String> option = given(vm, "-Xint|-XX:(TieredStopAtLevel|CompilationMode)=.*");
    if (option.isPresent())
      return Optional.of(
          "%s keeps the kernels from being compiled by C2, a hundred times slower: %s."
              .formatted(option.get(), takeOut(option.get(), vm)));
    return Optional.of(
        "This virtual machine, %s, has no C2 compiler: use a JDK 25 with HotSpot's server VM, for example Temurin."
            .formatted(vm.name()));
  }

  private static Optional<String> fma(DiagnosisFacts facts) {
    if (facts.speed().fmaSlowdown() < SOFTWARE_FMA) return Optional.empty();
    DiagnosisVm vm = facts.vm();
    Optional<String> option = given(vm, "-XX:(-UseFMA|UseAVX=[01]|UseSSE=\\d)");
    if (option.isPresent())
      return Optional.of("%s has every multiply-add computed in software: %s."
          .formatted(option.get(), takeOut(option.get(), vm)));
    return Optional.of(
        "Multiply-adds are computed in software, as this processor shows no such instruction: %s."
            .formatted(
                facts.cpu().virtual()
                    ? "have the virtual machine pass on the host's processor (QEMU: -cpu host)"
                    : "use a processor with FMA (Intel since 2013, AMD since 2012, any 64-bit ARM)"));
  }

  private static Optional<String> vectors(DiagnosisFacts facts) {
    DiagnosisCpu cpu = facts.cpu();
    DiagnosisVm vm = facts.vm();
    if (cpu.vectorBits() < cpu.ownVectorBits()) {
      String narrow = "The processor has vectors of %d bits, but Java uses %d: "
          .formatted(cpu.ownVectorBits(), cpu.vectorBits());
      return Optional.of(given(vm, "-XX:(MaxVectorSize|UseAVX|UseSSE)=.*")
          .map(option -> narrow + takeOut(option, vm) + ".")
          .orElse(narrow
              + "its own choice for this processor; FOVEA_OPTS=-XX:UseAVX=3 overrules it,"
              + " run doctor with it and compare."));
    }
    boolean x86 = cpu.flags().contains("sse4_2");
    if (cpu.vectorBits() > 128 || !x86) return Optional.empty();
    return Optional.of(
        cpu.virtual()
            ? "The processor shows no AVX2, and vectors have only 128 bits: a virtual machine can hide it;"
                + " have it pass on the host's processor (QEMU: -cpu host)."
            : "The processor has no AVX2, and vectors have only 128 bits:"
                + " a processor with AVX2 (Intel since 2013, AMD since 2015) is several times as fast.");
  }

  private static Optional<String> cores(DiagnosisFacts facts) {
    DiagnosisCpu cpu = facts.cpu();
    if (cpu.processors() < cpu.machineProcessors())
      return Optional.of("Java may use %d of the machine's %d processors: %s."
          .formatted(
              cpu.processors(),
              cpu.machineProcessors(),
              given(facts.vm(), "-XX:ActiveProcessorCount=.*")
                  .map(option -> takeOut(option, facts.vm()))
                  .orElse("raise the container's limit (docker: --cpus), or the taskset's")));
    if (cpu.processors() == 1)
      return Optional.of("There is only one processor: with two, Fovea is almost twice as fast.");
    return Optional.empty();
  }

  private static Optional<String> memory(DiagnosisVm vm) {
    if (vm.maxHeapBytes() >= LITTLE_HEAP) return Optional.empty();
    return Optional.of(
        "The heap holds %d MB at most, too little for large data: set FOVEA_OPTS=-Xmx4g, or as much as there is."
            .formatted(vm.maxHeapBytes() >> 20));
  }

  private static Optional<String> speed(DiagnosisFacts facts) {
    DiagnosisCpu cpu = facts.cpu();
    Optional<String> busy = DiagnosisCpu.busy(cpu.load(), cpu.processors());
    if (busy.isPresent())
      return Optional.of("T%s, so the speeds may be too low: run doctor again when it is idle."
          .formatted(busy.get().substring(1)));
    for (Run run : facts.speed().runs()) {
      if (run.step() == null)
        return Optional.of(
            "The kernels have not been compiled to vector instructions, for a reason not seen here:"
                + " try Temurin 25 without any options.");
      if (run.step().percentOfPeak() < LOW_PERCENT)
        return Optional.of(
            "With %d %s a step reaches only %.0f %% of the peak: something else may be using the processor; run doctor"
                    .formatted(
                        run.threads(),
                        run.threads() == 1 ? "thread" : "threads",
                        run.step().percentOfPeak())
                + " again when it is idle.");
    }
    return Optional.empty();
  }

  /** The last option like this, which is the one that counts. */
  private static Optional<String> given(DiagnosisVm vm, String pattern) {
    return vm.options().stream().filter(option -> option.matches(pattern)).reduce((a, b) -> b);
  }

  /** What to do with an option that is in the way. */
  private static String takeOut(String option, DiagnosisVm vm) {
    return vm.foveaOpts().contains(option)
        ? "take " + option + " out of FOVEA_OPTS"
        : "take " + option + " out of the command line, JAVA_TOOL_OPTIONS or JDK_JAVA_OPTIONS";
  }
}
