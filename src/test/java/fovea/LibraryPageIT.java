package fovea;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compiles and runs the examples of docs/library.md, in their order, and holds what they print, and the model that they
 * save, against the page.
 */
class LibraryPageIT {
  private static final String VECTORS = "jdk.incubator.vector";

  @TempDir
  private Path folder;

  @Test
  void theExamplesCompileAndPrintWhatThePageSays() throws Exception {
    String page = Files.readString(Path.of("docs/library.md"));
    List<String> code = blocks(page, "java");
    String imports = code.remove(0);
    List<String> methods = new ArrayList<>();
    List<String> calls = new ArrayList<>();
    for (int i = 0; i < code.size(); i++) {
      methods.add("static void example%d() throws IOException {\n%s}\n".formatted(i, code.get(i)));
      calls.add("example%d();\n".formatted(i));
    }
    assertThat(calls).hasSizeGreaterThan(5);
    Path source = folder.resolve("Page.java");
    Files.writeString(
        source,
        "%spublic final class Page {\n%spublic static void main(String[] a) throws IOException {\n%s}\n}\n"
            .formatted(imports, String.join("", methods), String.join("", calls)));
    compile(source);
    Path photographs = Files.createDirectory(folder.resolve("photographs"));
    for (String name : new String[] {"canyon.png", "crab.png", "koala.png"}) {
      assertThat(page).contains(name);
      Files.copy(Path.of("data/photos/train", name), photographs.resolve(name));
    }
    String classPath = folder + File.pathSeparator + System.getProperty("java.class.path");
    assertThat(java("-cp", classPath, "Page")).isEqualTo(String.join("", blocks(page, "text")));

    Matcher train = Pattern.compile("`(train photographs [^`]*)`").matcher(page);
    assertThat(train.find()).isTrue();
    List<Object> command = new ArrayList<>(List.of("-jar", System.getProperty("fovea.jar")));
    command.addAll(List.of(train.group(1).split(" ")));
    command.addAll(List.of("--out", "run", "--quiet"));
    java(command.toArray());
    assertThat(folder.resolve("run/model.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("model.safetensors"));
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

  private static List<String> blocks(String page, String language) {
    return Pattern.compile("^```" + language + "\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
        .matcher(page)
        .results()
        .map((MatchResult block) -> block.group(1))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private void compile(Path source) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    List<String> options = List.of(
        "-d",
        folder.toString(),
        "-cp",
        System.getProperty("java.class.path"),
        "--add-modules",
        VECTORS,
        "-Xlint:all,-incubating,-classfile,-processing",
        "-proc:none");
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      assertThat(compiler
              .getTask(messages, files, null, options, null, files.getJavaFileObjects(source))
              .call())
          .as(messages.toString())
          .isTrue();
    }
  }

  /** In a virtual machine of its own, as only that can have another working directory. */
  private String java(Object... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--add-modules",
        VECTORS,
        "-Duser.language=en"));
    for (Object argument : arguments) command.add(argument.toString());
    Path out = folder.resolve("out.txt");
    Path errors = folder.resolve("errors.txt");
    Process process = new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectOutput(out.toFile())
        .redirectError(errors.toFile())
        .start();
    assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
    return Files.readString(out).replace(System.lineSeparator(), "\n");
  }
}
