package fovea.data;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * Cuts square patches from images at random.
 *
 * <p>The images' headers are read first; images smaller than a patch are left out. Then all draws are made, from
 * {@link fovea.kernels.RandomDraws.Stream#PATCHES}, for each patch in turn: which image, then the row y, then the
 * column x of its upper left pixel, each uniform over all that are possible. So an image counts the same whatever its
 * size. Last, each image that was drawn is decoded once, several at a time, and its patches are cut out; the draws
 * being made, the order of decoding does not matter.
 *
 * <p>Memory: the patches themselves, some 50 bytes of draws for each, and the images being decoded, which together take
 * at most half the heap.
 */
final class PatchSampler {
  private PatchSampler() {}

  /** An image that is large enough, and where patches are cut from it. */
  record Candidate(ImageSource image, ImageDecoder.Size size, List<PatchPlace> places) {}

  /** Takes the patches of one image; called by several threads. */
  @FunctionalInterface
  interface Cutter {
    void cut(DecodedImage image, Candidate candidate);
  }

  /**
   * Patches of three channels.
   *
   * @param source what to call the images together
   * @throws InputException if no image is large enough, or one is damaged or too large for memory
   */
  static Examples sample(String source, List<ImageSource> images, ReadOptions options) {
    float[] values = Allocation.floats(
        source, options.patches(), 3L * options.patchSize() * options.patchSize());
    int side = options.patchSize();
    cut(candidates(source, images, options), (image, candidate) -> {
      for (PatchPlace place : candidate.places())
        image.cut(place.x(), place.y(), side, side, values, place.index() * 3 * side * side);
    });
    return new Examples(source, options.patches(), new ExampleShape.Patch(3, side), values);
  }

  /**
   * Reads the images' headers and makes all draws.
   *
   * @throws InputException if no image is large enough
   */
  static List<Candidate> candidates(String source, List<ImageSource> images, ReadOptions options) {
    int side = options.patchSize();
    List<ImageSource> large = new ArrayList<>();
    List<ImageDecoder.Size> sizes = new ArrayList<>();
    for (ImageSource image : images) {
      ImageDecoder.Size size = ImageDecoder.size(image);
      if (size.width() < side || size.height() < side) continue;
      large.add(image);
      sizes.add(size);
    }
    if (large.isEmpty())
      throw new InputException(
          "%s: no image of at least %dx%d pixels: give larger images or a smaller patch size"
              .formatted(source, side, side));
    int small = images.size() - large.size();
    if (small > 0)
      Notes.add("%s: %s smaller than a patch of %dx%d pixels and left out"
          .formatted(source, small == 1 ? "1 image is" : small + " images are", side, side));

    List<List<PatchPlace>> places = PatchPlace.draw(sizes, options);
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < large.size(); i++)
      candidates.add(new Candidate(large.get(i), sizes.get(i), places.get(i)));
    return candidates;
  }

  /** Decodes each image that was drawn, several at a time, and has its patches cut. */
  static void cut(List<Candidate> candidates, Cutter cutter) {
    int budget = Math.toIntExact(Math.max(1, Runtime.getRuntime().maxMemory() >> 21));
    Semaphore megabytes = new Semaphore(budget);
    ExecutorService pool = Executors.newFixedThreadPool(
        Math.min(candidates.size(), Runtime.getRuntime().availableProcessors()));
    try {
      List<Future<?>> jobs = new ArrayList<>();
      for (Candidate candidate : candidates) {
        if (candidate.places().isEmpty()) continue;
        int need = megabytes(candidate, budget);
        jobs.add(pool.submit(() -> {
          megabytes.acquireUninterruptibly(need);
          try {
            cut(candidate, cutter);
          } finally {
            megabytes.release(need);
          }
        }));
      }
      // In the images' order, so that of several damaged ones the same is named every time.
      for (Future<?> job : jobs) job.get();
    } catch (ExecutionException e) {
      // What a job throws is thrown here: a want of memory too must reach whoever can say it in
      // words.
      if (e.getCause() instanceof RuntimeException known) throw known;
      if (e.getCause() instanceof Error error) throw error;
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading images", e);
    } finally {
      pool.shutdownNow(); // after a failure, what has not begun is dropped
      pool.close();
    }
  }

  private static int megabytes(Candidate candidate, int budget) {
    ImageDecoder.Size size = candidate.size();
    long need = 1 + (size.bytes() >> 20);
    if (need > budget)
      throw new InputException(
          "%s: %dx%d pixels take %d MiB to decode, Java can spare %d: scale it down or raise -Xmx"
              .formatted(candidate.image().name(), size.width(), size.height(), need, budget));
    return (int) need;
  }

  private static void cut(Candidate candidate, Cutter cutter) {
    BufferedImage pixels = ImageDecoder.decode(candidate.image());
    DecodedImage image = new DecodedImage(candidate.image().name(), pixels);
    if (image.width() != candidate.size().width()
        || image.height() != candidate.size().height())
      throw new InputException(
          candidate.image().name() + ": its header states another size than its pixels have");
    cutter.cut(image, candidate);
  }
}
