/** The commands. Not for other programs: they call {@code java -jar fovea.jar}. */
package fovea.cli;
