/**
 * The hot loops over arrays of floats. {@link fovea.kernels.ActivationFunction} and {@link fovea.kernels.Team} are
 * part of the library, all else may change.
 */
@NullMarked
package fovea.kernels;

import org.jspecify.annotations.NullMarked;
