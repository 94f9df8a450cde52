package fovea.cli;

import fovea.kernels.Lanes;
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
    return new String[] {
      "fovea " + number(),
      "Java %s, %d-bit vectors, %d processors"
          .formatted(
              Runtime.version(), Lanes.vectorBits(), Runtime.getRuntime().availableProcessors())
    };
  }
}
