package fovea.report;

import fovea.data.TablePreprocessing;
import fovea.data.TableScale;
import fovea.run.RunConfig;
import fovea.train.Activations;
import fovea.train.Evaluation;
import fovea.train.Metrics;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * report.html: one file that holds all it shows. The policy in its head forbids it to load anything. {@link
 * ReportExamples} and {@link ReportUnits} write the parts that show pictures.
 */
final class ReportPage {
  private static final Map<String, String> SECTIONS = sections();

  private final RunReport report;
  private final RunConfig config;
  private final Html html = new Html();

  ReportPage(RunReport report) {
    this.report = report;
    config = report.config();
  }

  private static Map<String, String> sections() {
    Map<String, String> sections = new LinkedHashMap<>();
    sections.put("features", "Features");
    sections.put("cost", "Cost");
    sections.put("reconstructions", "Reconstructions");
    sections.put("examples", "Examples");
    sections.put("units", "Hidden units");
    sections.put("activations", "Activations");
    sections.put("figures", "Figures of merit");
    sections.put("model", "Using the model");
    sections.put("settings", "Settings");
    return sections;
  }

  String page() throws IOException {
    header();
    html.raw("<main>\n");
    ReportUnits units = new ReportUnits(report, html);
    ReportExamples examples = examples();
    units.grid();
    cost();
    examples.reconstructions();
    examples.examples();
    units.cards();
    units.activations();
    figuresOfMerit();
    model();
    settings();
    html.raw("</main>\n");
    return new Page(
            report.name() + ": a sparse autoencoder",
            "data:",
            DivergingScale.rule(),
            Page.resource(ReportPage.class, "report.js"))
        .around(html);
  }

  private ReportExamples examples() {
    ShownExamples shown = ShownExamples.of(
        report.raw(),
        report.preprocessing(),
        report.x(),
        report.network(),
        config.data().seed());
    boolean table = shown.seen().tile().isBars();
    return new ReportExamples(
        html, shown, table ? Optional.of(ColumnErrors.of(report)) : Optional.empty());
  }

  /** Begins a part of the page under its heading. */
  static void section(Html html, String id) {
    html.section(id, SECTIONS.getOrDefault(id, id));
  }

  private void header() {
    Activations activations = report.training().activations();
    int hidden = report.network().shape().hidden();
    html.raw("<header>\n").element("h1", report.name()).raw("\n");
    html.element(
        "p",
        "A sparse autoencoder, %s, trained on %s from %s."
            .formatted(
                report.network().shape(),
                examples(report.raw().count()),
                report.raw().source()));
    if (report.training().cost().total() != config.end().cost())
      html.open("p", "class", "note")
          .text(
              "The model has the cost %s on these examples; training ended with %s. These are not the"
                      .formatted(
                          Numbers.significant(report.training().cost().total(), 6),
                          Numbers.significant(config.end().cost(), 6))
                  + " examples that it was trained on, or another version of Fovea computed this.")
          .raw("</p>");
    html.raw("\n<dl class=\"key\">\n");
    key("cost", Numbers.significant(report.training().cost().total(), 4));
    key("explained variance", percent(report.training().explainedVariance()));
    report
        .unseen()
        .ifPresent(
            unseen -> key("explained, unseen", percent(unseen.evaluation().explainedVariance())));
    key("mean activation", Numbers.significant(activations.mean(), 3));
    key("dead units", "%d of %d".formatted(activations.deadUnits(), hidden));
    key("iterations", Numbers.grouped(config.end().iterations()));
    key("seconds", Numbers.significant(config.end().seconds(), 3));
    html.raw("</dl>\n");
    html.navigation(SECTIONS).raw("</header>\n");
  }

  /** So many of what the network sees. */
  private String examples(int count) {
    return Numbers.grouped(count) + " "
        + report
            .preprocessing()
            .patches()
            .map(patch -> "%s patches of %2$dx%2$d pixels"
                .formatted(patch.channels() == 1 ? "luminance" : "colour", patch.side()))
            .orElse("examples of %s values"
                .formatted(Numbers.grouped(report.raw().shape().size())));
  }

  private void key(String name, String value) {
    html.raw("<div>").element("dt", name).element("dd", value).raw("</div>\n");
  }

  private void settings() {
    RunConfig.Data data = config.data();
    RunConfig.Network network = config.network();
    RunConfig.Result result = config.end();
    RunConfig.Machine machine = config.machine();
    section(html, "settings");
    html.raw("<div class=\"settings\">\n");
    list("Data");
    term("source", data.source());
    term("examples", examples(data.examples()));
    term(
        "preprocessing",
        data.preprocess()
            + (data.sigma() == null
                ? ""
                : ", %s, σ = %s".formatted(data.colour(), Numbers.significant(data.sigma(), 6))));
    if (report.preprocessing().table().filter(TablePreprocessing::imputes).isPresent())
      term("missing values", "the mean of their column");
    report
        .preprocessing()
        .table()
        .filter(table -> table.scale() != TableScale.NONE)
        .ifPresent(table -> term("scale", data.scale() + (table.clipped() ? ", into 0 to 1" : "")));
    if (data.epsilon() != null)
      term("whitening", "%s, ε = %s".formatted(data.whiten(), setting(data.epsilon())));
    if (data.corrupt() != 0)
      term("hidden values", Numbers.significant(100 * data.corrupt(), 3) + " %");
    term("seed", data.seed());
    if (config.validation() != null)
      term(
          "held out",
          "%s examples from %s"
              .formatted(
                  Numbers.grouped(config.validation().examples()),
                  config.validation().source()));
    html.raw("</dl></div>\n");

    list("Network");
    term("layers", report.network().architecture());
    term("λ, weight decay", network.lambda());
    term("β, sparsity", network.beta());
    term("ρ, activation asked for", network.rho());
    term("started from", network.init());
    html.raw("</dl></div>\n");

    list("Training");
    config.training().values().forEach((key, value) -> term(key.replace('_', ' '), value));
    html.raw("</dl></div>\n");

    list("Result");
    term("ended because", result.outcome());
    term("iterations", Numbers.grouped(result.iterations()));
    term("evaluations", Numbers.grouped(result.evaluations()));
    term("kept", "iteration " + Numbers.grouped(result.keptIteration()));
    term("seconds", Numbers.significant(result.seconds(), 3));
    html.raw("</dl></div>\n");

    list("Machine");
    term("Fovea", config.version());
    term("Java", machine.java());
    term("system", machine.system());
    term("processors", machine.processors());
    term("threads", machine.threads());
    term("vectors", machine.vectorBits() + " bits");
    html.raw("</dl></div>\n");
    html.raw("</div>\n").element("h3", "Command").raw("\n<pre tabindex=\"0\">");
    html.text("java -jar target/fovea.jar " + String.join(" ", config.arguments()));
    html.raw("</pre>\n</section>\n");
  }

