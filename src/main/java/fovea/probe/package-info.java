/** What a linear classifier makes of features. Serves the command line; may change. */
package fovea.probe;
