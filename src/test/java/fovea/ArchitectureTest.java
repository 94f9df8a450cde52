package fovea;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The arrows between the packages (docs/design.md §4). */
class ArchitectureTest {
  private static final JavaClasses CLASSES = new ClassFileImporter()
      .withImportOption(new ImportOption.DoNotIncludeTests())
      .importPackages("fovea");

  /** Each layer with all that it sees. */
  private static final Map<String, List<String>> SEES = new LinkedHashMap<>();

  static {
    SEES.put("kernels", List.of());
    SEES.put("model", List.of("kernels"));
    SEES.put("data", List.of("kernels"));
    SEES.put("features", List.of("model", "kernels"));
    SEES.put("optimize", List.of("kernels"));
    SEES.put("probe", List.of("optimize", "data", "kernels"));
    SEES.put("train", List.of("optimize", "model", "kernels"));
    SEES.put("diagnose", List.of("train", "optimize", "model", "kernels"));
    SEES.put("io", List.of("data", "model", "kernels"));
    SEES.put("run", List.of("io", "train", "optimize", "data", "model", "kernels"));
    SEES.put("report", all("features", "run"));
    SEES.put("sweep", all("report", "features", "run"));
    SEES.put("cli", all("sweep", "report", "features", "run", "diagnose", "probe"));
    SEES.put("library", all("run"));
    // Only there under the profile spark.
    SEES.put("spark", all("cli", "run"));
  }

  private static List<String> all(String... others) {
    List<String> seen =
        new ArrayList<>(List.of("io", "train", "optimize", "data", "model", "kernels"));
    seen.addAll(List.of(others));
    return seen;
  }

  @Test
  void arrowsGoDownOnly() {
    LayeredArchitecture architecture = layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage("fovea..")
        .optionalLayer("spark")
        .definedBy("fovea.spark");
    for (String layer : SEES.keySet())
      if (!layer.equals("spark"))
        architecture = architecture
            .layer(layer)
            .definedBy(layer.equals("library") ? "fovea" : "fovea." + layer);
    for (String layer : SEES.keySet()) {
      String[] seen = SEES.get(layer).toArray(String[]::new);
      architecture = seen.length == 0
          ? architecture.whereLayer(layer).mayNotAccessAnyLayer()
          : architecture.whereLayer(layer).mayOnlyAccessLayers(seen);
    }
    architecture.check(CLASSES);
    slices().matching("fovea.(*)..").should().beFreeOfCycles().check(CLASSES);
  }
}
