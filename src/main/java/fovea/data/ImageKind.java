package fovea.data;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Image files that can be read, each known by its first bytes. */
enum ImageKind {
  PNG("PNG", "png") {
    @Override
    boolean matches(byte[] start) {
      return begins(start, 0, "\u0089PNG\r\n\u001a\n");
    }

    @Override
    void requireWhole(ImageInputStream in) throws IOException {
      PngChunks.requireWhole(in);
    }

    @Override
    void requireHeader(ImageInputStream in) throws IOException {
      PngChunks.requireHeader(in);
    }

    @Override
    BufferedImage read(ImageReader reader) throws IOException {
      return PngPixels.read(reader);
    }
  },
  JPEG("JPEG", "jpg jpeg jpe jfif") {
    @Override
    boolean matches(byte[] start) {
      return begins(start, 0, "\u00ff\u00d8\u00ff");
    }
  },
  GIF("GIF", "gif") {
    @Override
    boolean matches(byte[] start) {
      return begins(start, 0, "GIF87a") || begins(start, 0, "GIF89a");
    }
  },
  BMP("BMP", "bmp dib") {
    // "BM" alone also begins ordinary words, so the reserved zeros and the length of the second
    // header count too.
    @Override
    boolean matches(byte[] start) {
      return begins(start, 0, "BM")
          && begins(start, 6, "\0\0\0\0")
          && start.length > 17
          && start[14] >= 12
          && begins(start, 15, "\0\0\0");
    }
  },
  TIFF("TIFF", "tif tiff") {
    @Override
    boolean matches(byte[] start) {
      return begins(start, 0, "II*\0")
          || begins(start, 0, "MM\0*")
          || begins(start, 0, "II+\0")
          || begins(start, 0, "MM\0+");
    }

    @Override
    void requireSupported(ImageInputStream in) throws IOException {
      new TiffDirectory(in).requireSupported();
    }

    @Override
    void requireWhole(ImageInputStream in) throws IOException {
      new TiffDirectory(in).requireWhole();
    }

    @Override
    BufferedImage read(ImageReader reader) throws IOException {
      return TiffPixels.read(reader);
    }
  },
  WEBP("WebP", "webp") {
    @Override
    boolean matches(byte[] start) {
      return begins(start, 0, "RIFF") && begins(start, 8, "WEBP");
    }

    // The RIFF header says how many bytes follow its first eight.
    @Override
    void requireWhole(ImageInputStream in) throws IOException {
      in.seek(4);
      long length = Integer.toUnsignedLong(Integer.reverseBytes(in.readInt()));
      in.seek(8 + length - 1);
      in.readByte();
    }
  };

  /** How many bytes of a file tell its kind. */
  static final int START = 18;

  final String label;
  private final String extensions;

  ImageKind(String label, String extensions) {
    this.label = label;
    this.extensions = extensions;
  }

  /** Usual endings of such files' names. */
  List<String> extensions() {
    return List.of(extensions.split(" "));
  }

  /** Whether a file that starts like this is of this kind. */
  abstract boolean matches(byte[] start);

  /**
   * Checks that the samples are of a kind that the decoder reads right. The stream is left anywhere.
   *
   * @throws UnsupportedImageException if they are not
   */
  void requireSupported(ImageInputStream in) throws IOException {}

  /**
   * Checks that the file is all there, for kinds whose decoder does not notice a missing end. The stream is left
   * anywhere.
   *
   * @throws IOException if it is cut short or a checksum is wrong
   */
  void requireWhole(ImageInputStream in) throws IOException {}

  /**
   * The same for what stands before the pixels, where only the size is wanted.
   *
   * @throws IOException if it is damaged
   */
  void requireHeader(ImageInputStream in) throws IOException {}

  /** Decodes the first image, with a reader that stands at its start. */
  BufferedImage read(ImageReader reader) throws IOException {
    return reader.read(0);
  }

  static Optional<ImageKind> of(byte[] start) {
    return Arrays.stream(values()).filter(kind -> kind.matches(start)).findFirst();
  }

  /** Whether {@code start} holds these characters, one byte each, at this place. */
  private static boolean begins(byte[] start, int at, String characters) {
    if (start.length < at + characters.length()) return false;
    for (int i = 0; i < characters.length(); i++) {
      if ((start[at + i] & 0xFF) != characters.charAt(i)) return false;
    }
    return true;
  }
}
