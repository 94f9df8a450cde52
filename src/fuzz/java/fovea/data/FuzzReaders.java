package fovea.data;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Runs Jazzer on one reader after the other, beginning from the files of the tests. Arguments: seconds for each, a
 * folder to work in, and the readers, by the ending of their files, or "all".
 */
public final class FuzzReaders {
  private static final Path SEEDS = Path.of("src/test/resources/fovea/data");

  /** The largest seed is smaller than this. */
  private static final int LONGEST_INPUT = 8192;

  private FuzzReaders() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path folder = Path.of(arguments[1]);
    Collection<String> readers = arguments[2].equals("all")
        ? ReaderFuzzer.READERS.keySet()
        : Arrays.asList(arguments[2].split(","));
    int failed = 0;
    for (String reader : readers) {
      Path corpus = Files.createDirectories(folder.resolve(reader).resolve("corpus"));
      for (Path seed : seeds(reader)) {
        Path copy = corpus.resolve(String.valueOf(seed.getFileName()));
        if (!Files.exists(copy)) Files.copy(seed, copy);
      }
      if (ReaderFuzzer.IMAGES.contains(reader)) drawn(corpus, reader);
      if (reader.equals("bin")) Files.write(corpus.resolve("records.bin"), new byte[2 * 3073]);
      System.out.println("fuzzing the reader of " + reader + " files for " + arguments[0] + " s");
      int exit = new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-Xmx1g",
              "--enable-native-access=ALL-UNNAMED",
              "--sun-misc-unsafe-memory-access=allow",
              "-cp",
              System.getProperty("java.class.path"),
              "com.code_intelligence.jazzer.Jazzer",
              "--target_class=" + ReaderFuzzer.class.getName(),
              "--target_args=" + reader,
              "--instrumentation_includes=fovea.data.**:io.jhdf.**:com.twelvemonkeys.**",
              "--reproducer_path=" + folder.resolve(reader),
              "-artifact_prefix=" + folder.resolve(reader) + "/",
              "-max_total_time=" + arguments[0],
              "-max_len=" + LONGEST_INPUT,
              "-timeout=20",
              "-rss_limit_mb=0",
              "-print_final_stats=1",
              corpus.toString())
          .inheritIO()
          .start()
          .waitFor();
      if (exit != 0) failed++;
    }
    System.out.println(
        failed + " of " + readers.size() + " readers failed; findings are in " + folder);
    System.exit(failed == 0 ? 0 : 1);
  }

  /** Images of a few pixels, of each kind that the JDK writes. */
  private static void drawn(Path corpus, String reader) throws IOException {
    for (int type : new int[] {
      BufferedImage.TYPE_INT_RGB,
      BufferedImage.TYPE_BYTE_GRAY,
      BufferedImage.TYPE_BYTE_INDEXED,
      BufferedImage.TYPE_BYTE_BINARY
    }) {
      BufferedImage image = new BufferedImage(9, 7, type);
      for (int i = 0; i < 63; i++) image.setRGB(i % 9, i / 9, 0xFF000000 | i * 0x030507);
      Path file = corpus.resolve("drawn" + type + "." + reader);
      if (!ImageIO.write(image, reader, file.toFile())) Files.deleteIfExists(file);
    }
  }

  private static List<Path> seeds(String reader) throws IOException {
    try (Stream<Path> files = Files.walk(SEEDS)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> isSeed(file, reader) && file.toFile().length() <= LONGEST_INPUT)
          .toList();
    }
  }

  private static boolean isSeed(Path file, String reader) {
    String name = String.valueOf(file.getFileName());
    return switch (reader) {
      case "idx" -> name.endsWith(".idx") || name.endsWith("ubyte");
      case "csv" -> name.matches(".*\\.(csv|tsv|txt)");
      case "h5" -> name.endsWith(".h5") || name.equals("version-7.3.mat");
      default -> name.endsWith("." + reader);
    };
  }
}
