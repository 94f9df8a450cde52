package fovea.data;

import io.jhdf.HdfFile;
import io.jhdf.ObjectHeader;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.message.DataLayout;
import io.jhdf.object.message.DataLayoutMessage;
import java.lang.reflect.Array;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * HDF5 files, by way of jHDF: compact, contiguous or chunked, gzip and byte shuffle, floating-point or integer numbers.
 * Chunks that were never written hold the fill value. Unsigned bytes and shorts are read as fractions of their largest
 * value, all other numbers as they are. The dataset is read in slices along its first axis, so that a large one is
 * never held twice.
 *
 * <p>MATLAB's files of version 7.3 are HDF5 behind a user block that says so. Their axes are stored in reverse, so that
 * the numbers lie in MATLAB's order.
 */
final class Hdf5Format implements DataFormat {
  private static final byte[] MAGIC = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1A, '\n'};

  /** Values in a slice, about: 8 MiB as doubles. */
  private static final int SLICE = 1 << 20;

  /** Bytes that an index takes for a chunk, at least; and chunks that are looked for whatever the file's length. */
  private static final int CHUNK_ENTRY = 16;

  private static final long FEW_CHUNKS = 1 << 20;

  private static final byte[] MATLAB = "MATLAB 7.3 MAT-file".getBytes(StandardCharsets.US_ASCII);
  private static final Set<Class<?>> NUMBERS = Set.of(
      byte.class, short.class, int.class, long.class, BigInteger.class, float.class, double.class);

  /** What jHDF says of sound files that it does not read, and what is said here. */
  private static final Map<String, String> UNSUPPORTED = Map.of(
      "Unsupported data layout message version",
      "its layout is one that HDF5 2.0 has brought, which is not supported: "
          + "save it without libver='latest'",
      "Virtual storage is not supported",
      "is a virtual dataset, which is not supported: save a copy of its values",
      "External Data Files Message",
      "its values lie in another file, which is not supported: save a copy of them");

  private static final Pattern FILTER =
      Pattern.compile("required filter is not available: name='([^']*)'");

  /** The attribute that names the columns. */
  private static final String NAMES = "columns";

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
      requirePlausible(source, file, dataset);
      if (hasUnknownGaps(file, dataset))
        throw new InputException(
            source
                + ": chunks of it were never written, and which ones cannot be told: save a copy of its values");
      if (isEmpty(dataset)) throw new InputException(source + ": nothing has been written to it");
      ExampleSink sink = matlab
          ? MatlabArray.sink(source, reversed(dims), options)
          : new ExampleFiller(source, ArrayLayout.of(source, dims));
      readSlices(dataset, divisor, sink);
      Examples examples = sink.finish();
      return matlab ? examples : examples.withColumns(names(source, dataset, examples.shape()));
    } catch (InputException e) {
      throw e;
    } catch (OutOfMemoryError e) {
      throw new InputException(
          source + ": a chunk does not fit in memory: it is damaged, or Java needs a larger -Xmx",
          e);
    } catch (RuntimeException | StackOverflowError e) {
      Optional<String> unsupported = unsupported(e);
      if (unsupported.isPresent()) throw new InputException(source + ": " + unsupported.get(), e);
      // jHDF answers damage with whatever it trips over: buffer underflows, casts, recursion.
      throw new InputException(
          "%s: cannot be read as HDF5 (%s): it may be damaged".formatted(path, Problems.text(e)),
          e);
    }
  }

  /** The names of a table's columns, if the dataset has an attribute of that name. */
  private static ColumnNames names(String source, Dataset dataset, ExampleShape shape) {
    if (!(shape instanceof ExampleShape.Row row)) return ColumnNames.NONE;
    try {
      Attribute names = dataset.getAttribute(NAMES);
      return names != null
              && names.getJavaType() == String.class
              && names.getData() instanceof String[] texts
          ? ColumnNames.of(source, List.of(texts), row.columns())
          : ColumnNames.NONE;
    } catch (RuntimeException e) {
      Notes.add("%s: its attribute '%s' cannot be read (%s), so its column names are not used"
          .formatted(source, NAMES, Problems.text(e)));
      return ColumnNames.NONE;
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
      if (new Hdf5Chunks(chunked).count() > Math.max(FEW_CHUNKS, file.size() / CHUNK_ENTRY))
        throw new InputException(
            source + ": has more chunks than the file can hold: save it with larger ones");
    }
    if (bytes > Lengths.MOST_COMPRESSED * (double) file.size())
      throw new InputException(
          source + ": its header promises more values than the file can hold: it may be damaged");
  }

  private static Dataset find(Path path, HdfFile file, ReadOptions options) {
    Hdf5Links links = new Hdf5Links(file);
    return links
        .dataset(options.dataset())
        .orElseGet(
            () -> ArrayChoice.choose(path, "dataset", links.all(), options).getValue());
  }

  /** What is wrong with a sound file that jHDF does not read, and the cure. */
  private static Optional<String> unsupported(Throwable thrown) {
    for (Throwable e = thrown; e != null; e = e.getCause()) {
      String why = String.valueOf(e.getMessage());
      for (Map.Entry<String, String> known : UNSUPPORTED.entrySet())
        if (why.contains(known.getKey())) return Optional.of(known.getValue());
      Matcher filter = FILTER.matcher(why);
      if (filter.find())
        return Optional.of("is packed with the filter %s, which is not supported: "
                .formatted(ArrayChoice.shown(filter.group(1)))
            + "save it with gzip (h5repack -f GZIP=6)");
    }
    return Optional.empty();
  }

  /** In an extensible array of chunks jHDF sees none behind the first that is not there. */
  private static boolean hasUnknownGaps(HdfFile file, Dataset dataset) {
    return dataset instanceof ChunkedDataset chunked
        && ObjectHeader.readObjectHeader(file.getHdfBackingStorage(), dataset.getAddress())
            .getMessagesOfType(DataLayoutMessage.ChunkedDataLayoutMessageV4.class)
            .stream()
            .anyMatch(layout -> layout.getIndexingType()
                == DataLayoutMessage.ChunkedDataLayoutMessageV4.EXTENSIBLE_ARRAY_INDEX)
        && new Hdf5Chunks(chunked).has(false);
  }

  private static boolean isEmpty(Dataset dataset) {
    return dataset instanceof ChunkedDataset chunked
        ? !new Hdf5Chunks(chunked).has(true)
        : dataset.isEmpty();
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
    if (dataset.getDataLayout() == DataLayout.COMPACT) {
      put(dataset.getData(), divisor, sink);
      return;
    }
    if (dataset instanceof ChunkedDataset chunked) {
      Hdf5Chunks chunks = new Hdf5Chunks(chunked);
      if (chunks.has(false)) {
        chunks.read(divisor, sink);
        return;
      }
    }
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
    if (array instanceof Object[] rows && !(array instanceof BigInteger[])) {
      for (Object row : rows) put(row, divisor, sink);
      return;
    }
    if (array instanceof float[] floats && divisor == 1) {
      sink.put(floats, floats.length);
      return;
    }
    float[] run = new float[Array.getLength(array)];
    for (int i = 0; i < run.length; i++) run[i] = (float) (number(array, i) / divisor);
    sink.put(run, run.length);
  }

  /** A number in an array of jHDF's: unsigned ones of 8 bytes are objects. */
  static double number(Object array, int i) {
    return array instanceof BigInteger[] large ? large[i].doubleValue() : Array.getDouble(array, i);
  }
}
