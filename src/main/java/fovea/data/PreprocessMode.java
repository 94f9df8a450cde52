package fovea.data;

/** Whether examples are preprocessed before training. */
public enum PreprocessMode {
  /** Patches are preprocessed in full, rows of a table are used as they are. */
  AUTO,
  /** Preprocess in full; tables are refused. */
  FULL,
  /** Preprocess in full; rows of a table, of 3·S² or S² values, are patches of S×S pixels too, channel by channel. */
  FLATTENED,
  /** Use the values as they are. */
  NONE
}
