package fovea.diagnose;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;

/**
 * The Java virtual machine.
 *
 * @param release 25, 26, …
 * @param earlyAccess whether it is a build from before its release
 * @param options the {@code -X} options it was started with
 * @param foveaOpts the environment variable FOVEA_OPTS; empty if there is none
 */
public record DiagnosisVm(
    String version,
    int release,
    boolean earlyAccess,
    String name,
    Compiler compiler,
    List<String> options,
    String foveaOpts,
    long maxHeapBytes) {

  /** What turns hot bytecode into machine code. Only C2 is known to compile the kernels well. */
  public enum Compiler {
    C2,
    C1,
    GRAAL,
    NONE,
    UNKNOWN;

    /** "C2", "C1", "Graal", "none", "unknown". */
    @Override
    public String toString() {
      return this == C2 || this == C1
          ? name()
          : this == GRAAL ? "Graal" : name().toLowerCase(Locale.ROOT);
    }
  }

  /** The virtual machine that runs this. */
  public static DiagnosisVm here() {
    String name = System.getProperty("java.vm.name", "unknown");
    String given = System.getenv("FOVEA_OPTS");
    return new DiagnosisVm(
        Runtime.version().toString(),
        Runtime.version().feature(),
        Runtime.version().pre().isPresent(),
        name,
        compiler(
            name,
            System.getProperty("java.vm.info", ""),
            flag("TieredStopAtLevel", "4"),
            flag("CompilationMode", "default"),
            flag("UseJVMCICompiler", "false")),
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(option -> option.startsWith("-X"))
            .toList(),
        given == null ? "" : given.trim(),
        Runtime.getRuntime().maxMemory());
  }

  /** Whether the kernels can be loaded at all. */
  public static boolean hasVectorModule() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
  }

  /**
   * @param name the property java.vm.name, such as "OpenJDK 64-Bit Server VM"
   * @param info the property java.vm.info, such as "mixed mode, sharing"
   * @param stopAtLevel HotSpot's TieredStopAtLevel: 0 interprets, 4 is C2
   */
  static Compiler compiler(
      String name, String info, String stopAtLevel, String mode, String graal) {
    if (info.contains("interpreted mode") || name.contains("Zero VM") || stopAtLevel.equals("0"))
      return Compiler.NONE;
    if (name.contains("Client VM") || name.contains("Minimal VM")) return Compiler.C1;
    if (!name.contains("Server VM")) return Compiler.UNKNOWN;
    if (!stopAtLevel.equals("4") || mode.equals("quick-only")) return Compiler.C1;
    return graal.equals("true") ? Compiler.GRAAL : Compiler.C2;
  }

  /** The value in force of an {@code -XX} option, or {@code usual} where this virtual machine knows no such option. */
  private static String flag(String name, String usual) {
    try {
      HotSpotDiagnosticMXBean hotSpot =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      return hotSpot == null ? usual : hotSpot.getVMOption(name).getValue();
    } catch (IllegalArgumentException noSuchOption) {
      return usual;
    }
  }
}