  /** Begins a list of settings. */
  private void list(String title) {
    html.raw("<div>").element("h3", title).raw("<dl>\n");
  }

  /** A setting; null where it does not apply. */
  private void term(String name, @Nullable Object value) {
    if (value != null) html.element("dt", name).element("dd", setting(value)).raw("\n");
  }

  /** A number as one types it: 5e-4, not 5.0E-4. */
  private static String setting(Object value) {
    String text = String.valueOf(value);
    return value instanceof Double ? text.replaceFirst("\\.0(?=E|$)", "").replace('E', 'e') : text;
  }

  private void cost() {
    section(html, "cost");
    Metrics first = report.costs().getFirst();
    Metrics last = report.costs().getLast();
    RunCharts charts = new RunCharts(html, report.costs());
    html.raw("<figure class=\"chart\">\n");
    charts.cost();
    html.raw("<figcaption>")
        .text("The cost fell from %s to %s in %s iterations."
            .formatted(
                Numbers.significant(first.step().cost(), 4),
                Numbers.significant(last.step().cost(), 4),
                Numbers.grouped(last.step().iteration())))
        .text(
            last.heldOut().isEmpty()
                ? ""
                : " The dashed curve is the cost of the held-out examples; the model of iteration %s was kept."
                    .formatted(Numbers.grouped(config.end().keptIteration())))
        .text(" Point at the chart or move the slider to read the values.")
        .raw("</figcaption>\n</figure>\n");
    charts.others();
    html.raw("</section>\n");
  }

  private void figuresOfMerit() {
    section(html, "figures");
    html.raw("<p>")
        .text(report
            .unseen()
            .map(unseen -> "The unseen examples are %s from %s."
                .formatted(Numbers.grouped(unseen.evaluation().n()), unseen.source()))
            .orElse("No examples were held out. 'train --validation 0.1' holds out a tenth of them,"
                + " 'train --validation FILE' takes others, and the page then shows what the model reaches"
                + " on them, too."))
        .text(
            " A unit is dead if its activation is below %s in all examples, saturated if it is above %s in all."
                .formatted(Activations.DEAD, Activations.SATURATED))
        .raw("</p>\n");
    boolean both = report.unseen().isPresent();
    html.table(
            both ? List.of("", "training", "unseen") : List.of("", "training"),
            List.of(
                figure("examples", e -> Numbers.grouped(e.n())),
                figure("cost", e -> Numbers.significant(e.cost().total(), 6)),
                figure("reconstruction", e -> Numbers.significant(e.cost().reconstruction(), 6)),
                figure("weight decay", e -> Numbers.significant(e.cost().weightDecay(), 6)),
                figure("sparsity", e -> Numbers.significant(e.cost().sparsity(), 6)),
                figure("mean squared error", e -> Numbers.significant(e.mse(), 4)),
                figure("explained variance", e -> percent(e.explainedVariance())),
                figure("peak signal-to-noise ratio", e -> Numbers.fixed(e.psnrDb(), 2) + " dB"),
                figure(
                    "mean activation", e -> Numbers.significant(e.activations().mean(), 4)),
                figure("dead units", e -> Numbers.grouped(e.activations().deadUnits())),
                figure("saturated units", e -> Numbers.grouped(e.activations().saturatedUnits()))))
        .raw("\n</section>\n");
  }

  /** A figure of merit on the training examples, and on the unseen ones if there are any. */
  private List<String> figure(String name, Function<Evaluation, String> value) {
    return Stream.concat(
            Stream.of(name, value.apply(report.training())),
            report.unseen().stream().map(unseen -> value.apply(unseen.evaluation())))
        .toList();
  }

  private static String percent(double share) {
    return Double.isFinite(share) ? Numbers.percent(share, 2) : "not defined";
  }

  private void model() {
    section(html, "model");
    ModelUse use = new ModelUse(
        report.network().architecture(),
        report.preprocessing(),
        report.raw().shape().size());
    html.raw("<p>")
        .text(
            "model.safetensors holds encoder.weight, encoder.bias, decoder.weight and decoder.bias, laid out as"
                + " PyTorch's nn.Linear has them. "
                + use.input())
        .raw("</p>\n");
    code("Command line", use.commandLine());
    code("Java", use.java());
    code("Python", use.python());
    html.raw("</section>\n");
  }

  private void code(String title, String text) {
    html.element("h3", title).raw("\n<pre tabindex=\"0\">").text(text).raw("</pre>\n");
  }
}
