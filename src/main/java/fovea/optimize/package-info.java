/** Optimisers, line search, limits and divergence: part of the library. */
@NullMarked
package fovea.optimize;

import org.jspecify.annotations.NullMarked;
