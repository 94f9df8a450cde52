package fovea.cli;

import fovea.data.ColumnNames;
import fovea.data.InputException;
import fovea.io.ModelFile;
import fovea.io.StoredModel;
import java.nio.file.Path;
import java.util.List;

/** Models whose features are to be compared. */
final class ComparedModels {
  private ComparedModels() {}

  /**
   * Reads them.
   *
   * @param models run folders or model files
   * @throws InputException if one cannot be read, or takes other examples than the first
   */
  static List<StoredModel> read(List<Path> models) {
    List<StoredModel> stored =
        models.stream().map(model -> ModelFile.read(ModelParameter.file(model))).toList();
    int inputs = stored.getFirst().network().shape().inputs();
    ColumnNames columns = stored.getFirst().columns();
    for (int i = 1; i < stored.size(); i++) {
      int others = stored.get(i).network().shape().inputs();
      if (others != inputs)
        throw new InputException(
            "%s: takes %d values an example, and %s takes %d: they do not compare"
                .formatted(models.get(i), others, models.getFirst(), inputs));
      ColumnNames names = stored.get(i).columns();
      if (!columns.isEmpty() && !names.isEmpty() && !columns.equals(names))
        throw new InputException(
            "%s: its columns are not those of %s, or stand in another order: they do not compare"
                .formatted(models.get(i), models.getFirst()));
    }
    return stored;
  }
}
