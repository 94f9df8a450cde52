package fovea.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.diagnose.DiagnosisVm.Compiler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How facts are read from what Java and Linux say. */
class DiagnosisFactsTest {
  @Test
  void cpuinfoOfLinuxOnX86() {
    String cpuinfo = """
        processor\t: 0
        model name\t: AMD EPYC 9R14
        flags\t\t: fpu sse4_2 avx fma hypervisor avx2 avx512f avx512bw

        processor\t: 1
        model name\t: AMD EPYC 9R14
        flags\t\t: fpu sse4_2 avx fma hypervisor avx2 avx512f avx512bw
        """;
    DiagnosisCpu cpu = DiagnosisCpu.of(cpuinfo, "amd64", 2, 512, 32, 0.5);
    assertThat(cpu.name()).isEqualTo("AMD EPYC 9R14");
    assertThat(cpu.flags()).containsExactly("sse4_2", "avx", "fma", "avx2", "avx512f");
    assertThat(cpu.virtual()).isTrue();
    assertThat(cpu.ownVectorBits()).isEqualTo(512);
    assertThat(cpu.machineProcessors()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "sse4_2 avx fma, 128",
    "sse4_2 avx fma avx2, 256",
    "asimd asimdhp, 128",
    "asimd sve, 0",
    "'', 0"
  })
  void widthOfTheProcessorsVectors(String flags, int bits) {
    assertThat(DiagnosisCpu.of("flags : " + flags, "any", 1, 128, 16, -1).ownVectorBits())
        .isEqualTo(bits);
  }

  @Test
  void aSystemWithoutCpuinfo() {
    DiagnosisCpu cpu = DiagnosisCpu.of("", "aarch64", 8, 128, 32, -1);
    assertThat(cpu.name()).isEqualTo("aarch64");
    assertThat(cpu.flags()).isEmpty();
    assertThat(cpu.ownVectorBits()).isZero();
    assertThat(cpu.machineProcessors()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "OpenJDK 64-Bit Server VM, 'mixed mode, sharing', 4, default, false, C2",
    "OpenJDK 64-Bit Server VM, 'compiled mode, sharing', 4, default, false, C2",
    "OpenJDK 64-Bit Server VM, 'interpreted mode, sharing', 4, default, false, NONE",
    "OpenJDK 64-Bit Server VM, 'mixed mode, sharing', 0, default, false, NONE",
    "OpenJDK 64-Bit Server VM, 'mixed mode, emulated-client', 1, default, false, C1",
    "OpenJDK 64-Bit Server VM, 'mixed mode, sharing', 3, default, false, C1",
    "OpenJDK 64-Bit Server VM, 'mixed mode, sharing', 4, quick-only, false, C1",
    "Java HotSpot(TM) 64-Bit Server VM, 'mixed mode', 4, default, true, GRAAL",
    "OpenJDK Client VM, 'mixed mode', 4, default, false, C1",
    "OpenJDK 64-Bit Zero VM, 'interpreted mode', 4, default, false, NONE",
    "Eclipse OpenJ9 VM, 'JRE 25 Linux', 4, default, false, UNKNOWN"
  })
  void compiler(
      String name, String info, String stopAt, String mode, String graal, Compiler expected) {
    assertThat(DiagnosisVm.compiler(name, info, stopAt, mode, graal)).isEqualTo(expected);
  }

  @Test
  void thisVirtualMachine() {
    DiagnosisVm vm = DiagnosisVm.here();
    assertThat(vm.release()).isEqualTo(Runtime.version().feature());
    assertThat(vm.options()).allMatch(option -> option.startsWith("-X"));
    assertThat(vm.maxHeapBytes()).isPositive();
    assertThat(DiagnosisVm.hasVectorModule()).isTrue();
  }
}
