package fovea.data;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.metadata.IIOMetadata;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * What the JDK's PNG reader does not do: of grey with fewer than 8 bits it compares the transparent key (PNG
 * specification, section 11.3.2.1) with samples that it has stretched to 8, so that only the key 0 is ever found.
 */
final class PngPixels {
  private static final String TREE = "javax_imageio_png_1.0";

  private PngPixels() {}

  /** Decodes the image. */
  static BufferedImage read(ImageReader reader) throws IOException {
    ImageTypeSpecifier stored = reader.getRawImageType(0);
    if (stored == null
        || !(stored.getColorModel() instanceof IndexColorModel grey)
        || grey.hasAlpha()) return reader.read(0);
    int key = key(reader.getImageMetadata(0));
    if (key < 0) return reader.read(0);
    ImageReadParam parameters = reader.getDefaultReadParam();
    parameters.setDestinationType(stored);
    BufferedImage image = reader.read(0, parameters);
    int size = grey.getMapSize();
    byte[] levels = new byte[size];
    grey.getReds(levels);
    return new BufferedImage(
        new IndexColorModel(grey.getPixelSize(), size, levels, levels, levels, key & (size - 1)),
        image.getRaster(),
        false,
        null);
  }

  /** The grey that is transparent; −1 without one. */
  private static int key(IIOMetadata metadata) {
    Node tree = metadata.getAsTree(TREE);
    if (!(tree instanceof Element root)) return -1;
    NodeList keys = root.getElementsByTagName("tRNS_Grayscale");
    return keys.getLength() == 0
        ? -1
        : Integer.parseInt(((Element) keys.item(0)).getAttribute("gray"));
  }
}
