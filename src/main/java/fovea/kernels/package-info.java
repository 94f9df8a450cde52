/**
 * The hot loops over arrays of floats. {@link fovea.kernels.ActivationFunction} and {@link fovea.kernels.Team} are
 * part of the library, all else may change.
 */
package fovea.kernels;
