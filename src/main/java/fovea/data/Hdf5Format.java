package fovea.data;

import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Link;
import io.jhdf.api.Node;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.exceptions.HdfBrokenLinkException;
import io.jhdf.exceptions.HdfInvalidPathException;
import io.jhdf.object.datatype.FixedPoint;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * HDF5 files, by way of jHDF: contiguous or chunked, gzip and byte shuffle, floating-point or integer numbers. Unsigned
 * bytes and shorts are read as fractions of their largest value, all other numbers as they are. The dataset is read in
 * slices along its first axis, so that a large one is never held twice.
 *
 * <p>MATLAB's files of version 7.3 are HDF5 behind a user block that says so. Their axes are stored in reverse, so that
 * the numbers lie in MATLAB's order.
 */
final class Hdf5Format implements DataFormat {
  private static final byte[] MAGIC = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1A, '\n'};

  /** Values in a slice, about: 8 MiB as doubles. */
  private static final int SLICE = 1 << 20;

  private static final byte[] MATLAB = "MATLAB 7.3 MAT-file".getBytes(StandardCharsets.US_ASCII);
  private static final Set<Class<?>> NUMBERS =
      Set.of(byte.class, short.class, int.class, long.class, float.class, double.class);

  @Override
  public String name() {
    return "HDF5 file";
  }

  @Override
  public List<String> extensions() {
    return List.of("h5", "hdf5", "hdf", "he5");
  }

  /** The signature stands at the start, or behind a user block of 512, 1024, 2048 … bytes. */
  @Override
  public boolean recognises(Path path, byte[] start) {
    for (int at = 0; at + MAGIC.length <= start.length; at = at == 0 ? 512 : 2 * at) {
      if (Arrays.equals(start, at, at + MAGIC.length, MAGIC, 0, MAGIC.length)) return true;
    }
    return false;
  }

  @Override
  public Examples read(Path path, ReadOptions options) {
    boolean matlab = isMatlab(path);
    String source = path + ", dataset " + ArrayChoice.shown(options.dataset());
    try (HdfFile file = new HdfFile(path)) {
      requireWhole(path, file);
      Dataset dataset = find(path, file, options);
      source = path + ", dataset " + ArrayChoice.shown(dataset.getPath().substring(1));
      long[] dims = dataset.getDimensionsAsLong();
      // The shape comes first, as it says most about what is wrong.
      if (!matlab) ArrayLayout.of(source, dims);
      double divisor = divisor(source, dataset);
      if (dataset.isEmpty()) throw new InputException(source + ": nothing has been written to it");
      requirePlausible(source, file, dataset);
      ExampleSink sink = matlab
          ? MatlabArray.sink(source, reversed(dims), options)
          : new ExampleFiller(source, ArrayLayout.of(source, dims));
      readSlices(dataset, divisor, sink);
      return sink.finish();
    } catch (InputException e) {
      throw e;
    } catch (OutOfMemoryError e) {
      throw new InputException(
          source + ": a chunk does not fit in memory: it is damaged, or Java needs a larger -Xmx",
          e);
    } catch (RuntimeException | StackOverflowError e) {
      // jHDF answers damage with whatever it trips over: buffer underflows, casts, recursion.
      throw new InputException(
          "%s: cannot be read as HDF5 (%s): it may be damaged".formatted(path, Problems.text(e)),
          e);
    }
  }

  private static void requireWhole(Path path, HdfFile file) {
    long end = file.getHdfBackingStorage().getSuperblock().getEndOfFileAddress();
    if (file.size() < end)
      throw new InputException(
          "%s: cut short: its header promises %d bytes, the file has %d: copy or save it again"
              .formatted(path, end, file.size()));
  }

  /** Keeps a damaged size from costing gigabytes of zeros: jHDF makes them up for chunks that are not there. */
  private static void requirePlausible(String source, HdfFile file, Dataset dataset) {
    double bytes = dataset.getSizeInBytes();
    if (dataset instanceof ChunkedDataset chunked) {
      double chunk = dataset.getDataType().getSize();
      for (int length : chunked.getChunkDimensions()) chunk *= length;
      bytes = Math.max(bytes, chunk);
    }
    if (bytes > Lengths.MOST_COMPRESSED * (double) file.size())
      throw new InputException(
          source + ": its header promises more values than the file can hold: it may be damaged");
  }

  private static Dataset find(Path path, HdfFile file, ReadOptions options) {
    try {
      if (file.getByPath(options.dataset()) instanceof Dataset dataset) return dataset;
    } catch (HdfInvalidPathException | HdfBrokenLinkException e) {
      // Nothing is there: what follows says what is.
    }
    Map<String, Dataset> datasets = new TreeMap<>();
    collect(file, new HashSet<>(), datasets);
    return ArrayChoice.choose(path, "dataset", datasets, options).getValue();
  }

  private static boolean isMatlab(Path path) {
    byte[] start = DataReader.start(path);
    return start.length >= MATLAB.length
        && Arrays.equals(start, 0, MATLAB.length, MATLAB, 0, MATLAB.length);
  }

  private static long[] reversed(long[] a) {
    long[] r = new long[a.length];
    for (int i = 0; i < a.length; i++) r[i] = a[a.length - 1 - i];
    return r;
  }

  /** Hard links can make a group its own descendant: each is entered once. */
  private static void collect(Group group, Set<Long> entered, Map<String, Dataset> datasets) {
    if (!entered.add(group.getAddress())) return;
    for (Node node : group) {
      if (node instanceof Link link && link.isBrokenLink()) continue;
      if (node.isGroup() && !node.isLink()) collect((Group) node, entered, datasets);
      else if (node instanceof Dataset dataset) datasets.put(node.getPath().substring(1), dataset);
      else if (node instanceof Link link && link.getTarget() instanceof Dataset dataset)
        datasets.put(node.getPath().substring(1), dataset);
    }
  }

  /** What stored numbers are divided by. */
  private static double divisor(String source, Dataset dataset) {
    if (!NUMBERS.contains(dataset.getJavaType()))
      throw new InputException(
          "%s: its values are not numbers that can be read (%s): store them as floats"
              .formatted(source, dataset.getJavaType().getSimpleName()));
    boolean unsigned = dataset.getDataType() instanceof FixedPoint integer && !integer.isSigned();
    int bytes = dataset.getDataType().getSize();
    if (isLogical(dataset)) return 1;
    return unsigned && bytes == 1 ? 255.0 : unsigned && bytes == 2 ? 65535.0 : 1.0;
  }

  /** MATLAB stores true and false as unsigned bytes. */
  private static boolean isLogical(Dataset dataset) {
    Attribute kind = dataset.getAttribute("MATLAB_class");
    return kind != null && "logical".equals(kind.getData());
  }

  private static void readSlices(Dataset dataset, double divisor, NumberSink sink) {
    int[] dims = dataset.getDimensions();
    long size = 1;
    for (int axis = 1; axis < dims.length; axis++) size *= dims[axis];
    // Whole chunks, because jHDF unpacks a chunk again for each slice that touches it.
    int step = (int) Math.max(1, SLICE / size);
    if (dataset instanceof ChunkedDataset chunked) {
      int chunk = chunked.getChunkDimensions()[0];
      step = Math.max(chunk, step / chunk * chunk);
    }
    long[] offset = new long[dims.length];
    int[] slice = dims.clone();
    for (int first = 0; first < dims[0]; first += slice[0]) {
      offset[0] = first;
      slice[0] = Math.min(step, dims[0] - first);
      put(dataset.getData(offset, slice), divisor, sink);
    }
  }

  /** Walks down jHDF's nested arrays to the runs of numbers, the last axis, and passes them on in order. */
  private static void put(Object array, double divisor, NumberSink sink) {
    if (array instanceof Object[] rows) {
      for (Object row : rows) put(row, divisor, sink);
      return;
    }
    if (array instanceof float[] floats && divisor == 1) {
      sink.put(floats, floats.length);
      return;
    }
    float[] run = new float[Array.getLength(array)];
    for (int i = 0; i < run.length; i++) run[i] = (float) (Array.getDouble(array, i) / divisor);
    sink.put(run, run.length);
  }
}
