package fovea.sweep;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Writes the summaries of a sweep: sweep.csv, the heat maps and the page. */
public final class SweepReport {
  private SweepReport() {}

  /**
   * Writes all of it, in place of what is there.
   *
   * @param results in the order of the plan; some may be missing
   * @return why the heat maps could not be drawn, if they could not
   */
  public static Optional<IOException> write(
      SweepFolder folder, SweepConfig config, SweepPlan plan, List<SweepResult> results)
      throws IOException {
    SweepTable table = SweepTable.of(results);
    table.write(folder.table());
    List<SweepMaps.Drawn> maps = List.of();
    Optional<IOException> problem = Optional.empty();
    try {
      maps = SweepMaps.write(folder.figures(), plan, results);
    } catch (IOException e) {
      // Some servers have no fonts to draw with; the page is of use without maps.
      problem = Optional.of(e);
    }
    SweepPage.write(folder, config, plan, table, maps);
    return problem;
  }
}
