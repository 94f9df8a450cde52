/** One training, from its data to the folder that keeps it. Serves the command line; may change. */
package fovea.run;
