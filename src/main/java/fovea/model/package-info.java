/**
 * A network with one hidden layer: its size, its parameters, and encoding, decoding and reconstructing with it: part
 * of the library.
 */
package fovea.model;
