package fovea.data;

import java.nio.ByteBuffer;

/**
 * Number types of a {@code .npy} file, named as in its {@code descr}. Unsigned bytes and shorts are read as fractions
 * of their largest value, as in images; all other numbers as they are.
 */
enum NpyType {
  f2(2) {
    @Override
    float next(ByteBuffer in) {
      return Float.float16ToFloat(in.getShort());
    }
  },
  f4(4) {
    @Override
    float next(ByteBuffer in) {
      return in.getFloat();
    }
  },
  f8(8) {
    @Override
    float next(ByteBuffer in) {
      return (float) in.getDouble();
    }
  },
  u1(1) {
    @Override
    float next(ByteBuffer in) {
      return (float) ((in.get() & 0xFF) / 255.0);
    }
  },
  u2(2) {
    @Override
    float next(ByteBuffer in) {
      return (float) ((in.getShort() & 0xFFFF) / 65535.0);
    }
  },
  u4(4) {
    @Override
    float next(ByteBuffer in) {
      return in.getInt() & 0xFFFFFFFFL;
    }
  },
  i1(1) {
    @Override
    float next(ByteBuffer in) {
      return in.get();
    }
  },
  i2(2) {
    @Override
    float next(ByteBuffer in) {
      return in.getShort();
    }
  },
  i4(4) {
    @Override
    float next(ByteBuffer in) {
      return in.getInt();
    }
  },
  i8(8) {
    @Override
    float next(ByteBuffer in) {
      return in.getLong();
    }
  },
  b1(1) {
    @Override
    float next(ByteBuffer in) {
      return in.get() == 0 ? 0 : 1;
    }
  };

  final int bytes;

  NpyType(int bytes) {
    this.bytes = bytes;
  }

  /** Takes one number, in the buffer's byte order. */
  abstract float next(ByteBuffer in);
}
