package fovea.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.diagnose.DiagnosisAdvice.Topic;
import fovea.diagnose.DiagnosisSpeed.Reached;
import fovea.diagnose.DiagnosisSpeed.Run;
import fovea.diagnose.DiagnosisVm.Compiler;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From facts to advice; no machine is looked at. */
class DiagnosisAdviceTest {
  private static final DiagnosisVm VM = vm(Compiler.C2, List.of(), "");
  private static final DiagnosisCpu CPU = cpu("flags : fma sse4_2 avx avx2 avx512f", 2, 2, 512);
  private static final DiagnosisSpeed SPEED = speed(1, 70);
  private static final DiagnosisAnswers RIGHT = new DiagnosisAnswers(6, true, true);

  private static DiagnosisVm vm(Compiler compiler, List<String> options, String foveaOpts) {
    return new DiagnosisVm(
        "25.0.3+9", 25, false, "OpenJDK 64-Bit Server VM", compiler, options, foveaOpts, 4L << 30);
  }

  private static DiagnosisCpu cpu(String flags, int machine, int processors, int vectorBits) {
    return DiagnosisCpu.of(
        "processor : 0\n".repeat(machine) + flags, "amd64", processors, vectorBits, 32, 0.1);
  }

  private static DiagnosisSpeed speed(double fmaSlowdown, double percent) {
    Reached reached = new Reached(10, percent, percent);
    return new DiagnosisSpeed(
        fmaSlowdown, List.of(new Run(1, 100, reached), new Run(2, 200, reached)));
  }

  private static List<DiagnosisAdvice> on(DiagnosisVm vm, DiagnosisCpu cpu, DiagnosisSpeed speed) {
    return DiagnosisAdvice.on(new DiagnosisFacts(vm, cpu, speed, RIGHT));
  }

  private static void assertOnly(List<DiagnosisAdvice> advice, Topic topic, String... parts) {
    assertThat(advice).singleElement().satisfies(a -> {
      assertThat(a.topic()).isEqualTo(topic);
      assertThat(a.text()).contains(parts).endsWith(".").doesNotContain("%", "Optional");
    });
  }

  @Test
  void aGoodMachineNeedsNoAdvice() {
    assertThat(on(VM, CPU, SPEED)).isEmpty();
    DiagnosisCpu arm = DiagnosisCpu.of(
        "processor : 0\nprocessor : 1\nFeatures : fp asimd", "aarch64", 2, 128, 32, 0.1);
    assertThat(on(VM, arm, SPEED)).isEmpty();
    DiagnosisCpu unknown = DiagnosisCpu.of("", "amd64", 8, 256, 16, -1);
    assertThat(on(VM, unknown, SPEED)).isEmpty();
  }

  @Test
  void anotherJava() {
    DiagnosisVm next = new DiagnosisVm("27", 27, false, "", Compiler.C2, List.of(), "", 4L << 30);
    assertOnly(on(next, CPU, SPEED), Topic.JAVA, "not tested with Java 27", "JDK 25");
    DiagnosisVm early =
        new DiagnosisVm("25-ea+3", 25, true, "", Compiler.C2, List.of(), "", 4L << 30);
    assertOnly(on(early, CPU, SPEED), Topic.JAVA, "25-ea+3", "latest update of JDK 25");
  }

  @ParameterizedTest
  @CsvSource({"NONE, -Xint", "C1, -XX:TieredStopAtLevel=1", "C1, -XX:CompilationMode=quick-only"})
  void anOptionThatKeepsC2Out(Compiler compiler, String option) {
    DiagnosisSpeed tooSlow =
        new DiagnosisSpeed(1, List.of(new Run(1, 0.01, null), new Run(2, 0.02, null)));
    assertOnly(
        on(vm(compiler, List.of("-Xmx1g", option), ""), CPU, tooSlow),
        Topic.COMPILER,
        option,
        "take " + option + " out of the command line");
    assertOnly(
        on(vm(compiler, List.of(option), "-Xmx1g " + option), CPU, tooSlow),
        Topic.COMPILER,
        "take " + option + " out of FOVEA_OPTS");
  }

