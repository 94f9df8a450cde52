package fovea.spark;

import fovea.data.InputException;
import fovea.model.Architecture;
import fovea.train.ShardGroup;
import fovea.train.ShardGroups;
import java.io.IOException;
import java.io.Serializable;

/**
 * A group of shards, or what is wrong with its examples: as a value, since Spark would try again what fails, and hide
 * the reason in its own.
 *
 * @param index of the group
 * @param group null with a problem
 * @param problem null with a group
 */
record Loaded(int index, ShardGroup group, String problem) implements Serializable {
  /** Gets a group's examples. */
  @FunctionalInterface
  interface Reader {
    /** @throws InputException if they cannot be used */
    float[] read(int first, int count) throws IOException;
  }

  static Loaded of(Architecture architecture, ShardGroups layout, int group, Reader reader)
      throws IOException {
    try {
      float[] examples = reader.read(layout.start(group), layout.length(group));
      return new Loaded(group, new ShardGroup(architecture, layout, group, examples), null);
    } catch (InputException e) {
      return new Loaded(group, null, e.getMessage());
    }
  }

  boolean isUsable() {
    return problem == null;
  }
}
