/** Reads examples, cuts patches out of images, and fits and applies preprocessing: part of the library. */
package fovea.data;
