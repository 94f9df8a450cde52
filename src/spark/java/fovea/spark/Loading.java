package fovea.spark;

import fovea.model.Architecture;
import fovea.train.ShardGroups;
import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;

/**
 * How an executor gets a group of shards from files, which are there to be read again when an executor is lost. The
 * same group is the same bits every time.
 */
record Loading(ChosenRows rows, Architecture architecture, ShardGroups layout, Sight sight)
    implements Serializable {
  Loaded load(Configuration hadoop, int group) throws IOException {
    return Loaded.of(
        architecture,
        layout,
        group,
        (first, count) -> sight.of(
            rows.input().source(),
            rows.read(hadoop, first, count),
            rows.input().columns(),
            i -> rows.place(first + i)));
  }
}
