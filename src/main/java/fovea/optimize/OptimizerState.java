package fovea.optimize;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an optimiser remembers from one iteration to the next, besides the point where it is: named vectors as long as
 * theta, and named numbers. The cost and gradient are not among them: they follow from theta.
 */
public record OptimizerState(Map<String, float[]> vectors, Map<String, Double> numbers) {
  /** Before the first iteration. */
  public static final OptimizerState NONE = new OptimizerState(Map.of(), Map.of());

  public OptimizerState {
    vectors = Collections.unmodifiableMap(new TreeMap<>(vectors));
    numbers = Collections.unmodifiableMap(new TreeMap<>(numbers));
  }

  static OptimizerState of(Map<String, float[]> vectors) {
    return new OptimizerState(vectors, Map.of());
  }

  /** A copy of a vector; zeros before the first iteration. */
  float[] vector(String name, int length) {
    float[] vector = vectors.get(name);
    if (vector == null && !(vectors.isEmpty() && numbers.isEmpty()))
      throw new IllegalArgumentException("the optimiser's memory has no vector " + name);
    if (vector == null) return new float[length];
    if (vector.length != length)
      throw new IllegalArgumentException(
          "the optimiser's memory has %d values in vector %s, the network has %d parameters"
              .formatted(vector.length, name, length));
    return vector.clone();
  }

  double number(String name) {
    Double number = numbers.get(name);
    if (number == null)
      throw new IllegalArgumentException("the optimiser's memory has no number " + name);
    return number;
  }
}
