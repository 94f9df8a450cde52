package fovea.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.data.ExampleShape;
import fovea.data.Examples;
import fovea.data.PreprocessMode;
import fovea.data.Preprocessing;
import fovea.kernels.RandomDraws;
import fovea.kernels.Team;
import fovea.model.Autoencoder;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import fovea.optimize.Lbfgs;
import fovea.optimize.Limits;
import fovea.run.RunConfig;
import fovea.train.Evaluation;
import fovea.train.Metrics;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

@Isolated // changes the locale of all threads
class RunReportTest {
  private static final String HOSTILE = "<script>alert('1')</script> & \"quoted\"";

  private static Examples examples(ExampleShape shape, int n, long seed) {
    RandomDraws draws = new RandomDraws(seed, RandomDraws.Stream.WEIGHTS);
    float[] values = new float[n * shape.size()];
    for (int i = 0; i < values.length; i++) values[i] = draws.uniform(0, 1);
    return new Examples(HOSTILE, n, shape, values);
  }

  /** @param cost what config.json says the model has; the true one if empty */
  private static RunReport report(
      ExampleShape shape, int n, int hidden, int iterations, OptionalDouble cost) {
    Examples raw = examples(shape, n, 1);
    Examples unseen = examples(shape, 4, 2);
    Preprocessing preprocessing = Preprocessing.fit(PreprocessMode.AUTO, raw);
    float[] x = preprocessing.apply(raw);
    NetworkShape network = new NetworkShape(preprocessing.outputSize(), hidden);
    Autoencoder autoencoder = new Autoencoder(network, Parameters.random(network, 1));
    Hyperparameters hyperparameters = Hyperparameters.DEFAULT;
    List<Metrics> costs = new ArrayList<>();
    for (int i = 0; i <= iterations; i++)
      costs.add(Points.at(i, 8.0 / (i + 1), 4.0 / (i + 1), 2, 0, 9));
    try (Team team = new Team(1)) {
      Evaluation training = Evaluation.of(autoencoder, hyperparameters, x, n, team);
      RunConfig config = new RunConfig(
          RunConfig.FORMAT,
          "0.1",
          List.of("train", HOSTILE),
          new RunConfig.Data(
              null,
              HOSTILE,
              "data",
              n,
              8,
              "auto",
              "auto",
              false,
              List.of(),
              "auto",
              "none",
              "refuse",
              "luminance",
              "none",
              null,
              0.2,
              1,
              false,
              n,
              HOSTILE,
              null),
          null,
          new RunConfig.Network(
              network.inputs(), hidden, "sigmoid", "sigmoid", false, 5e-4, 0.2, 0.5, HOSTILE),
          RunConfig.Training.of(Lbfgs.DEFAULT, new Limits(300, 1e-5)),
          new RunConfig.Conduct(null, null, true),
          new RunConfig.Machine("25", HOSTILE, 2, 2, 256),
          new RunConfig.Result(
              HOSTILE,
              iterations,
              iterations + 1,
              iterations,
              cost.orElse(training.cost().total()),
              null,
              null,
              1.5));
      return new RunReport(
          HOSTILE,
          config,
          costs,
          raw,
          preprocessing,
          x,
          autoencoder,
          training,
          Optional.empty(),
          Optional.empty(),
          Optional.of(new RunReport.Unseen(
              HOSTILE,
              Evaluation.of(autoencoder, hyperparameters, preprocessing.apply(unseen), 4, team))));
    }
  }

  private static RunReport patches() {
    return report(new ExampleShape.Patch(3, 8), 40, 12, 50, OptionalDouble.empty());
  }

  /** The page is well-formed XML, too: every tag is closed, every attribute quoted, every text escaped. */
  private static Document parse(String page) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(page.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<Element> elements(Document document, String tag) {
    NodeList nodes = document.getElementsByTagName(tag);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) elements.add((Element) nodes.item(i));
    return elements;
  }

