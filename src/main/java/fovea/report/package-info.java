/** Figures and pages. Serves the command line; may change. */
package fovea.report;
