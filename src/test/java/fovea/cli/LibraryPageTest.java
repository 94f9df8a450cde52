package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compiles and runs the examples of docs/library.md, in their order, and holds what they print, and the model that they
 * save, against the page.
 */
class LibraryPageTest {
  private static final String VECTORS = "jdk.incubator.vector";

  @TempDir
  private Path folder;

  @Test
  void theExamplesCompileAndPrintWhatThePageSays() throws Exception {
    String page = Files.readString(Path.of("docs/library.md"));
    // Tests share a working folder; the page's files are to lie in one of their own.
    List<String> code = blocks(
        page.replace("Path.of(\"", "Path.of(\"%s/".formatted(folder.toString().replace('\\', '/'))),
        "java");
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
    assertThat(printed()).isEqualTo(String.join("", blocks(page, "text")));

    Matcher train = Pattern.compile("`(train photographs [^`]*)`").matcher(page);
    assertThat(train.find()).isTrue();
    List<Object> command = new ArrayList<>(List.of(train.group(1).split(" ")));
    command.set(1, photographs);
    command.addAll(List.of("--out", folder.resolve("run"), "--quiet"));
    FoveaJar.Ended ended = FoveaJar.here(command.toArray());
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(folder.resolve("run/model.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("model.safetensors"));
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

  /** What the page prints, with file names in place of paths. */
  private String printed() throws Exception {
    URL[] classes = {folder.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(classes, getClass().getClassLoader())) {
      Method main = loader.loadClass("Page").getMethod("main", String[].class);
      FoveaJar.Ended ended = Console.run(() -> {
        try {
          main.invoke(null, (Object) new String[0]);
          return 0;
        } catch (ReflectiveOperationException e) {
          throw new AssertionError(e);
        }
      });
      return ended.out().replace(System.lineSeparator(), "\n").replace(folder + File.separator, "");
    }
  }
}
