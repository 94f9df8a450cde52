package fovea.sweep;

import fovea.data.InputException;
import fovea.features.FeatureStability;
import fovea.io.ModelFile;
import fovea.io.StoredModel;
import fovea.report.ModelStability;
import fovea.run.RunFolder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How well the features of a run are found again by the finished runs of its settings with other seeds: what
 * {@code stability RUN OTHERS...} prints, the others in the order of the plan.
 *
 * @param mean |cosine|, {@link FeatureStability#mean}
 * @param baseline the same of random mixtures
 * @param stableUnits hidden units above what 95 % of the mixtures reach
 */
public record SweepStability(double mean, double baseline, int stableUnits) {
  /**
   * Compares the models that the folder holds. They say all: a sweep that goes on compares anew, with the runs that are
   * there by then.
   *
   * @return of each run that has a fellow; a run that diverged has none and is none
   * @throws InputException if a model cannot be read
   */
  public static Map<Setting, SweepStability> of(SweepFolder folder, List<SweepResult> results) {
    Map<Setting, List<Setting>> points = results.stream()
        .filter(result -> result.measures().isPresent())
        .map(SweepResult::setting)
        .collect(Collectors.groupingBy(
            setting -> setting.withSeed(0), LinkedHashMap::new, Collectors.toList()));
    Map<Setting, SweepStability> all = new HashMap<>();
    for (List<Setting> runs : points.values()) {
      if (runs.size() == 1) continue;
      List<StoredModel> models = runs.stream().map(run -> model(folder, run)).toList();
      for (int i = 0; i < runs.size(); i++) {
        List<StoredModel> others = new ArrayList<>(models);
        others.remove(i);
        FeatureStability stability = ModelStability.of(models.get(i), others, ModelStability.SEED);
        all.put(
            runs.get(i),
            new SweepStability(
                stability.mean(), stability.baselineMean(), stability.stableUnits()));
      }
    }
    return all;
  }

  private static StoredModel model(SweepFolder folder, Setting setting) {
    RunFolder run = new RunFolder(folder.run(setting));
    try {
      return ModelFile.read(run.model());
    } catch (InputException e) {
      throw new InputException(
          "%s; delete it, and the same command does this run again".formatted(e.getMessage()), e);
    }
  }
}
