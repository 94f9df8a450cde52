package fovea.data;

import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;

/** Where an image comes from. */
interface ImageSource {
  /** What to call it in messages. */
  String name();

  /** The encoded image, from its start. The caller closes it. */
  ImageInputStream open() throws IOException;

  /** An image in a file. */
  record OfFile(Path path) implements ImageSource {
    @Override
    public String name() {
      return path.toString();
    }

    @Override
    public ImageInputStream open() throws IOException {
      return new FileImageInputStream(path.toFile());
    }
  }
}
