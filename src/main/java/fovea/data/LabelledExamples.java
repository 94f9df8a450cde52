package fovea.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Examples, and what class each of them belongs to. */
public record LabelledExamples(Examples examples, Labels labels) {
  /**
   * Reads examples whose labels are in a file of their own ({@link Labels#read}), or in a column of the CSV table that
   * the examples are read from; that column, of numbers or words, is left out of the examples.
   *
   * @param labels a file that is there, or else the name of a column, or its number in the table, counted from 1
   * @throws InputException if there is neither, or as {@link DataReader#read} and {@link Labels#read}
   */
  public static LabelledExamples read(Path path, ReadOptions options, String labels) {
    if (isFile(labels)) {
      Examples examples = DataReader.read(path, options);
      return new LabelledExamples(examples, Labels.read(Path.of(labels), examples.count()));
    }
    if (!Files.exists(path)) throw new InputException(path + ": no such file or folder");
    if (Files.isDirectory(path)) throw noTable(path, labels);
    if (options.table().transpose())
      throw new InputException(
          "%s: --transpose makes rows of its columns, so none is left for labels: give them in a file"
              .formatted(path));
    return table(path, options, labels);
  }

  private static boolean isFile(String labels) {
    try {
      return Files.isRegularFile(Path.of(labels));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static LabelledExamples table(Path path, ReadOptions options, String column) {
    String source = path.toString();
    boolean gzip = new GzipFormat().recognises(path, DataReader.start(path));
    try (MappedFile file = new MappedFile(path);
        InputStream in = new BufferedInputStream(
            gzip ? new GZIPInputStream(file.stream()) : file.stream(), DataReader.START)) {
      in.mark(DataReader.START);
      byte[] start = in.readNBytes(DataReader.START);
      in.reset();
      if (!new CsvFormat().recognises(gzip ? GzipFormat.inner(path) : path, start))
        throw noTable(path, column);
      CsvTable table = new CsvTable(source, in, options.table(), column);
      Examples examples = table.read();
      FiniteValues.require(
          source, 0, examples.values(), examples.shape(), options.table().missing());
      return new LabelledExamples(
          options.columns().arrange(examples), new Labels(source, table.labels()));
    } catch (IOException e) {
      throw GzipFormat.problem(source, path, e);
    }
  }

  private static InputException noTable(Path path, String column) {
    return new InputException(
        "labels %s: there is no such file, and %s is no CSV table that could have such a column"
            .formatted(column, path));
  }

  /** Cuts them as {@link Split#draw} does; the part held out comes second. */
  public List<LabelledExamples> split(double fraction, long seed) {
    Split split = Split.draw(examples, fraction, seed);
    List<String> training = new ArrayList<>();
    List<String> heldOut = new ArrayList<>();
    for (int i = 0; i < examples.count(); i++)
      (split.held()[i] ? heldOut : training).add(labels.each().get(i));
    return List.of(
        new LabelledExamples(split.training(), new Labels(labels.source(), training)),
        new LabelledExamples(split.heldOut(), new Labels(labels.source(), heldOut)));
  }
}
