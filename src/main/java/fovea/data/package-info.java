/** Reads examples, cuts patches out of images, and fits and applies preprocessing: part of the library. */
@NullMarked
package fovea.data;

import org.jspecify.annotations.NullMarked;
