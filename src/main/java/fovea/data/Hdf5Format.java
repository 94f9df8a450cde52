package fovea.data;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Link;
import io.jhdf.api.Node;
import io.jhdf.api.NodeType;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.exceptions.HdfBrokenLinkException;
import io.jhdf.exceptions.HdfInvalidPathException;
import io.jhdf.object.datatype.FixedPoint;
import java.lang.reflect.Array;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * HDF5 files, by way of jHDF: contiguous or chunked, gzip and byte shuffle, floating-point or integer numbers. Unsigned
 * bytes and shorts are read as fractions of their largest value, all other numbers as they are. The dataset is read in
 * slices of examples, so that a large one is never held twice.
 */
final class Hdf5Format implements DataFormat {
  private static final byte[] MAGIC = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1A, '\n'};

  /** Values in a slice, about: 8 MiB as doubles. */
  private static final int SLICE = 1 << 20;

  /** Deflate never does better than 1032 : 1 (zlib's technical notes). */
  private static final int MOST_COMPRESSED = 1032;

  private static final int DATASETS_LISTED = 10;
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
    String source = path + ", dataset " + options.dataset();
    try (HdfFile file = new HdfFile(path)) {
      requireWhole(path, file);
      Dataset dataset = find(path, file, options.dataset());
      ArrayLayout layout = ArrayLayout.of(source, dataset.getDimensionsAsLong());
      double divisor = divisor(source, dataset);
      if (dataset.isEmpty()) throw new InputException(source + ": nothing has been written to it");
      requirePlausible(source, file, dataset);
      ExampleFiller filler = new ExampleFiller(source, layout);
      readSlices(dataset, layout, divisor, filler);
      return filler.finish();
    } catch (InputException e) {
      throw e;
    } catch (OutOfMemoryError e) {
      throw new InputException(
          source + ": a chunk does not fit in memory: it is damaged, or Java needs a larger -Xmx",
          e);
    } catch (RuntimeException | StackOverflowError e) {
      // jHDF answers damage with whatever it trips over: buffer underflows, casts, recursion.
      throw new InputException(
          "%s: cannot be read as HDF5 (%s): it may be damaged".formatted(path, Reason.of(e)), e);
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
    if (bytes > MOST_COMPRESSED * (double) file.size())
      throw new InputException(
          source + ": its header promises more values than the file can hold: it may be damaged");
  }

  private static Dataset find(Path path, HdfFile file, String name) {
    try {
      if (file.getByPath(name) instanceof Dataset dataset) return dataset;
    } catch (HdfInvalidPathException | HdfBrokenLinkException e) {
      // Nothing is there: the message below says what is.
    }
    Set<String> names = new TreeSet<>();
    collect(file, new HashSet<>(), names);
    String there = names.isEmpty()
        ? "it has none"
        : "it has " + names.stream().limit(DATASETS_LISTED).collect(Collectors.joining(", "))
            + (names.size() > DATASETS_LISTED ? ", …" : "");
    throw new InputException("%s: no dataset '%s': %s".formatted(path, name, there));
  }

  /** Hard links can make a group its own descendant: each is entered once. */
  private static void collect(Group group, Set<Long> entered, Set<String> names) {
    if (!entered.add(group.getAddress())) return;
    for (Node node : group) {
      if (node instanceof Link link && link.isBrokenLink()) continue;
      if (node.isGroup() && !node.isLink()) collect((Group) node, entered, names);
      else if (node.getType() == NodeType.DATASET) names.add(node.getPath().substring(1));
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
    return unsigned && bytes == 1 ? 255.0 : unsigned && bytes == 2 ? 65535.0 : 1.0;
  }

  private static void readSlices(
      Dataset dataset, ArrayLayout layout, double divisor, ExampleFiller filler) {
    // Whole chunks, because jHDF unpacks a chunk again for each slice that touches it.
    int step = Math.max(1, SLICE / layout.shape.size());
    if (dataset instanceof ChunkedDataset chunked) {
      int chunk = chunked.getChunkDimensions()[0];
      step = Math.max(chunk, step / chunk * chunk);
    }
    long[] offset = new long[layout.lengths.length];
    int[] slice = layout.lengths.clone();
    for (int first = 0; first < layout.count; first += slice[0]) {
      offset[0] = first;
      slice[0] = Math.min(step, layout.count - first);
      put(dataset.getData(offset, slice), divisor, filler);
    }
  }

  /** Walks down jHDF's nested arrays to the runs of numbers, the last axis, and passes them on in order. */
  private static void put(Object array, double divisor, ExampleFiller filler) {
    if (array instanceof Object[] rows) {
      for (Object row : rows) put(row, divisor, filler);
      return;
    }
    if (array instanceof float[] floats && divisor == 1) {
      filler.put(floats, floats.length);
      return;
    }
    float[] run = new float[Array.getLength(array)];
    for (int i = 0; i < run.length; i++) run[i] = (float) (Array.getDouble(array, i) / divisor);
    filler.put(run, run.length);
  }
}
