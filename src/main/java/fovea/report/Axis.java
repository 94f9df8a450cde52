package fovea.report;

import java.util.List;

/** One side of a plot. */
sealed interface Axis permits CountAxis, LinearAxis, LogAxis {
  /** 0 at the lower end, 1 at the upper. */
  double position(double value);

  /** Where the grid lines stand, ascending, with their numbers. */
  List<Mark> marks();

  /**
   * A grid line.
   *
   * @param text the value as people read it
   */
  record Mark(double value, String text) {}
}
