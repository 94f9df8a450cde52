import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder {@code licences}: for each library the licence and notice files of its jar, and one list of all that the
 * archive holds in the tag-value form of SPDX 2.3. Which licence a library has is said in
 * {@code src/dist/licences/libraries.csv}: a library that is not there fails the build.
 */
final class Licences {
  private static final Path TABLE = Path.of("src/dist/licences/libraries.csv");
  private static final Pattern JAR = Pattern.compile("(.+?)-(\\d.*)\\.jar");
  private static final Pattern TEXT = Pattern.compile("(?i).*(licen[cs]e|notice|copying).*");

  private final Path folder;
  private final StringBuilder list = new StringBuilder();

  /** One line of the table: a library, its licence in SPDX's terms, and files with what its jar does not tell. */
  private record Library(String group, String name, String licence, List<Path> files) {}

  Licences(Path folder) {
    this.folder = folder;
  }

  /** @param classPath jars that are in fovea.jar */
  void write(String version, List<Path> classPath) throws IOException {
    Files.createDirectories(folder);
    list.append("""
        SPDXVersion: SPDX-2.3
        DataLicense: CC0-1.0
        SPDXID: SPDXRef-DOCUMENT
        DocumentName: fovea-%1$s
        DocumentNamespace: https://spdx.org/spdxdocs/fovea-%1$s
        Creator: Organization: Fovea
        Created: %2$s
        """.formatted(version, Instant.now().truncatedTo(ChronoUnit.SECONDS)));
    add("fovea", version, "Apache-2.0", "NONE");
    add("photographs", version, "NOASSERTION", "NONE");
    list.append("PackageComment: each has its own licence, see photographs.md\n");
    add(
        "java-runtime",
        Runtime.version().toString(),
        "GPL-2.0-only WITH Classpath-exception-2.0",
        "NONE");
    list.append("PackageComment: %s; the files of its parts are in runtime/legal\n"
        .formatted(System.getProperty("java.vendor")));
    Map<String, Library> libraries = libraries();
    for (Path jar : classPath) {
      Matcher name = JAR.matcher(jar.getFileName().toString());
      Library library = name.matches() ? libraries.get(name.group(1)) : null;
      if (library == null)
        throw new IOException("%s has no line for %s: add one".formatted(TABLE, jar.getFileName()));
      String purl = "pkg:maven/%s/%s@%s".formatted(library.group, library.name, name.group(2));
      add(library.name, name.group(2), library.licence, purl);
      copyTexts(jar, library);
    }
    Files.writeString(folder.resolve("fovea.spdx"), list);
  }

  private Map<String, Library> libraries() throws IOException {
    Map<String, Library> libraries = new TreeMap<>();
    List<String> lines = Files.readAllLines(TABLE);
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      List<Path> files = cells[3].isEmpty()
          ? List.of()
          : Stream.of(cells[3].split(" ")).map(Path::of).toList();
      libraries.put(cells[1], new Library(cells[0], cells[1], cells[2], files));
    }
    return libraries;
  }

  private void add(String name, String version, String licence, String purl) {
    String id = "SPDXRef-" + name;
    list.append("""

        PackageName: %s
        SPDXID: %s
        PackageVersion: %s
        PackageDownloadLocation: NOASSERTION
        FilesAnalyzed: false
        PackageLicenseConcluded: %s
        PackageLicenseDeclared: %s
        PackageCopyrightText: NOASSERTION
        Relationship: SPDXRef-DOCUMENT DESCRIBES %s
        """.formatted(name, id, version, licence, licence, id));
    if (!purl.equals("NONE")) list.append("ExternalRef: PACKAGE-MANAGER purl %s\n".formatted(purl));
  }

  private void copyTexts(Path jar, Library library) throws IOException {
    Path own = Files.createDirectories(folder.resolve(library.name));
    List<Path> texts = new ArrayList<>();
    try (FileSystem content = FileSystems.newFileSystem(jar);
        Stream<Path> files = Files.walk(content.getPath("/"), 2)) {
      files
          .filter(file -> Files.isRegularFile(file)
              && TEXT.matcher(file.getFileName().toString()).matches())
          .forEach(texts::add);
      for (Path text : texts) Files.copy(text, own.resolve(text.getFileName().toString()));
    }
    for (Path file : library.files) Files.copy(file, own.resolve(file.getFileName()));
    if (texts.isEmpty() && library.files.isEmpty())
      throw new IOException(
          "%s has no licence file: name one in %s".formatted(jar.getFileName(), TABLE));
  }
}
