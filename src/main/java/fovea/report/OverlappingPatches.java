package fovea.report;

import fovea.data.PatchPreprocessing;
import fovea.data.Preprocessing;
import fovea.data.Whitening;
import fovea.kernels.Team;
import fovea.model.Autoencoder;
import java.util.Arrays;
import java.util.Optional;

/**
 * Takes planes of pixels, luminance or red, green and blue, through a model, patch by patch, and averages the
 * reconstructions where patches overlap.
 *
 * <p>Patches begin every {@code stride} pixels along either side, and a last one ends at the border, so that every
 * pixel is in at least one patch. A pixel's value is the mean over all patches that contain it. They are added in
 * double in the order of the patches: rows of patches from the top, in a row from the left. So the bits depend
 * neither on the threads nor on the size of the batches.
 *
 * <p>Memory holds the rows of pixels under one batch of patches, not the planes.
 */
final class OverlappingPatches {
  /**
   * Values, or hidden activations if they are more, in the chunk of patches that a thread takes at a time. All arrays
   * of a chunk have about a megabyte.
   */
  private static final int CHUNK_VALUES = 1 << 16;

  private static final int CHUNKS_PER_THREAD = 4;

  private final Autoencoder network;
  private final PatchPreprocessing preprocessing;
  private final Optional<Whitening> whitening;
  private final int channels;
  private final int side;
  private final int width;
  private final int height;
  private final Team team;
  private final int[] xs;
  private final int[] ys;
  private final int[] overX;
  private final int[] overY;
  private final Chunk[] chunks;
  private final int chunkSize;
  private final int rowsPerBand;

  /** Gives rows of the planes. */
  interface Source {
    /**
     * Writes row y, width values of each plane in turn, from {@code at} on. It is called once for each row, from any
     * thread of the team.
     */
    void read(int y, double[] pixels, int at);
  }

  /** Takes rows that are done. */
  interface Sink {
    /**
     * Takes row y of both, width values of each plane in turn, from {@code at} on. It is called once for each row,
     * from any thread of the team.
     */
    void take(int y, double[] pixels, double[] reconstruction, int at);
  }

  /** Learns how far the work is. */
  interface Progress {
    void at(long patches, long of);
  }

  /** Consecutive patches as the model sees them, and their reconstructions. */
  @SuppressWarnings("ArrayRecordComponent") // workspace, never compared
  private record Chunk(
      double[] patch, float[] in, float[] out, double[] mean, double[] reconstruction) {
    static Chunk of(int patches, int values) {
      return new Chunk(
          new double[values],
          new float[patches * values],
          new float[patches * values],
          new double[patches],
          new double[patches * values]);
    }
  }

  /**
   * Lays patches on planes.
   *
   * @param preprocessing of patches
   * @param stride pixels from one patch to the next, 1 to the patch's side
   * @param width of the planes, at least the patch's side
   * @param height of the planes, at least the patch's side
   * @param team stays the caller's to close
   * @throws IllegalArgumentException if one does not fit the other
   */
  OverlappingPatches(
      Autoencoder network,
      Preprocessing preprocessing,
      int stride,
      int width,
      int height,
      Team team) {
    this.network = network;
    this.preprocessing = preprocessing
        .patches()
        .orElseThrow(() -> new IllegalArgumentException("a picture needs a model of patches"));
    whitening = preprocessing instanceof Whitening w ? Optional.of(w) : Optional.empty();
    channels = this.preprocessing.channels();
    this.width = width;
    this.height = height;
    this.team = team;
    side = this.preprocessing.side();
    int values = preprocessing.outputSize();
    if (network.shape().inputs() != values)
      throw new IllegalArgumentException("patches of %d values for a network of %d inputs"
          .formatted(values, network.shape().inputs()));
    if (stride < 1 || stride > side || side > Math.min(width, height))
      throw new IllegalArgumentException("patches of %d pixels, %d apart, do not cover %dx%d"
          .formatted(side, stride, width, height));
    xs = starts(width, side, stride);
    ys = starts(height, side, stride);
    overX = cover(xs, width, side);
    overY = cover(ys, height, side);
    int widest = Math.max(values, network.shape().hidden());
    chunkSize = (int) Math.min(Math.max(1, CHUNK_VALUES / widest), count());
    int most = (int)
        Math.min((long) CHUNKS_PER_THREAD * team.size(), Math.ceilDiv(count(), (long) chunkSize));
    chunks = new Chunk[most];
    Arrays.setAll(chunks, i -> Chunk.of(chunkSize, values));
    rowsPerBand = Math.max(1, most * chunkSize / xs.length);
  }

  /** Patches in all. */
  long count() {
    return (long) xs.length * ys.length;
  }

  /** Where patches begin along a side. */
  static int[] starts(int length, int side, int stride) {
    int last = length - side;
    int[] starts = new int[Math.ceilDiv(last, stride) + 1];
    for (int i = 0; i < starts.length; i++) starts[i] = Math.min(i * stride, last);
    return starts;
  }

