package fovea.cli;

import fovea.data.ExampleSource;
import fovea.data.InputException;
import fovea.data.LabelledExamples;
import fovea.data.PrincipalComponents;
import fovea.data.Printable;
import fovea.data.ReadOptions;
import fovea.io.JsonFile;
import fovea.io.StoredModel;
import fovea.kernels.Team;
import fovea.model.Autoencoder;
import fovea.probe.Classes;
import fovea.probe.LinearProbe;
import fovea.probe.LinearProbe.Parts;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fovea probe}. */
@Command(
    name = "probe",
    description = {
      "Tells what classes a linear classifier can tell apart by a model's codes, beside the same classifier on",
      "what the model sees and on as many principal components of that.",
      "The classifier is a softmax regression. Its weight decay is chosen on a fifth of the training examples, and its",
      "accuracy is measured on test examples that nothing was chosen by."
    })
final class ProbeCommand implements Callable<Integer> {
  private static final String FRACTION = "0.2";

  /** Classes whose confusion fits a screen. */
  private static final int MOST_SHOWN = 20;

  private static final int LONGEST_NAME = 12;

  @Mixin
  private ModelParameter model = new ModelParameter();

  @Parameters(
      index = "1",
      paramLabel = "DATA",
      description = "The examples: whatever 'train' reads.")
  private @Nullable Path data;

  @OptionGroup.Of(OptionGroup.DATA)
  @Option(
      names = "--labels",
      required = true,
      paramLabel = "COLUMN|FILE",
      description =
          "The class of each example: a file (IDX, .npy or CSV) of one label an example, or the name or number of a"
              + " column of a CSV table, which is then no part of the data. Labels may be words.")
  private @Nullable String labels;

  @OptionGroup.Of(OptionGroup.DATA)
  @Option(
      names = "--test",
      paramLabel = "DATA|FRACTION",
      defaultValue = FRACTION,
      description =
          "Examples to measure the accuracy on: a file, or the fraction of DATA that the seed draws for it, as"
              + " 'train --validation' does (default: ${DEFAULT-VALUE}).")
  private String test = FRACTION;

  @OptionGroup.Of(OptionGroup.DATA)
  @Option(
      names = "--test-labels",
      paramLabel = "COLUMN|FILE",
      description = "Labels of the file that --test names (default: the column of --labels).")
  private @Nullable String testLabels;

  @Mixin
  private DataOptions dataOptions = new DataOptions();

  @Mixin
  private ThreadOption threads = new ThreadOption();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  /** One classifier for {@code --json}: on so many values an example. */
  private record Result(int values, double weightDecay, int correct, double accuracy) {
    static Result of(int values, LinearProbe probe) {
      return new Result(values, probe.weightDecay(), probe.correct(), probe.accuracy());
    }
  }

  /**
   * The JSON that {@code --json} prints.
   *
   * @param mostFrequent what always answering with training's most frequent class gets right
   * @param components null if there are too many values for them
   * @param confusion of the codes: test examples of each class (a row) by what they were taken for
   */
  @SuppressWarnings("ArrayRecordComponent") // only written
  private record Report(
      int trainingExamples,
      int testExamples,
      List<String> classes,
      double mostFrequent,
      Result codes,
      Result inputs,
      @Nullable Result components,
      int[][] confusion) {}

  @Override
  public Integer call() throws IOException {
    if (data == null || labels == null) throw new InputException("DATA or --labels is missing");
    int count = threads.count();
    StoredModel stored = model.read();
    Parts<LabelledExamples> parts = during("reading", () -> read(stored));
    try (Team team = new Team(count)) {
      print(report(stored, parts, team));
    }
    return ExitCode.OK;
  }

  private static <T> T during(String what, Stage.Task<T> task) throws IOException {
    return Stage.during(what, !Bar.hasTerminal(), task);
  }

  private Parts<LabelledExamples> read(StoredModel stored) {
    if (data == null || labels == null) throw new InputException("DATA or --labels is missing");
    ReadOptions options = dataOptions.readOptions(stored);
    Optional<Double> fraction = fraction();
    if (fraction.isPresent() && testLabels != null)
      throw new InputException(
          "--test-labels: are those of a file: add --test FILE, or leave them out");
    LabelledExamples all = LabelledExamples.read(data, options, labels);
    if (fraction.isPresent()) {
      List<LabelledExamples> split = all.split(fraction.get(), dataOptions.seed());
      return new Parts<>(split.getFirst(), split.getLast());
    }
    Path file = path(test);
    if (testLabels == null && !all.labels().source().equals(all.examples().source()))
      throw new InputException(
          "--test %s: its labels are missing: add --test-labels FILE".formatted(test));
    return new Parts<>(
        all, LabelledExamples.read(file, options, testLabels == null ? labels : testLabels));
  }

