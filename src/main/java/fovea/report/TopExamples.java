package fovea.report;

import java.util.Arrays;

/** The examples that score highest, the highest first; of equal ones the earlier. */
final class TopExamples {
  private final int[] example;
  private final float[] score;
  private final float[] activation;
  private int count;

  /** @param most examples that are kept, 0 or more */
  TopExamples(int most) {
    example = new int[most];
    score = new float[most];
    activation = new float[most];
  }

  /** Takes an example in if it scores higher than one of those kept. Examples come in their order. */
  void offer(int index, float itsScore, float itsActivation) {
    if (count == example.length && (count == 0 || !(itsScore > score[count - 1]))) return;
    int at = count < example.length ? count++ : count - 1;
    for (; at > 0 && itsScore > score[at - 1]; at--) {
      example[at] = example[at - 1];
      score[at] = score[at - 1];
      activation[at] = activation[at - 1];
    }
    example[at] = index;
    score[at] = itsScore;
    activation[at] = itsActivation;
  }

  int[] examples() {
    return Arrays.copyOf(example, count);
  }

  /** Activations in these examples. */
  float[] activations() {
    return Arrays.copyOf(activation, count);
  }
}
