package fovea.kernels;

import jdk.incubator.vector.VectorShape;

/** The module of the Vector API, which a virtual machine has only if it is told so. */
public final class VectorModule {
  private static final String NAME = "jdk.incubator.vector";

  private VectorModule() {}

  public static boolean isThere() {
    return ModuleLayer.boot().findModule(NAME).isPresent();
  }

  /** Bits in one vector of this machine, 128, 256 or 512, without making anything of vectors ready. */
  public static int vectorBits() {
    return VectorShape.preferredShape().vectorBitSize();
  }

  /**
   * Checks that the module is there. The classes that a program meets first call it, as what fails later is a class
   * that is missing, which names no remedy.
   *
   * @throws IllegalStateException if it is not
   */
  public static void require() {
    if (!isThere())
      throw new IllegalStateException(
          "Fovea needs the module %1$s: start Java with --add-modules %1$s".formatted(NAME));
  }
}
