package fovea.data;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The header of a {@code .npy} file, versions 1.0, 2.0 and 3.0: magic, version, length, then a Python dictionary with
 * exactly the keys descr, fortran_order and shape. Source: numpy.lib.format in the NumPy documentation.
 *
 * @param dataStart where the numbers begin, bytes from the start of the file
 */
@SuppressWarnings("ArrayRecordComponent") // made once, never compared
record NpyHeader(NpyType type, ByteOrder order, boolean fortran, long[] dims, long dataStart) {
  static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  private static final Set<NpyType> TYPES = EnumSet.complementOf(EnumSet.of(NpyType.bf16));

  /** A header of plain numbers takes some 128 bytes; no honest one comes near this. */
  private static final int LONGEST = 1 << 20;

  /**
   * Reads up to where the numbers begin.
   *
   * @throws InputException if the header is damaged or its numbers are of no known type
   */
  static NpyHeader read(String source, DataInputStream in) throws IOException {
    int[] dataStart = {0};
    NpyDictionary dictionary = dictionary(source, in, dataStart);
    return of(source, dictionary, dataStart[0]);
  }

  /**
   * The same, whatever the type of the elements.
   *
   * @param dataStart gets where they begin
   */
  static NpyDictionary dictionary(String source, DataInputStream in, int[] dataStart)
      throws IOException {
    try {
      byte[] magic = in.readNBytes(MAGIC.length);
      int version = in.readUnsignedByte();
      int minor = in.readUnsignedByte();
      if (!Arrays.equals(magic, MAGIC))
        throw new InputException(source + ": does not begin like a .npy file");
      if (version < 1 || version > 3 || minor != 0)
        throw new InputException(
            "%s: .npy version %d.%d is not known: save it as version 1.0, 2.0 or 3.0"
                .formatted(source, version, minor));
      long length = version == 1
          ? Short.toUnsignedInt(Short.reverseBytes(in.readShort()))
          : Integer.toUnsignedLong(Integer.reverseBytes(in.readInt()));
      if (length > LONGEST)
        throw new InputException(
            source + ": damaged .npy header: it claims to be " + length + " bytes long");
      byte[] text = new byte[(int) length];
      in.readFully(text);
      dataStart[0] = MAGIC.length + 2 + (version == 1 ? 2 : 4) + text.length;
      return new NpyDictionary(source, new String(text, StandardCharsets.UTF_8));
    } catch (EOFException e) {
      throw new InputException(
          source + ": the file ends inside its .npy header: copy or save it again", e);
    }
  }

  StoredArray array() {
    return new StoredArray(type, order, fortran, dims);
  }

  private static NpyHeader of(String source, NpyDictionary dictionary, long dataStart) {
    String descr = dictionary.descr();
    char order = descr.isEmpty() ? ' ' : descr.charAt(0);
    for (NpyType type : TYPES) {
      boolean ordered = order == '<' || order == '>' || (order == '|' && type.bytes == 1);
      if (ordered && descr.substring(1).equals(type.name())) {
        ByteOrder bytes = order == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        return new NpyHeader(type, bytes, dictionary.fortranOrder(), dictionary.shape(), dataStart);
      }
    }
    throw new InputException("%s: numbers of type '%s' cannot be read: save them as one of %s"
        .formatted(
            source,
            ArrayChoice.shown(descr),
            TYPES.stream().map(NpyType::name).collect(Collectors.joining(" "))));
  }
}
