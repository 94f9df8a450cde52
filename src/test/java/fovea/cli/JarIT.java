package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.io.ModelFile;
import fovea.model.Autoencoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The real jar as a user meets it: it has the photographs and its own version, makes a folder below the one that it is
 * started in, writes to stdout, and refuses with one line. All else about commands is tested in one process.
 */
class JarIT {
  @TempDir
  private Path folder;

  private FoveaJar.Ended run(Object... arguments) {
    return FoveaJar.run(FoveaJar.command(List.of(), arguments).directory(folder.toFile()));
  }

  @Test
  void itTrainsEvaluatesAndDecodes() throws IOException {
    Object[] train = {"train", "--patches", 600, "--patch-size", 8, "--hidden", 5, "--iterations", 9
    };
    FoveaJar.Ended trained = run(train);
    assertThat(trained.exit()).as(trained.err()).isZero();
    assertThat(trained.err()).contains("iteration 9/9");
    Path run;
    try (Stream<Path> runs = Files.list(folder.resolve("runs"))) {
      run = runs.toList().getFirst();
    }
    assertThat(trained.out()).contains(folder.relativize(run).toString());
    assertThat(run.resolve("report.html")).isNotEmptyFile();
    assertThat(run.resolve("figures/features.png")).isNotEmptyFile();
    JsonNode config = JsonMapper.shared().readTree(Files.readString(run.resolve("config.json")));
    assertThat(config.get("version").asString()).isEqualTo("0.1.0");

    Path here = folder.resolve("here");
    Object[] same = Stream.concat(Stream.of(train), Stream.of("--out", here)).toArray();
    assertThat(FoveaJar.here(same).exit()).isZero();
    Path model = run.resolve("model.safetensors");
    Autoencoder network = ModelFile.read(model).network();
    assertThat(network.theta())
        .isEqualTo(ModelFile.read(here.resolve("model.safetensors")).network().theta());

    assertThat(run("compare", run).out()).endsWith("compare.png\n");
    byte[] chart = Files.readAllBytes(folder.resolve("compare.png"));
    FoveaJar.Ended compared = run("compare", run, here);
    assertThat(compared.exit()).as(compared.err()).isZero();
    assertThat(compared.out()).contains("cost").contains(run.getFileName().toString());
    assertThat(compared.err()).contains("compare.png is there already and stays");
    assertThat(folder.resolve("compare.png")).hasBinaryContent(chart);

    Object[] evaluate = {"evaluate", model, "--patches", 600, "--patch-size", 8, "--json"};
    FoveaJar.Ended evaluated = run(evaluate);
    assertThat(evaluated.exit()).as(evaluated.err()).isZero();
    assertThat(evaluated.out())
        .contains("\"explained_variance\"")
        .isEqualTo(FoveaJar.here(evaluate).out());

    Path codes =
        FoveaJar.npy(folder.resolve("codes.npy"), new float[] {0, 1, 0, 0.5f, 0.25f}, 1, 5);
    FoveaJar.Ended decoded = run("decode", model, codes, "--out", "-");
    assertThat(decoded.exit()).as(decoded.err()).isZero();
    float[] output = new float[64];
    network.decodeBatch(new float[] {0, 1, 0, 0.5f, 0.25f}, 1, output);
    assertThat(decoded.out().strip().split(",")).hasSize(64);
    for (int k = 0; k < 64; k++)
      assertThat(Float.parseFloat(decoded.out().strip().split(",")[k])).isEqualTo(output[k]);
  }

  @Test
  void itRefusesWithOneLine() throws IOException {
    Path table = Files.writeString(folder.resolve("t.csv"), "1,2\nx,3\n");
    run("train", table).isRefusal("t.csv: line 2, column 1: 'x'");
    assertThat(folder.resolve("runs")).doesNotExist();
  }

  @Test
  void onlyTheProgramsJarHoldsThePhotographs() throws IOException {
    Path program = Path.of(System.getProperty("fovea.jar"));
    assertThat(photographs(program)).hasSize(30);
    try (Stream<Path> files = Files.list(program.getParent())) {
      assertThat(files.filter(file -> file.getFileName().toString().matches("fovea-[\\d.]+\\.jar")))
          .singleElement()
          .satisfies(library -> assertThat(photographs(library)).isEmpty());
    }
  }

  private static List<String> photographs(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream()
          .map(JarEntry::getName)
          .filter(name -> name.matches("photos/.*png"))
          .toList();
    }
  }
}
