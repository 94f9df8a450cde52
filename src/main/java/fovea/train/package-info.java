/** The cost and its gradient, the optimisers, and training: part of the library. */
package fovea.train;
