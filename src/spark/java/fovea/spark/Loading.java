package fovea.spark;

import fovea.data.InputException;
import fovea.model.Architecture;
import fovea.train.ShardGroup;
import fovea.train.ShardGroups;
import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;

/**
 * How an executor gets a group of shards: from the input, which is there to be read again when an executor is lost. The
 * same group is the same bits every time.
 */
record Loading(SparkInput input, Architecture architecture, ShardGroups groups)
    implements Serializable {
  /**
   * A group, or what is wrong with its examples: as a value, since Spark would try again what fails, and hide the
   * reason in its own.
   *
   * @param index of the group
   * @param group null with a problem
   * @param problem null with a group
   */
  record Loaded(int index, ShardGroup group, String problem) implements Serializable {
    boolean isUsable() {
      return problem == null;
    }
  }

  Loaded load(Configuration hadoop, int group) throws IOException {
    try {
      float[] examples = input.read(hadoop, groups.start(group), groups.length(group));
      requireUsable(examples, groups.start(group));
      return new Loaded(group, new ShardGroup(architecture, groups, group, examples), null);
    } catch (InputException e) {
      return new Loaded(group, null, e.getMessage());
    }
  }

  private void requireUsable(float[] examples, int first) {
    boolean unit = architecture.decoder().isWithinUnitInterval();
    int d = input.columns();
    for (int i = 0; i < examples.length; i++) {
      float value = examples[i];
      if (!Float.isFinite(value))
        throw new InputException(
            "%s, value %d is %s (counted from 0): every value must be a finite 32-bit number"
                .formatted(input.place(first + i / d), i % d, value));
      if (unit && !(value >= 0 && value <= 1))
        throw new InputException(
            ("%s, value %d is %s (counted from 0), but a sigmoid only gives 0 to 1: "
                    + "rescale the data, or add --decoder linear")
                .formatted(input.place(first + i / d), i % d, value));
    }
  }
}