  @Test
  void isWellFormedHoldsAllItShowsAndAsksForNothing() throws Exception {
    String page = patches().page();
    Document document = parse(page);
    assertThat(page)
        .doesNotContain("<script>alert")
        .doesNotContain("http:")
        .doesNotContain("https:");
    assertThat(elements(document, "script")).hasSize(2);
    assertThat(elements(document, "meta").get(1).getAttribute("content"))
        .startsWith("default-src 'none'; img-src data:;");
    for (Element element : elements(document, "*")) {
      for (String name : new String[] {"src", "href", "srcset", "action", "data", "poster"}) {
        String target = element.getAttribute(name);
        if (element.hasAttribute(name))
          assertThat(target).matches("data:image/png;base64,[A-Za-z0-9+/=]+|#[a-z]+|#unit-\\d+");
      }
      assertThat(element.getAttribute("style")).isEmpty();
    }
    assertThat(elements(document, "link")).isEmpty();
    for (Element link : elements(document, "a"))
      assertThat(elements(document, "*"))
          .anyMatch(s -> ("#" + s.getAttribute("id")).equals(link.getAttribute("href")));
    for (Element image : elements(document, "img")) {
      assertThat(image.getAttribute("alt")).isNotBlank();
      byte[] png = Base64.getDecoder().decode(image.getAttribute("src").split(",")[1]);
      assertThat(ImageIO.read(new ByteArrayInputStream(png))).isNotNull();
    }
    // 10 examples twice, 10 reconstructions of 3, and for 12 units weights, and the strongest and
    // the
    // middle examples twice.
    assertThat(elements(document, "img")).hasSize(20 + 30 + 12 * (1 + 2 + 2));
  }

  @Test
  void theNumbersAreThoseOfTheEvaluation() throws Exception {
    RunReport report = patches();
    String page = report.page();
    Document document = parse(page);
    Evaluation unseen = report.unseen().orElseThrow().evaluation();
    assertThat(cells(document, "cost"))
        .containsExactly(
            "cost",
            Numbers.significant(report.training().cost().total(), 6),
            Numbers.significant(unseen.cost().total(), 6));
    assertThat(cells(document, "explained variance"))
        .containsExactly(
            "explained variance",
            "%.2f %%".formatted(100 * report.training().explainedVariance()),
            "%.2f %%".formatted(100 * unseen.explainedVariance()));
    List<Element> units = elements(document, "li").stream()
        .filter(item -> item.hasAttribute("data-unit"))
        .toList();
    assertThat(units).hasSize(12);
    double before = 1;
    for (Element item : units) {
      int unit = Integer.parseInt(item.getAttribute("data-unit"));
      double rhoHat = report.training().activations().rhoHat()[unit];
      assertThat(Double.parseDouble(item.getAttribute("data-rho"))).isCloseTo(rhoHat, within(1e-6));
      assertThat(rhoHat).isLessThanOrEqualTo(before);
      before = rhoHat;
      assertThat(item.getTextContent()).isEqualTo("" + unit);
      Element card = elements(document, "li").stream()
          .filter(li -> li.getAttribute("id").equals("unit-" + unit))
          .findFirst()
          .orElseThrow();
      assertThat(((Element) card.getParentNode()).getAttribute("id")).isEqualTo("card-" + unit);
      assertThat(card.getTextContent())
          .startsWith("Unit " + unit)
          .contains("ρ̂ " + Numbers.significant(rhoHat, 3))
          .contains("°, ")
          .contains("cycles per pixel")
          .contains(
              "quality " + Numbers.fixed(Double.parseDouble(item.getAttribute("data-quality")), 2));
    }
    assertThat(page).doesNotContain("not the examples");
    assertThat(patches().page()).isEqualTo(page);
  }

