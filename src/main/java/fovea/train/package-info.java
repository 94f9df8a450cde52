/** The cost of a batch, its gradient, and training: part of the library. */
package fovea.train;
