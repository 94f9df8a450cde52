package fovea.data;

import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.exceptions.HdfException;
import java.lang.reflect.Array;
import java.util.Arrays;

/**
 * Reads a chunked dataset some of whose chunks were never written: their values are the fill value that it was made
 * with. jHDF gives zeros for them, or fails, as the index of the chunks has it.
 */
final class Hdf5Chunks {
  private final ChunkedDataset dataset;
  private final int[] dims;
  private final int[] chunk;

  Hdf5Chunks(ChunkedDataset dataset) {
    this.dataset = dataset;
    dims = dataset.getDimensions();
    chunk = dataset.getChunkDimensions();
  }

  /** Chunks, written or not. */
  double count() {
    double count = 1;
    for (int axis = 0; axis < dims.length; axis++) count *= Math.ceilDiv(dims[axis], chunk[axis]);
    return count;
  }

  /** Whether there is a chunk that was written, or one that was not. */
  boolean has(boolean written) {
    long[] at = new long[dims.length];
    do {
      if (isWritten(at) == written) return true;
    } while (next(at, 0));
    return false;
  }

  /** Passes all values on in order, one row of chunks after the other. */
  void read(double divisor, NumberSink sink) {
    float fill = fill(divisor);
    int run = 1;
    for (int axis = 1; axis < dims.length; axis++) run *= dims[axis];
    long[] at = new long[dims.length];
    for (int first = 0; first < dims[0]; first += chunk[0]) {
      float[] block = new float[Math.min(chunk[0], dims[0] - first) * run];
      Arrays.fill(block, fill);
      Arrays.fill(at, 0);
      at[0] = first;
      do {
        if (isWritten(at)) copy(at, divisor, block);
      } while (next(at, 1));
      sink.put(block, block.length);
    }
  }

  private float fill(double divisor) {
    Object fill = dataset.getFillValue();
    if (fill == null) return 0;
    if (fill instanceof Number number) return (float) (number.doubleValue() / divisor);
    throw new HdfException("its fill value is no number");
  }

  private void copy(long[] at, double divisor, float[] block) {
    int[] size = new int[dims.length];
    for (int axis = 0; axis < dims.length; axis++)
      size[axis] = (int) Math.min(chunk[axis], dims[axis] - at[axis]);
    int to = 0;
    for (int axis = 1; axis < dims.length; axis++) to = to * dims[axis] + (int) at[axis];
    copy(dataset.getData(at, size), 0, divisor, block, to);
  }

  /** @param to where the part of this axis begins, in units of its values */
  private void copy(Object values, int axis, double divisor, float[] block, int to) {
    int length = Array.getLength(values);
    if (axis == dims.length - 1) {
      for (int i = 0; i < length; i++)
        block[to + i] = (float) (Hdf5Format.number(values, i) / divisor);
      return;
    }
    int stride = 1;
    for (int inner = axis + 1; inner < dims.length; inner++) stride *= dims[inner];
    for (int i = 0; i < length; i++)
      copy(Array.get(values, i), axis + 1, divisor, block, to + i * stride);
  }

  /** jHDF tells of a chunk that is not there by failing, in one of two ways. */
  private boolean isWritten(long[] at) {
    int[] offset = Arrays.stream(at).mapToInt(Math::toIntExact).toArray();
    try {
      dataset.getRawChunkBuffer(offset);
      return true;
    } catch (HdfException e) {
      String why = String.valueOf(e.getMessage());
      if (why.startsWith("No chunk with offset") || why.endsWith("at address -1")) return false;
      throw e;
    }
  }

  /** Goes to the next chunk, without changing the axes before {@code from}. */
  private boolean next(long[] at, int from) {
    for (int axis = dims.length - 1; axis >= from; axis--) {
      at[axis] += chunk[axis];
      if (at[axis] < dims[axis]) return true;
      at[axis] = 0;
    }
    return false;
  }
}