  private static List<String> cells(Document document, String name) {
    return elements(document, "tr").stream()
        .filter(row -> row.getFirstChild().getTextContent().equals(name))
        .map(row -> {
          List<String> cells = new ArrayList<>();
          for (int i = 0; i < row.getChildNodes().getLength(); i++)
            cells.add(row.getChildNodes().item(i).getTextContent().strip());
          return cells.stream().filter(cell -> !cell.isEmpty()).toList();
        })
        .findFirst()
        .orElseThrow();
  }

  @Test
  void tablesOfValuesHaveNoGaborsAndOneKindOfPicture() throws Exception {
    String page =
        report(new ExampleShape.Row(64), 3, 2, 0, OptionalDouble.empty()).page();
    assertThat(page).doesNotContain("cycles per pixel").doesNotContain("as they were read");
    // 3 examples, 3 reconstructions of 3, 2 units with their weights and two kinds of examples.
    assertThat(elements(parse(page), "img")).hasSize(3 + 9 + 2 * 3);
    assertThat(page)
        .contains("trained on 3 examples of 64 values")
        .contains("a bar for each of the columns 1 to 64")
        .contains("largest weights: column ")
        .contains("Error of each column");
    // One iteration is a point.
    assertThat(page).contains("<circle class=\"ink\"");
  }

  /** 130 values leave cells of a tile of 12 × 11 empty. */
  @Test
  void examplesOfManyColumnsShowTheirOwnValues() throws Exception {
    RunReport report = report(new ExampleShape.Row(130), 3, 1, 0, OptionalDouble.empty());
    GreyScale scale = GreyScale.seen(report.preprocessing(), report.x());
    List<String> inAnyOrder = new ArrayList<>();
    for (int[] order :
        new int[][] {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}})
      inAnyOrder.add(
          PagePicture.of(TileStack.of(TileShape.of(130), report.x(), 130, order, scale), 120)
              .uri());
    assertThat(elements(parse(report.page()), "img").stream()
            .filter(image -> image.getAttribute("alt").equals("strongest examples"))
            .map(image -> image.getAttribute("src")))
        .singleElement()
        .isIn(inAnyOrder);
  }

  @Test
  void aLargerNetworkHasFewerExamplesInACard() throws Exception {
    // Of noise, which no PNG makes smaller. A thousand units on photographs make 2.96 MB.
    String page = report(new ExampleShape.Patch(3, 16), 200, 200, 3, OptionalDouble.empty())
        .page();
    assertThat(page.getBytes(StandardCharsets.UTF_8).length).isLessThan(2_200_000);
    Document document = parse(page);
    assertThat(elements(document, "template")).hasSize(200);
    assertThat(elements(document, "img").stream()
            .filter(image -> image.getAttribute("alt").equals("strongest examples"))
            .map(image -> image.getAttribute("width"))
            .distinct())
        .hasSize(1);
  }

  @Test
  void otherExamplesThanThoseOfTheTrainingAreNotPassedOffAsThem() throws IOException {
    assertThat(report(new ExampleShape.Row(5), 3, 2, 1, OptionalDouble.of(1.25)).page())
        .contains("training ended with 1.25000. These are not the examples");
  }

  @Test
  void aLongRunIsThinnedOutAndKeepsItsEnds() throws Exception {
    String page =
        report(new ExampleShape.Row(5), 3, 2, 100_000, OptionalDouble.empty()).page();
    assertThat(page.length()).isLessThan(800_000);
    assertThat(page)
        .contains("[\"0\",\"1\",\"0\",\"8.0000\",")
        .contains("[\"100,000\",\"200,001\",\"10,000\",\"");
    assertThat(parse(page)).isNotNull();
  }

  @Test
  void isTheSameInEveryCountry() throws IOException {
    String page = patches().page();
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      // As lists of lines: what differs is then told in a few of them.
      assertThat(patches().page().lines().toList())
          .containsExactlyElementsOf(page.lines().toList());
    } finally {
      Locale.setDefault(before);
    }
  }
}