  private Optional<Double> fraction() {
    double fraction;
    try {
      fraction = Double.parseDouble(test);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
    if (!(fraction > 0 && fraction < 1))
      throw new InputException(
          "--test %s: give a fraction between 0 and 1, or a file".formatted(test));
    return Optional.of(fraction);
  }

  private Report report(StoredModel stored, Parts<LabelledExamples> parts, Team team)
      throws IOException {
    Classes classes = Classes.of(parts.training().labels(), parts.test().labels());
    Parts<int[]> y = new Parts<>(
        classes.numbers(parts.training().labels()), classes.numbers(parts.test().labels()));
    Parts<float[]> x = new Parts<>(seen(stored, parts.training()), seen(stored, parts.test()));
    int d = stored.network().shape().inputs();
    int h = stored.network().shape().hidden();
    Parts<float[]> codes =
        new Parts<>(codes(stored.network(), x.training()), codes(stored.network(), x.test()));
    LinearProbe ofCodes = during("classifying codes", () -> probe(codes, y, h, classes, team));
    LinearProbe ofInputs = during("classifying inputs", () -> probe(x, y, d, classes, team));
    return new Report(
        y.training().length,
        y.test().length,
        classes.names(),
        mostFrequent(y, classes.count()),
        Result.of(h, ofCodes),
        Result.of(d, ofInputs),
        d > PrincipalComponents.MOST_VALUES ? null : components(stored, parts, x, y, classes, team),
        ofCodes.confusion(y.test(), classes.count()));
  }

  private static Path path(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new InputException("--test: " + PathConverter.fault(e), e);
    }
  }

  private float[] seen(StoredModel stored, LabelledExamples part) {
    return dataOptions
        .choose(stored, new ExampleSource.InMemory(part.examples()))
        .apply(part.examples());
  }

  private static float[] codes(Autoencoder network, float[] x) {
    int n = x.length / network.shape().inputs();
    float[] codes = new float[Math.multiplyExact(n, network.shape().hidden())];
    network.encodeBatch(x, n, codes);
    return codes;
  }

  private LinearProbe probe(
      Parts<float[]> features, Parts<int[]> y, int width, Classes classes, Team team) {
    return LinearProbe.of(features, y, width, classes.count(), dataOptions.seed(), team);
  }

  private Result components(
      StoredModel stored,
      Parts<LabelledExamples> parts,
      Parts<float[]> x,
      Parts<int[]> y,
      Classes classes,
      Team team)
      throws IOException {
    int d = stored.network().shape().inputs();
    int wanted = Math.min(d, stored.network().shape().hidden());
    PrincipalComponents components = during(
        "finding principal components",
        () -> PrincipalComponents.fit(
            parts.training().examples().source(), x.training(), y.training().length, d, wanted));
    Parts<float[]> projected = new Parts<>(
        components.project(x.training(), y.training().length),
        components.project(x.test(), y.test().length));
    return Result.of(
        wanted,
        during(
            "classifying principal components", () -> probe(projected, y, wanted, classes, team)));
  }

  private static double mostFrequent(Parts<int[]> y, int classes) {
    int[] counts = new int[classes];
    for (int label : y.training()) counts[label]++;
    int most = 0;
    for (int k = 1; k < classes; k++) if (counts[k] > counts[most]) most = k;
    int answer = most;
    return IntStream.of(y.test()).filter(label -> label == answer).count()
        / (double) y.test().length;
  }

  private void print(Report report) {
    if (json) {
      System.out.println(JsonFile.printable(report));
      return;
    }
    System.out.printf(
        "%s of %d classes, %,d for training%n"
            + "                      accuracy         values  λ%n",
        Options.count(report.testExamples, "test example"),
        report.classes.size(),
        report.trainingExamples);
    line("codes", report.codes, report.testExamples);
    line("inputs", report.inputs, report.testExamples);
    if (report.components != null)
      line("principal components", report.components, report.testExamples);
    else
      System.out.printf(
          "principal components left out: more than %,d inputs%n", PrincipalComponents.MOST_VALUES);
    System.out.printf("%-20s %6.2f %%%n", "most frequent class", 100 * report.mostFrequent);
    if (report.classes.size() <= MOST_SHOWN) confusion(report);
    else System.out.println("--json tells which classes the codes confuse");
  }

  /** With the standard error of a share of so many examples. */
  private static void line(String name, Result result, int examples) {
    double share = result.accuracy;
    System.out.printf(
        "%-20s %6.2f %% ± %5.2f  %7d  %.0e%n",
        name,
        100 * share,
        100 * Math.sqrt(share * (1 - share) / examples),
        result.values,
        result.weightDecay);
  }

  private static void confusion(Report report) {
    System.out.println(
        "confusion of the codes: a row for each class, a column for what it was taken for");
    List<String> names = report.classes.stream().map(ProbeCommand::shortened).toList();
    int width = Math.max(
        names.stream().mapToInt(String::length).max().orElse(1),
        Integer.toString(report.testExamples).length());
    StringBuilder text = new StringBuilder(" ".repeat(width));
    for (String name : names) text.append(' ').append(right(name, width));
    for (int k = 0; k < names.size(); k++) {
      text.append(System.lineSeparator()).append(right(names.get(k), width));
      for (int count : report.confusion[k])
        text.append(' ').append(right(Integer.toString(count), width));
    }
    System.out.println(text);
  }

  private static String shortened(String name) {
    String line = Printable.line(name);
    return line.length() <= LONGEST_NAME ? line : line.substring(0, LONGEST_NAME - 1) + "…";
  }

  private static String right(String text, int width) {
    return " ".repeat(width - text.length()) + text;
  }
}
