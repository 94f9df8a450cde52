/** Files of models and tables: part of the library. */
package fovea.io;
