package fovea.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A folder of images, searched with its subfolders, or a single image: patches are cut from them. */
final class ImageFormat implements DataFormat {
  @Override
  public String name() {
    return "image";
  }

  @Override
  public List<String> extensions() {
    return ImageFolder.EXTENSIONS;
  }

  @Override
  public boolean recognises(Path path, byte[] start) {
    return Files.isDirectory(path) || ImageKind.of(start).isPresent();
  }

  @Override
  public Examples read(Path path, ReadOptions options) {
    if (!Files.isDirectory(path))
      return PatchSampler.sample(path.toString(), List.of(new ImageSource.OfFile(path)), options);
    List<ImageSource> images = ImageFolder.images(path);
    if (images.isEmpty())
      throw new InputException("%s: no images in this folder: give one with %s images"
          .formatted(
              path,
              Arrays.stream(ImageKind.values())
                  .map(kind -> kind.label)
                  .collect(Collectors.joining(", "))));
    String count = images.size() == 1 ? "1 image" : images.size() + " images";
    return PatchSampler.sample(path + " (" + count + ")", images, options);
  }
}
