package fovea.run;

import fovea.data.InputException;
import fovea.train.Checkpoint;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What a run and the checkpoint that it goes on from must have in common. */
final class Resumption {
  private Resumption() {}

  /**
   * All that the answer depends on, by name.
   *
   * @param data what tells whether data are the same, by name
   */
  static Map<String, String> settings(
      RunConfig config, PreparedTraining training, Map<String, String> data) {
    Map<String, String> settings = new TreeMap<>(data);
    settings.put("network", config.network().toString());
    settings.put("optimizer", training.optimizer().toString());
    settings.put("corruption", Double.toString(config.data().corrupt()));
    settings.put("seed", Long.toString(config.data().seed()));
    return settings;
  }

  /**
   * The checkpoint to go on from; none if the run was interrupted before its first.
   *
   * @throws InputException if there is none to rely on, or it belongs to other data or settings
   */
  static Optional<Checkpoint> checkpoint(
      RunFolder run, String version, Map<String, String> settings, Consumer<String> warn) {
    Optional<RunCheckpoints.Found> found = RunCheckpoints.newest(run);
    if (found.isEmpty()) return Optional.empty();
    found.get().warning().ifPresent(warn);
    CheckpointFile.Content content = found.get().content();
    settings.forEach((name, value) -> {
      if (!value.equals(content.settings().get(name)))
        throw new InputException("--resume %s: its checkpoint was made with another %s than this"
            .formatted(run.path(), name));
    });
    if (!content.version().equals(version))
      warn.accept(
          "warning: the checkpoint is of Fovea %s, this is %s: the result may differ from an unbroken run's"
              .formatted(content.version(), version));
    return Optional.of(content.checkpoint());
  }
}
