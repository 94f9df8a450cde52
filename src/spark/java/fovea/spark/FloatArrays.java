package fovea.spark;

import java.util.Arrays;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;

/**
 * Takes the arrays of a Parquet column one after the other, without an object for each number. However a writer nests
 * its lists (Parquet's LogicalTypes.md knows of several ways), there is one primitive field inside.
 */
final class FloatArrays {
  private float[] values = new float[64];
  private int length;

  /** The numbers of the last row, {@link #length} of them. */
  float[] values() {
    return values;
  }

  int length() {
    return length;
  }

  private void add(float value) {
    if (length == values.length) values = Arrays.copyOf(values, 2 * length);
    values[length++] = value;
  }

  /** What Parquet calls. */
  RecordMaterializer<FloatArrays> materializer() {
    return new RecordMaterializer<>() {
      private final Level root = new Level(true);

      @Override
      public FloatArrays getCurrentRecord() {
        return FloatArrays.this;
      }

      @Override
      public GroupConverter getRootConverter() {
        return root;
      }
    };
  }

  /**
   * A level of nesting. Parquet asks for the fields of its groups, and that of a group is asked as group, that of a
   * number as a number.
   */
  private final class Level extends GroupConverter {
    private final boolean root;

    Level(boolean root) {
      this.root = root;
    }

    @Override
    public Converter getConverter(int field) {
      return new Either();
    }

    @Override
    public void start() {
      if (root) length = 0;
    }

    @Override
    public void end() {}
  }

  private final class Either extends PrimitiveConverter {
    @Override
    public boolean isPrimitive() {
      return true;
    }

    @Override
    public GroupConverter asGroupConverter() {
      return new Level(false);
    }

    @Override
    public void addFloat(float value) {
      add(value);
    }

    @Override
    public void addDouble(double value) {
      add((float) value);
    }
  }
}
