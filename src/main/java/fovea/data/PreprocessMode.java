package fovea.data;

/** Whether examples are preprocessed before training. */
public enum PreprocessMode {
  /** Patches are preprocessed in full, rows of a table are used as they are. */
  AUTO,
  /** Preprocess in full; rows of 3·S² or S² values are taken to be patches of S×S pixels, channel by channel. */
  FULL,
  /** Use the values as they are. */
  NONE
}
