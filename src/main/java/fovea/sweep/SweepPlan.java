package fovea.sweep;

import fovea.kernels.RandomDraws;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The runs of a sweep in the order of its tables: the points of a grid, or some of them drawn at random, each with
 * every seed.
 *
 * @param values of every dimension, as they are to be read, in the order in which they were given
 */
public record SweepPlan(List<Setting> runs, Map<Dimension, List<String>> values) {
  /** Nobody waits for more runs than this; more are a slip of the finger. */
  private static final int MOST = 100_000;

  /** The most points from which a random choice is made; drawing from them takes a second. */
  private static final int MOST_POINTS = 100_000_000;

  public SweepPlan {
    runs = List.copyOf(runs);
    values = Map.copyOf(values);
  }

  /**
   * Every point of the grid with every seed; the seed changes fastest.
   *
   * @param seed the first of the seeds
   * @param seeds how many, consecutive
   */
  public static SweepPlan full(SweepGrid grid, long seed, int seeds) {
    requireSize(grid.size(), seeds);
    List<Setting> points = new ArrayList<>();
    for (int i = 0; i < grid.size(); i++) points.add(grid.point(i, seed));
    return of(points, grid, seed, seeds);
  }

  /**
   * {@code n} different points of the grid, each with every seed. Every choice of points is equally likely.
   *
   * @param seed decides which points; the first of the seeds
   */
  public static SweepPlan random(SweepGrid grid, int n, long seed, int seeds) {
    if (n < 1 || n > grid.size())
      throw new IllegalArgumentException(
          "--random %d: the grid has %,d setting%s; give a number between 1 and that, or more values"
              .formatted(n, grid.size(), grid.size() == 1 ? "" : "s"));
    if (grid.size() > MOST_POINTS)
      throw new IllegalArgumentException(
          "--random: a grid of %,d settings is more than %,d; give fewer values"
              .formatted(grid.size(), MOST_POINTS));
    requireSize(n, seeds);
    int points = (int) grid.size();
    List<Setting> drawn = new ArrayList<>();
    RandomDraws draws = new RandomDraws(seed, RandomDraws.Stream.SWEEP);
    // Selection sampling (Knuth, The Art of Computer Programming 2, 3.4.2, algorithm S), which
    // keeps the order.
    for (int i = 0; i < points && drawn.size() < n; i++)
      if (draws.below(points - i) < n - drawn.size()) drawn.add(grid.point(i, seed));
    return of(drawn, grid, seed, seeds);
  }

  private static void requireSize(long points, int seeds) {
    if (seeds < 1) throw new IllegalArgumentException("--seeds must be at least 1, not " + seeds);
    if (points * seeds > MOST)
      throw new IllegalArgumentException(
          "%,d runs are more than %,d; give fewer values or seeds".formatted(points * seeds, MOST));
  }

  private static SweepPlan of(List<Setting> points, SweepGrid grid, long seed, int seeds) {
    if (seed > Long.MAX_VALUE - (seeds - 1))
      throw new IllegalArgumentException(
          "--seeds %d: there are not so many seeds from --seed %d on".formatted(seeds, seed));
    List<Setting> runs = new ArrayList<>();
    for (Setting point : points) for (int i = 0; i < seeds; i++) runs.add(point.withSeed(seed + i));
    Map<Dimension, List<String>> values = new EnumMap<>(Dimension.class);
    for (Dimension dimension : Dimension.values()) {
      Set<String> tried = new LinkedHashSet<>(grid.values(dimension));
      for (Setting run : runs) tried.add(dimension.valueOf(run));
      tried.retainAll(runs.stream().map(dimension::valueOf).collect(Collectors.toSet()));
      values.put(dimension, List.copyOf(tried));
    }
    return new SweepPlan(runs, values);
  }

  /** The values of a dimension, at least one. */
  public List<String> values(Dimension dimension) {
    return values.getOrDefault(dimension, List.of());
  }

  /** What tells the runs apart: every dimension with more than one value, the seed among them. */
  public List<Dimension> distinguishing() {
    return Arrays.stream(Dimension.values()).filter(d -> values(d).size() > 1).toList();
  }

  /** The settings with more than one value; the seed is none, though it may have several. */
  public List<Dimension> varied() {
    return distinguishing().stream().filter(d -> d != Dimension.SEED).toList();
  }
}
