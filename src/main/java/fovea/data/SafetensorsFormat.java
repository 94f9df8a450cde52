package fovea.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A tensor in a safetensors file: see {@link SafetensorsFile} for the format. */
final class SafetensorsFormat implements DataFormat {
  @Override
  public String name() {
    return "safetensors file";
  }

  @Override
  public List<String> extensions() {
    return List.of("safetensors");
  }

  @Override
  public boolean recognises(Path path, byte[] start) {
    return SafetensorsFile.begins(start);
  }

  @Override
  public Examples read(Path path, ReadOptions options) {
    try (SafetensorsFile file = new SafetensorsFile(path)) {
      return file.examples(options);
    } catch (IOException e) {
      throw Problems.unreadable(path, e);
    }
  }
}
