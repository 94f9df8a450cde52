package fovea.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds the word that was meant. */
final class Spelling {
  /** More slips than these make another word. */
  private static final int SLIPS = 2;

  private Spelling() {}

  /** The nearest word, if one is near. */
  static Optional<String> nearest(String text, List<String> words) {
    return words.stream()
        .filter(word -> distance(text, word) <= Math.min(SLIPS, word.length() - 1))
        .min(Comparator.comparingInt(word -> distance(text, word)));
  }

  /** Letters to insert, delete, replace or swap with their neighbours (optimal string alignment). */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++)
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        d[i][j] = Math.min(replaced, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
      }
    return d[a.length()][b.length()];
  }
}
