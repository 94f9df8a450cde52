package fovea.diagnose;

import fovea.kernels.Lanes;
import fovea.kernels.VectorModule;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The processor, as Java uses it and, on Linux, as /proc/cpuinfo tells it.
 *
 * @param flags those of its features that matter here; empty where they cannot be known
 * @param virtual whether it is known to be a virtual machine's
 * @param ownVectorBits width of its vectors; 0 where it cannot be known
 * @param machineProcessors processors of the whole machine; 0 where it cannot be known
 * @param processors those of them that Java may use
 * @param vectorBits width of the vectors that the kernels use
 * @param registers vector registers that the kernels use
 * @param load programs that wanted to run in the last minute, on average; negative where it cannot be known
 */
public record DiagnosisCpu(
    String name,
    List<String> flags,
    boolean virtual,
    int ownVectorBits,
    int machineProcessors,
    int processors,
    int vectorBits,
    int registers,
    double load) {
  /** Load average for each processor from which on measured times are too long. */
  private static final double BUSY = 0.5;

  private static final Path CPUINFO = Path.of("/proc/cpuinfo");
  private static final List<String> TOLD =
      List.of("sse4_2", "avx", "fma", "avx2", "avx512f", "asimd", "sve", "sve2");

  /** The processor that runs this. */
  public static DiagnosisCpu here() {
    String cpuinfo;
    try {
      cpuinfo = Files.readString(CPUINFO);
    } catch (IOException notLinux) {
      cpuinfo = "";
    }
    return of(
        cpuinfo,
        System.getProperty("os.arch", "unknown"),
        Runtime.getRuntime().availableProcessors(),
        VectorModule.vectorBits(),
        Lanes.REGISTERS,
        currentLoad());
  }

  private static double currentLoad() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  /** Says so if the processors are at work for others, so that measured times are too long. */
  public static Optional<String> busy() {
    return busy(currentLoad(), Runtime.getRuntime().availableProcessors());
  }

  static Optional<String> busy(double load, int processors) {
    return load > BUSY * processors
        ? Optional.of(
            "the processors were busy in the minute before (load average %.1f)".formatted(load))
        : Optional.empty();
  }

  /** @param cpuinfo the text of /proc/cpuinfo, "" where there is none */
  static DiagnosisCpu of(
      String cpuinfo,
      String architecture,
      int processors,
      int vectorBits,
      int registers,
      double load) {
    String model = value(cpuinfo, "model name");
    List<String> all =
        Arrays.asList((value(cpuinfo, "flags") + " " + value(cpuinfo, "Features")).split(" "));
    List<String> flags = TOLD.stream().filter(all::contains).toList();
    return new DiagnosisCpu(
        model.isEmpty() ? architecture : model,
        flags,
        all.contains("hypervisor"),
        ownVectorBits(flags),
        (int) cpuinfo.lines().filter(line -> line.matches("processor\\s*:.*")).count(),
        processors,
        vectorBits,
        registers,
        load);
  }

  /** SVE can have any width; without AVX2, AVX has no vectors of 256 bits for integers, so Java uses 128. */
  private static int ownVectorBits(List<String> flags) {
    if (flags.isEmpty() || flags.contains("sve")) return 0;
    if (flags.contains("avx512f")) return 512;
    return flags.contains("avx2") ? 256 : 128;
  }

  /** What stands behind {@code key} and a colon, for the first processor. */
  private static String value(String cpuinfo, String key) {
    return cpuinfo
        .lines()
        .filter(line -> line.matches(key + "\\s*:.*"))
        .findFirst()
        .map(line -> line.substring(line.indexOf(':') + 1).trim())
        .orElse("");
  }
}
