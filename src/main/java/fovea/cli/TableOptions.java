package fovea.cli;

import fovea.data.TableLayout;
import fovea.data.TableLayout.Names;
import picocli.CommandLine.Option;

/** The options that say what the lines and columns of a table are. */
@OptionGroup.Of(OptionGroup.DATA)
final class TableOptions {
  @Option(
      names = "--header",
      paramLabel = "WHETHER",
      defaultValue = "auto",
      description =
          "Whether the first line of a CSV table names the columns: yes, no, or auto, if it is words or "
              + "counts 0,1,2,… or 1,2,3,… (default: ${DEFAULT-VALUE}).")
  private Names header = Names.AUTO;

  @Option(
      names = "--index-column",
      paramLabel = "WHETHER",
      defaultValue = "auto",
      description =
          "Whether the first column of a CSV table names the rows: yes, no, or auto, if the header has no "
              + "name for it and it holds whole numbers (default: ${DEFAULT-VALUE}).")
  private Names indexColumn = Names.AUTO;

  @Option(names = "--transpose", description = "An example is a column of the table, not a row.")
  private boolean transpose;

  TableLayout layout() {
    return new TableLayout(header, indexColumn, transpose);
  }
}
