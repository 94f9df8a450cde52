package fovea.data;

import java.nio.file.Path;
import java.util.List;

/** A folder of {@code .npy} files: {@link NpyParts}, read at once. */
final class NpyFolderFormat implements DataFormat {
  @Override
  public String name() {
    return "folder of NPY arrays";
  }

  @Override
  public List<String> extensions() {
    return List.of();
  }

  @Override
  public boolean recognises(Path path, byte[] start) {
    return !NpyParts.files(path).isEmpty();
  }

  @Override
  public Examples read(Path path, ReadOptions options) {
    try (ExampleSource parts = NpyParts.open(path, options.table().missing())
        .orElseThrow(() -> new InputException(path + ": holds no .npy file any more"))) {
      float[] values =
          Allocation.floats(parts.source(), parts.count(), parts.shape().size());
      int count = (int) parts.count();
      parts.reader().read(0, count, values);
      return new Examples(parts.source(), count, parts.shape(), values);
    }
  }
}
