/** Files of models and tables: part of the library. */
@NullMarked
package fovea.io;

import org.jspecify.annotations.NullMarked;
