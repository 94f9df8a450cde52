package fovea.cli;

import fovea.data.InputException;
import fovea.io.Fingerprint;
import fovea.optimize.Optimizer;
import fovea.run.CheckpointFile;
import fovea.run.RunCheckpoints;
import fovea.run.RunConfig;
import fovea.run.RunFolder;
import fovea.train.Checkpoint;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a run and the checkpoint that it goes on from must have in common. */
public final class Resumption {
  private Resumption() {}

  /** All that the answer depends on, data included, by name. */
  static Map<String, String> settings(RunConfig config, Optimizer optimizer, TrainingData given) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("network", config.network().toString());
    settings.put("optimizer", optimizer.toString());
    settings.put("corruption", Double.toString(config.data().corrupt()));
    settings.put("seed", Long.toString(config.data().seed()));
    settings.put("training data", given.fingerprint());
    given.heldOut().ifPresent(held -> settings.put("held-out data", Fingerprint.of(held.x())));
    return settings;
  }

  /**
   * The checkpoint to go on from; none if the run was broken off before its first.
   *
   * @throws InputException if there is none to rely on, or it belongs to other data or settings
   */
  public static Optional<Checkpoint> checkpoint(RunFolder run, Map<String, String> settings) {
    Optional<RunCheckpoints.Found> found = RunCheckpoints.newest(run);
    if (found.isEmpty()) return Optional.empty();
    found.get().warning().ifPresent(Errors::print);
    CheckpointFile.Content content = found.get().content();
    settings.forEach((name, value) -> {
      if (!value.equals(content.settings().get(name)))
        throw new InputException("--resume %s: its checkpoint was made with another %s than this"
            .formatted(run.path(), name));
    });
    if (!content.version().equals(Version.number()))
      Errors.print(
          "warning: the checkpoint is of Fovea %s, this is %s: the result may differ from an unbroken run's"
              .formatted(content.version(), Version.number()));
    return Optional.of(content.checkpoint());
  }
}
