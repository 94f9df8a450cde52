/**
 * A network with one hidden layer: its size, its parameters, and encoding, decoding and reconstructing with it: part
 * of the library.
 */
@NullMarked
package fovea.model;

import org.jspecify.annotations.NullMarked;
