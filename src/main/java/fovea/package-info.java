/**
 * Fovea as a library: {@link fovea.Fovea#train} trains in one call. Its parts are the API too: {@code fovea.data},
 * {@code fovea.model}, {@code fovea.optimize}, {@code fovea.train} and {@code fovea.io}, and of {@code fovea.kernels}
 * the activation functions and teams of threads. All other packages serve the command line and may change.
 *
 * <p>The virtual machine needs {@code --add-modules jdk.incubator.vector}.
 */
@NullMarked
package fovea;

import org.jspecify.annotations.NullMarked;