  /** How many of the patches along a side contain each pixel. */
  private static int[] cover(int[] starts, int length, int side) {
    int[] cover = new int[length];
    for (int start : starts) for (int i = start; i < start + side; i++) cover[i]++;
    return cover;
  }

  /** Reconstructs all patches, a band of some rows of patches at a time. */
  void run(Source source, Sink sink, Progress progress) {
    int most =
        (int) Math.min(height, (long) (rowsPerBand - 1) * (ys.length > 1 ? ys[1] : 0) + side);
    int row = channels * width;
    double[] pixels = new double[Math.multiplyExact(most, row)];
    double[] sums = new double[pixels.length];
    int loaded = 0;
    int next;
    for (int first = 0; first < ys.length; first = next) {
      next = Math.min(first + rowsPerBand, ys.length);
      int top = ys[first];
      int bottom = ys[next - 1] + side;
      rows(loaded, bottom, y -> {
        source.read(y, pixels, (y - top) * row);
        Arrays.fill(sums, (y - top) * row, (y - top + 1) * row, 0);
      });
      Band band = new Band(first, next, pixels, sums);
      int patches = (next - first) * xs.length;
      for (int from = 0; from < patches; from += chunks.length * chunkSize) {
        band.add(from, Math.min(patches, from + chunks.length * chunkSize));
        progress.at((long) first * xs.length + from, count());
      }
      int done = next == ys.length ? height : ys[next];
      rows(top, done, y -> {
        average(sums, (y - top) * row, overY[y]);
        sink.take(y, pixels, sums, (y - top) * row);
      });
      // The rows that the next band's patches share move to the top.
      System.arraycopy(pixels, (done - top) * row, pixels, 0, (bottom - done) * row);
      System.arraycopy(sums, (done - top) * row, sums, 0, (bottom - done) * row);
      loaded = bottom;
    }
  }

  private void average(double[] sums, int at, int rows) {
    for (int i = 0; i < channels * width; i++) sums[at + i] /= (double) overX[i % width] * rows;
  }

  private interface RowTask {
    void row(int y);
  }

  /** Shares out rows of pixels. */
  private void rows(int from, int to, RowTask task) {
    team.run(thread -> {
      for (int y = from + thread; y < to; y += team.size()) task.row(y);
    });
  }

  /** The patches of rows {@code first} to {@code next} − 1, numbered from 0, and the pixels under them. */
  private final class Band {
    private final int first;
    private final int next;
    private final double[] pixels;
    private final double[] sums;

    Band(int first, int next, double[] pixels, double[] sums) {
      this.first = first;
      this.next = next;
      this.pixels = pixels;
      this.sums = sums;
    }

    /** Adds the reconstructions of patches {@code from} to {@code to} − 1 to the sums. */
    void add(int from, int to) {
      int used = Math.ceilDiv(to - from, chunkSize);
      team.run(thread -> {
        for (int c = thread; c < used; c += team.size()) {
          int start = from + c * chunkSize;
          reconstruct(chunks[c], start, Math.min(to, start + chunkSize));
        }
      });
      int top = ys[first + from / xs.length];
      int bottom = ys[first + (to - 1) / xs.length] + side;
      rows(top, bottom, y -> add(y, from, to));
    }

    private void reconstruct(Chunk chunk, int from, int to) {
      int values = preprocessing.outputSize();
      int count = to - from;
      for (int i = from; i < to; i++) {
        int at = (ys[first + i / xs.length] - ys[first]) * channels * width + xs[i % xs.length];
        for (int line = 0; line < channels * side; line++)
          System.arraycopy(
              pixels,
              at + (line % side * channels + line / side) * width,
              chunk.patch(),
              line * side,
              side);
        chunk.mean()[i - from] = preprocessing.apply(
            chunk.patch(), chunk.in(), (i - from) * values, whitening.isEmpty());
      }
      float[] in = whitening.map(w -> w.whiten(chunk.in(), count)).orElse(chunk.in());
      network.reconstructBatch(in, count, chunk.out());
      float[] out = whitening.map(w -> w.withoutWhitening(chunk.out(), count)).orElse(chunk.out());
      for (int i = 0; i < count; i++)
        preprocessing.restore(
            out,
            i * values,
            chunk.mean()[i],
            chunk.reconstruction(),
            i * values,
            whitening.isEmpty());
    }

    /** Adds the values of patches {@code from} to {@code to} − 1 in row y, in their order. */
    private void add(int y, int from, int to) {
      int row = (y - ys[first]) * channels * width;
      for (int j = first; j < next; j++) {
        if (y < ys[j] || y >= ys[j] + side) continue;
        int begin = Math.max(from, (j - first) * xs.length);
        int end = Math.min(to, (j - first + 1) * xs.length);
        for (int i = begin; i < end; i++) {
          double[] values = chunks[(i - from) / chunkSize].reconstruction();
          int at = (i - from) % chunkSize * preprocessing.outputSize() + (y - ys[j]) * side;
          int x = row + xs[i - (j - first) * xs.length];
          for (int c = 0; c < channels; c++)
            for (int u = 0; u < side; u++)
              sums[x + c * width + u] += values[at + c * side * side + u];
        }
      }
    }
  }
}
