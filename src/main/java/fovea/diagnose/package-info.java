/** Checks of the gradient, of the machine and of its speed. Serves the command line; may change. */
package fovea.diagnose;
