package fovea.sweep;

import fovea.train.Metrics;
import java.io.IOException;

/** Follows a sweep. Called on the threads that train, on several at once. */
public interface SweepListener {
  /** A run begins, with so many threads. */
  void started(Setting setting, int threads);

  /** A run has measured its initial point, or has done an iteration. */
  void moved(Setting setting, Metrics metrics);

  /** A run is done and saved. */
  void finished(SweepResult result);

  /** A figure could not be drawn; all else is saved. */
  void undrawn(IOException problem);
}
