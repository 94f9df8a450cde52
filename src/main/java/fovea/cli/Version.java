package fovea.cli;

import fovea.kernels.VectorModule;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
public final class Version implements IVersionProvider {
  /** The version in the jar's manifest. */
  public static String number() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  @Override
  public String[] getVersion() {
    // Every command asks for these lines, few print them: a formatter would take longer than all
    // else here. Help may be printed without the module.
    String vectors = VectorModule.isThere() ? VectorModule.vectorBits() + "-bit vectors, " : "";
    return new String[] {
      "fovea " + number(),
      "Java " + Runtime.version() + ", " + vectors + Runtime.getRuntime().availableProcessors()
          + " processors"
    };
  }
}
