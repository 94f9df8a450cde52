package fovea.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * The patches that {@link DataReader} would cut from images, one after the other instead of all in memory. In memory
 * are some 50 bytes of draws for each, and the images being decoded.
 */
public final class PatchStream {
  private final String source;
  private final ReadOptions options;
  private final List<PatchSampler.Candidate> images;

  /**
   * Where a patch is cut.
   *
   * @param x column of its upper left pixel in the image
   * @param y row of it
   */
  public record Place(String image, int x, int y) {}

  /** Takes patches; called by several threads. */
  public interface Sink {
    /**
     * Takes a patch.
     *
     * @param index its number
     * @param values three planes, red, green, blue, row by row; the caller's to use again
     */
    void patch(int index, float[] values);

    /** All patches of an image are taken. */
    void finished(int image, int patches);
  }

  private PatchStream(String source, ReadOptions options, List<PatchSampler.Candidate> images) {
    this.source = source;
    this.options = options;
    this.images = images;
  }

  /**
   * Draws patches of a folder of images, or of one image.
   *
   * @throws InputException if it is neither, or no image is large enough for a patch
   */
  public static PatchStream of(Path path, ReadOptions options) {
    if (!Files.exists(path)) throw new InputException(path + ": no such file or folder");
    if (!new ImageFormat().recognises(path, DataReader.start(path)))
      throw new InputException(path + ": is neither an image nor a folder of images");
    List<ImageSource> images =
        Files.isDirectory(path) ? ImageFolder.images(path) : List.of(new ImageSource.OfFile(path));
    return new PatchStream(
        path.toString(), options, PatchSampler.candidates(path.toString(), images, options));
  }

  /** The same of what {@link DataReader} takes for images; empty if the path is anything else. */
  public static Optional<PatchStream> find(Path path, ReadOptions options) {
    byte[] start = DataReader.start(path);
    return DataReader.FORMATS.stream()
        .filter(format -> format.recognises(path, start))
        .findFirst()
        .filter(ImageFormat.class::isInstance)
        .map(format -> of(path, options));
  }

  public String source() {
    return source;
  }

  /** Number of patches. */
  public int count() {
    return options.patches();
  }

  /** Pixels along a patch's side. */
  public int side() {
    return options.patchSize();
  }

  /** All that the patches depend on but the images' contents, a line each. */
  public List<String> facts() {
    List<String> facts = new ArrayList<>();
    facts.add("%d patches of %d pixels, seed %d"
        .formatted(options.patches(), options.patchSize(), options.seed()));
    for (PatchSampler.Candidate image : images)
      facts.add("%dx%d %s"
          .formatted(image.size().width(), image.size().height(), image.image().name()));
    return facts;
  }

  /**
   * Cuts all patches, image by image, several images at a time.
   *
   * @param done whether an image, by its number, is done already
   * @throws InputException if an image is damaged or too large for memory
   */
  public void run(IntPredicate done, Sink sink) {
    List<PatchSampler.Candidate> left = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) if (!done.test(i)) left.add(images.get(i));
    int side = options.patchSize();
    PatchSampler.cut(left, (image, candidate) -> {
      float[] patch = new float[3 * side * side];
      for (PatchPlace place : candidate.places()) {
        image.cut(place.x(), place.y(), side, side, patch, 0);
        sink.patch(place.index(), patch);
      }
      sink.finished(images.indexOf(candidate), candidate.places().size());
    });
  }

  /** Where each patch is cut, by its number. */
  public Place[] places() {
    Place[] places = new Place[count()];
    for (PatchSampler.Candidate image : images)
      for (PatchPlace place : image.places())
        places[place.index()] = new Place(image.image().name(), place.x(), place.y());
    return places;
  }

  /** Patches of an image. */
  public int patches(int image) {
    return images.get(image).places().size();
  }

  /** Images that are large enough for a patch. */
  public int images() {
    return images.size();
  }
}
