package fovea.sweep;

import fovea.data.Examples;
import fovea.data.PatchPreprocessing;
import fovea.io.Fingerprint;
import fovea.model.Architecture;
import fovea.run.RunConfig;
import fovea.run.TrainingData;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * sweep.json: what all runs of a sweep have in common, so that the runs in one folder can be compared.
 *
 * @param inputs values in an example, D
 * @param tiles whether an example is an image
 * @param sigma the deviation that preprocessing measured; null without preprocessing
 */
public record SweepConfig(
    String version,
    Data data,
    Data heldOut,
    int inputs,
    boolean tiles,
    @Nullable Double sigma,
    Layers layers,
    RunConfig.Training training) {
  /**
   * Examples.
   *
   * @param source what they were read from; another name for the same examples changes nothing
   * @param sha256 of what the network sees of them, as little-endian float32
   */
  public record Data(String source, int examples, String sha256) {}

  /** The layers of all networks. */
  public record Layers(String encoder, String decoder, boolean tied) {
    private static Layers of(Architecture network) {
      return new Layers(
          network.encoder().name().toLowerCase(Locale.ROOT),
          network.decoder().name().toLowerCase(Locale.ROOT),
          network.tied());
    }
  }

  /** The configuration of a sweep over this data and such networks. */
  public static SweepConfig of(
      String version, TrainingData data, Architecture network, RunConfig.Training training) {
    TrainingData.HeldOut unseen = SweepRun.heldOut(data);
    return new SweepConfig(
        version,
        data(data.examples(), data.x()),
        data(unseen.examples(), unseen.x()),
        data.inputs(),
        SweepRun.images(data),
        data.preprocessing().patches().map(PatchPreprocessing::sigma).orElse(null),
        Layers.of(network),
        training);
  }

  private static Data data(Examples examples, float[] seen) {
    return new Data(examples.source(), examples.count(), Fingerprint.of(seen));
  }

  /** What differs in another sweep, if its runs do not compare with those of this one. */
  Optional<String> difference(SweepConfig other) {
    Map<String, String> theirs = other.facts();
    for (Map.Entry<String, String> fact : facts().entrySet()) {
      String their = String.valueOf(theirs.get(fact.getKey()));
      if (their.equals(fact.getValue())) continue;
      return Optional.of(
          fact.getKey().endsWith("data")
              ? "other " + fact.getKey()
              : "%s %s, not %s".formatted(fact.getKey(), their, fact.getValue()));
    }
    return Optional.empty();
  }

  private Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Fovea's version", version);
    facts.put("values in an example", Integer.toString(inputs));
    facts.put("training data", data.sha256 + sigma + tiles);
    facts.put("held-out data", heldOut.sha256);
    facts.put("encoder", layers.encoder);
    facts.put("decoder", layers.decoder);
    facts.put("tied weights", Boolean.toString(layers.tied));
    facts.putAll(optimizer());
    return facts;
  }

  /** The optimiser and its settings as they are to be read. */
  Map<String, String> optimizer() {
    Map<String, String> settings = new LinkedHashMap<>();
    training
        .values()
        .forEach((name, value) -> settings.put(
            name.replace('_', ' '),
            value instanceof Double number ? Setting.text(number) : value.toString()));
    return settings;
  }
}