  @Test
  void aVirtualMachineWithoutC2() {
    assertOnly(
        on(vm(Compiler.UNKNOWN, List.of(), ""), CPU, SPEED), Topic.COMPILER, "no C2", "Temurin");
    assertOnly(
        on(vm(Compiler.GRAAL, List.of(), ""), CPU, SPEED),
        Topic.COMPILER,
        "Graal",
        "-XX:-UseJVMCICompiler");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-XX:MaxVectorSize=32", "-XX:UseAVX=2"})
  void anOptionThatNarrowsTheVectors(String option) {
    DiagnosisCpu narrowed = cpu("flags : fma sse4_2 avx2 avx512f", 2, 2, 256);
    assertOnly(
        on(vm(Compiler.C2, List.of(option), option), narrowed, SPEED),
        Topic.VECTORS,
        "vectors of 512 bits, but Java uses 256",
        "take " + option + " out of FOVEA_OPTS");
  }

  @Test
  void vectorsThatJavaItselfNarrowed() {
    assertOnly(
        on(VM, cpu("flags : fma sse4_2 avx2 avx512f", 2, 2, 256), SPEED),
        Topic.VECTORS,
        "its own choice",
        "FOVEA_OPTS=-XX:UseAVX=3");
  }

  @Test
  void onlyVectorsOf128Bits() {
    assertOnly(on(VM, cpu("flags : fma sse4_2", 2, 2, 128), SPEED), Topic.VECTORS, "has no AVX2");
    assertOnly(
        on(VM, cpu("flags : fma sse4_2 hypervisor", 2, 2, 128), SPEED),
        Topic.VECTORS,
        "virtual machine",
        "-cpu host");
  }

  @Test
  void multiplyAddsInSoftware() {
    DiagnosisSpeed software =
        new DiagnosisSpeed(300, List.of(new Run(1, 0.1, null), new Run(2, 0.2, null)));
    assertOnly(on(VM, CPU, software), Topic.FMA, "in software", "use a processor with FMA");
    for (String option : List.of("-XX:-UseFMA", "-XX:UseAVX=0"))
      assertOnly(
          on(vm(Compiler.C2, List.of(option), ""), CPU, software),
          Topic.FMA,
          "take " + option + " out of the command line");
  }

  @Test
  void fewerCoresThanThereAre() {
    assertOnly(
        on(VM, cpu("flags : avx512f", 8, 2, 512), SPEED), Topic.CORES, "2 of the machine's 8");
    assertOnly(
        on(
            vm(Compiler.C2, List.of("-XX:ActiveProcessorCount=1"), ""),
            cpu("flags : avx512f", 8, 1, 512),
            SPEED),
        Topic.CORES,
        "take -XX:ActiveProcessorCount=1 out");
    assertOnly(on(VM, cpu("flags : avx512f", 1, 1, 512), SPEED), Topic.CORES, "only one processor");
  }

  @Test
  void littleMemory() {
    DiagnosisVm small =
        new DiagnosisVm("25.0.3+9", 25, false, "", Compiler.C2, List.of(), "-Xmx64m", 64L << 20);
    assertOnly(on(small, CPU, SPEED), Topic.MEMORY, "64 MB", "-Xmx4g");
  }

  @Test
  void slownessThatNothingElseExplains() {
    assertThat(on(VM, CPU, speed(1, 20))).singleElement().satisfies(a -> {
      assertThat(a.topic()).isEqualTo(Topic.SPEED);
      assertThat(a.text()).startsWith("With 1 thread a step reaches only 20 % of the peak");
    });
    DiagnosisSpeed notCompiled = new DiagnosisSpeed(1, List.of(new Run(1, 0.5, null)));
    assertOnly(on(VM, CPU, notCompiled), Topic.SPEED, "not been compiled");
  }

  @Test
  void aBusyMachine() {
    DiagnosisCpu busy =
        DiagnosisCpu.of("processor : 0\nprocessor : 1\nflags : avx512f", "amd64", 2, 512, 32, 1.7);
    assertOnly(on(VM, busy, SPEED), Topic.SPEED, "load average 1.7", "when it is idle");
  }

  @Test
  void wrongAnswersComeFirst() {
    for (DiagnosisAnswers wrong : List.of(
        new DiagnosisAnswers(5, true, true),
        new DiagnosisAnswers(6, false, true),
        new DiagnosisAnswers(6, true, false))) {
      List<DiagnosisAdvice> advice = DiagnosisAdvice.on(new DiagnosisFacts(
          vm(Compiler.NONE, List.of("-Xint"), ""), cpu("flags : sse4_2", 1, 1, 128), SPEED, wrong));
      assertThat(advice)
          .extracting(DiagnosisAdvice::topic)
          .containsExactly(Topic.ANSWERS, Topic.COMPILER, Topic.VECTORS, Topic.CORES);
      assertThat(advice.get(0).text()).contains("do not trust");
    }
  }
}
