package fovea.io;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How scores are distributed, and above which of them an example is an anomaly.
 *
 * @param threshold the highest score of an ordinary example
 * @param scores ascending: all there were, or of more than {@value #MOST} so many quantiles, at 0, 0.001, … 1, each the
 *     smallest score that this part of the scores does not exceed
 */
public record ScoreDistribution(float threshold, List<Float> scores) {
  static final int MOST = 1001;

  public ScoreDistribution {
    scores = List.copyOf(scores);
  }

  /**
   * Of these scores.
   *
   * @param scores finite; sorted here
   * @param rank of the threshold among them, from 1
   */
  static ScoreDistribution of(float[] scores, int rank) {
    Arrays.sort(scores);
    int n = scores.length;
    int kept = Math.min(n, MOST);
    List<Float> quantiles = new ArrayList<>();
    for (int i = 0; i < kept; i++) {
      int upTo = n == kept ? i + 1 : (int) Math.ceilDiv((long) n * i, MOST - 1);
      quantiles.add(scores[Math.max(1, upTo) - 1]);
    }
    return new ScoreDistribution(scores[rank - 1], quantiles);
  }

  /** Whether a score is above the threshold; one that is not a number is. */
  public boolean isAnomaly(float score) {
    return !(score <= threshold);
  }

  /**
   * Which part of the scores does not exceed this one, from 0 to 100; between two quantiles on a straight line.
   *
   * @param examples how many scores there were
   */
  public float percentile(float score, long examples) {
    if (Float.isNaN(score)) return 100;
    int size = scores.size();
    int below = atMost(score);
    if (size == examples) return (float) (100.0 * below / size);
    if (below == 0 || below == size) return below == 0 ? 0 : 100;
    double lower = scores.get(below - 1);
    double upper = scores.get(below);
    return (float) (100 * (below - 1 + (score - lower) / (upper - lower)) / (size - 1));
  }

  /** How many of {@link #scores} are not larger. */
  private int atMost(float score) {
    int low = 0;
    int high = scores.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (scores.get(middle) <= score) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** What is wrong with it, as read from a file; empty if nothing is. */
  String fault(int examples) {
    if (scores.size() != Math.min(examples, MOST))
      return "%,d scores, where %,d are to be expected"
          .formatted(scores.size(), Math.min(examples, MOST));
    if (!isScore(threshold)) return "the threshold " + threshold;
    for (int i = 0; i < scores.size(); i++) {
      if (!isScore(scores.get(i))) return "the score " + scores.get(i);
      if (i > 0 && scores.get(i) < scores.get(i - 1)) return "scores that do not ascend";
    }
    return "";
  }

  private static boolean isScore(float value) {
    return value >= 0 && value <= Float.MAX_VALUE;
  }
}
