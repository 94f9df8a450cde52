/** Files of models, runs and tables: part of the library, as far as it does not belong to a run's folder. */
package fovea.io;
