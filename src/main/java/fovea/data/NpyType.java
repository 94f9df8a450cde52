package fovea.data;

import java.nio.ByteBuffer;

/**
 * How numbers are stored, in any format, named as in the {@code descr} of a {@code .npy} file; NumPy itself has no
 * {@code bf16}. Unsigned bytes and shorts are read as fractions of their largest value, as in images; all other numbers
 * as they are.
 */
public enum NpyType {
  f2(2) {
    @Override
    float plain(ByteBuffer in) {
      return Float.float16ToFloat(in.getShort());
    }
  },
  f4(4) {
    @Override
    float plain(ByteBuffer in) {
      return in.getFloat();
    }
  },
  f8(8) {
    @Override
    float plain(ByteBuffer in) {
      return (float) in.getDouble();
    }
  },
  u1(1) {
    @Override
    float plain(ByteBuffer in) {
      return in.get() & 0xFF;
    }
  },
  u2(2) {
    @Override
    float plain(ByteBuffer in) {
      return in.getShort() & 0xFFFF;
    }
  },
  u4(4) {
    @Override
    float plain(ByteBuffer in) {
      return in.getInt() & 0xFFFFFFFFL;
    }
  },
  u8(8) {
    // Halved, with the lost bit kept for the rounding, where it does not fit a signed number.
    @Override
    float plain(ByteBuffer in) {
      long bits = in.getLong();
      return bits >= 0 ? bits : 2f * ((bits >>> 1) | (bits & 1));
    }
  },
  i1(1) {
    @Override
    float plain(ByteBuffer in) {
      return in.get();
    }
  },
  i2(2) {
    @Override
    float plain(ByteBuffer in) {
      return in.getShort();
    }
  },
  i4(4) {
    @Override
    float plain(ByteBuffer in) {
      return in.getInt();
    }
  },
  i8(8) {
    @Override
    float plain(ByteBuffer in) {
      return in.getLong();
    }
  },
  b1(1) {
    @Override
    float plain(ByteBuffer in) {
      return in.get() == 0 ? 0 : 1;
    }
  },
  bf16(2) {
    @Override
    float plain(ByteBuffer in) {
      return Float.intBitsToFloat(in.getShort() << 16);
    }
  };

  final int bytes;

  NpyType(int bytes) {
    this.bytes = bytes;
  }

  /** Takes one number as it is, in the buffer's byte order. */
  abstract float plain(ByteBuffer in);

  /** What numbers of this type are divided by; 1 for most. */
  double divisor() {
    return this == u1 ? 255 : this == u2 ? 65535 : 1;
  }

  /** Takes one number, in the buffer's byte order, and divides it. */
  float next(ByteBuffer in) {
    float number = plain(in);
    double divisor = divisor();
    return divisor == 1 ? number : (float) (number / divisor);
  }
}
