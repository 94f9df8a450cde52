package fovea.spark;

import java.io.Serializable;

/**
 * Consecutive examples of a group.
 *
 * @param at the number of the first in its group
 * @param values row-major
 */
@SuppressWarnings("ArrayRecordComponent") // made once, never compared
record Piece(int group, int at, float[] values) implements Serializable {}
