package fovea.data;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Finds the images in a folder and its subfolders. Symbolic links are followed, one that leads back into itself is not;
 * files and folders whose name begins with a dot are passed over, and so is every file that neither is an image nor is
 * named like one. Images of kinds that are not read, and links that lead nowhere, are passed over with a note.
 */
final class ImageFolder {
  static final List<String> EXTENSIONS = Arrays.stream(ImageKind.values())
      .flatMap(kind -> kind.extensions().stream())
      .toList();

  /** Files that are named in a line. */
  private static final int LISTED = 5;

  private ImageFolder() {}

  /**
   * The images in the order of their paths below the folder, compared as strings with '/' between the parts.
   *
   * @throws InputException if a folder cannot be read, or a file is named like an image but is none
   */
  static List<ImageSource> images(Path folder) {
    Map<String, Path> files = new TreeMap<>();
    try {
      Files.walkFileTree(
          folder,
          EnumSet.of(FileVisitOption.FOLLOW_LINKS),
          Integer.MAX_VALUE,
          new Visitor(folder, files));
    } catch (IOException e) {
      throw Problems.unreadable(folder, e);
    }
    List<ImageSource> images = new ArrayList<>();
    List<String> passedOver = new ArrayList<>();
    for (Map.Entry<String, Path> entry : files.entrySet()) {
      Path file = entry.getValue();
      if (!Files.isRegularFile(file)) {
        passedOver.add(entry.getKey() + " (a link to nothing)");
        continue;
      }
      byte[] start = DataReader.start(file);
      if (ImageKind.of(start).isPresent()) images.add(new ImageSource.OfFile(file));
      else if (ForeignKind.of(start).filter(ForeignKind::isImage).isPresent())
        passedOver.add(entry.getKey());
      else if (EXTENSIONS.contains(DataReader.extension(file)))
        throw new InputException(
            file + ": not an image, although its name says so: repair or remove it");
    }
    if (!passedOver.isEmpty()) tell(folder, passedOver, images.isEmpty());
    return images;
  }

  /** Names images that cannot be read, and links that lead nowhere: in a note, or if they are all there is. */
  private static void tell(Path folder, List<String> passedOver, boolean all) {
    String names =
        passedOver.stream().limit(LISTED).map(ArrayChoice::shown).collect(Collectors.joining(", "));
    String line = "%s: %s passed over, of kinds that are not read here: %s%s"
        .formatted(
            folder,
            passedOver.size() == 1 ? "1 file was" : passedOver.size() + " files were",
            names,
            passedOver.size() > LISTED ? ", …" : "");
    if (all)
      throw new InputException(
          line + ": there is no other image; save them as PNG, JPEG, TIFF or WebP");
    Notes.add(line);
  }

  private static final class Visitor extends SimpleFileVisitor<Path> {
    private final Path folder;
    private final Map<String, Path> files;

    Visitor(Path folder, Map<String, Path> files) {
      this.folder = folder;
      this.files = files;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
      return path.equals(folder) || !isHidden(path)
          ? FileVisitResult.CONTINUE
          : FileVisitResult.SKIP_SUBTREE;
    }

    @Override
    public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
      if ((attributes.isRegularFile() || attributes.isSymbolicLink()) && !isHidden(path)) {
        Path below = folder.relativize(path);
        List<String> parts = new ArrayList<>();
        below.forEach(part -> parts.add(part.toString()));
        files.put(String.join("/", parts), path);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path path, IOException e) throws IOException {
      if (e instanceof FileSystemLoopException) return FileVisitResult.CONTINUE;
      throw e;
    }

    private static boolean isHidden(Path path) {
      Path name = path.getFileName();
      return name != null && name.toString().startsWith(".");
    }
  }
}
