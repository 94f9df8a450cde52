/** Many trainings side by side. Serves the command line; may change. */
package fovea.sweep;
