package fovea.data;

/** What the columns of a table are brought to before training; {@link TablePreprocessing} has the formulas. */
public enum TableScale {
  /** Values as they are. */
  NONE,
  /** The least and the largest value of a column become 0.1 and 0.9. */
  MINMAX,
  /** A column less its mean, by its standard deviation. */
  STANDARD,
  /** A column less its median, by the distance between its quartiles: a few values far off change neither. */
  ROBUST
}
