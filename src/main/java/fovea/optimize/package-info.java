/** Optimisers, line search, limits and divergence: part of the library. */
package fovea.optimize;
