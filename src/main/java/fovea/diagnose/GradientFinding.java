package fovea.diagnose;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What the check of one term's gradient on one block came to.
 *
 * @param coordinates how many parameters were looked at
 * @param relativeError ‖g − D‖/max(‖g‖, ‖D‖), g the gradient and D the central differences; 0 if both are 0
 * @param allowed the relative error that rounding and truncation explain
 * @param worst the parameter that is farthest off, as a share of what is allowed for it
 */
public record GradientFinding(
    GradientBlock block,
    GradientTerm term,
    int coordinates,
    double relativeError,
    double allowed,
    Verdict verdict,
    Element worst) {
  /** More than this of a gradient within rounding, and a wrong one could pass. */
  private static final double LOST = 0.25;

  /** How it came out. */
  public enum Verdict {
    /** Rounding and truncation explain every difference. */
    OK,
    /** An element is farther off than rounding and truncation explain. */
    OFF,
    /** So small beside the rounding of float32 that a wrong gradient would look the same. */
    LOST
  }

  /**
   * One element of the gradient.
   *
   * @param parameter such as "W1[3,17]", counted from 0
   * @param gradient what is checked
   * @param difference the central difference
   * @param allowed how far apart the two may be
   */
  public record Element(String parameter, double gradient, double difference, double allowed) {
    /** Also false when the gradient is NaN. */
    boolean within() {
      return Math.abs(gradient - difference) <= allowed;
    }

    /** The error as a multiple of what is allowed. */
    public double share() {
      double error = Math.abs(gradient - difference);
      if (error == 0) return 0;
      return Double.isNaN(error) ? Double.POSITIVE_INFINITY : error / allowed;
    }
  }

  static GradientFinding of(GradientBlock block, GradientTerm term, List<Element> elements) {
    double scale = Math.max(norm(elements, Element::gradient), norm(elements, Element::difference));
    double error = norm(elements, e -> e.gradient() - e.difference());
    double allowed = norm(elements, Element::allowed);
    Verdict verdict = Verdict.OK;
    if (scale > 0 && allowed > LOST * scale) verdict = Verdict.LOST;
    if (!elements.stream().allMatch(Element::within)) verdict = Verdict.OFF;
    return new GradientFinding(
        block,
        term,
        elements.size(),
        scale == 0 ? 0 : error / scale,
        scale == 0 ? 0 : allowed / scale,
        verdict,
        elements.stream().max(Comparator.comparingDouble(Element::share)).orElseThrow());
  }

  private static double norm(List<Element> elements, ToDoubleFunction<Element> part) {
    double squares = 0;
    for (Element element : elements) {
      double value = part.applyAsDouble(element);
      squares += value * value;
    }
    return Math.sqrt(squares);
  }
}
