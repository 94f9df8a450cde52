/** How good features are. Serves the command line; may change. */
package fovea.features;
