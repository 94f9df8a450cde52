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
   * @param table of the results; some may be missing
   * @return why the heat maps could not be drawn, if they could not
   */
  public static Optional<IOException> write(
      SweepFolder folder, SweepConfig config, SweepPlan plan, SweepTable table) throws IOException {
    table.write(folder.table());
    List<SweepMaps.Drawn> maps = List.of();
    Optional<IOException> problem = Optional.empty();
    try {
      maps = SweepMaps.write(
          folder.figures(),
          plan,
          table.rows().stream().map(SweepTable.Row::result).toList());
    } catch (IOException e) {
      // Some servers have no fonts to draw with; the page is of use without maps.
      problem = Optional.of(e);
    }
    SweepPage.write(folder, config, plan, table, maps);
    return problem;
  }
}
