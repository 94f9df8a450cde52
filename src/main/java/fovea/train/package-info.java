/** The cost of a batch, its gradient, and training: part of the library. */
@NullMarked
package fovea.train;

import org.jspecify.annotations.NullMarked;
