package fovea;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows between the packages (docs/design.md §4). */
class ArchitectureTest {
  private static final JavaClasses CLASSES = new ClassFileImporter()
      .withImportOption(new ImportOption.DoNotIncludeTests())
      .importPackages("fovea");

  @Test
  void arrowsGoDownOnly() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage("fovea..")
        // Only there under the profile spark.
        .optionalLayer("spark")
        .definedBy("fovea.spark")
        .layer("library")
        .definedBy("fovea")
        .layer("cli")
        .definedBy("fovea.cli")
        .layer("sweep")
        .definedBy("fovea.sweep")
        .layer("report")
        .definedBy("fovea.report")
        .layer("io")
        .definedBy("fovea.io")
        .layer("train")
        .definedBy("fovea.train")
        .layer("features")
        .definedBy("fovea.features")
        .layer("data")
        .definedBy("fovea.data")
        .layer("model")
        .definedBy("fovea.model")
        .layer("kernels")
        .definedBy("fovea.kernels")
        .whereLayer("library")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("spark")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("cli")
        .mayOnlyBeAccessedByLayers("spark")
        .whereLayer("sweep")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("report")
        .mayOnlyBeAccessedByLayers("cli", "sweep")
        .whereLayer("io")
        .mayOnlyBeAccessedByLayers("library", "spark", "cli", "sweep", "report")
        .whereLayer("train")
        .mayOnlyBeAccessedByLayers("library", "spark", "cli", "sweep", "report", "io")
        .whereLayer("features")
        .mayOnlyBeAccessedByLayers("cli", "sweep", "report")
        .whereLayer("data")
        .mayOnlyBeAccessedByLayers("library", "spark", "cli", "sweep", "report", "io")
        .whereLayer("model")
        .mayOnlyBeAccessedByLayers(
            "library", "spark", "cli", "sweep", "report", "io", "train", "features")
        .check(CLASSES);
    slices().matching("fovea.(*)..").should().beFreeOfCycles().check(CLASSES);
  }
}
