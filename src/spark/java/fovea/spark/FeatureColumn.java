package fovea.spark;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The column of a DataFrame that holds examples: arrays of floats or doubles, or vectors of Spark ML.
 *
 * @param index in a row
 * @param vector whether it holds vectors of Spark ML
 */
record FeatureColumn(String name, int index, boolean vector) implements Serializable {
  /**
   * Finds the column.
   *
   * @throws IllegalArgumentException if it is not there or holds something else
   */
  static FeatureColumn of(StructType schema, String name) {
    DataType type = typeOf(schema, name, "setInputCol");
    boolean vector = type.equals(SQLDataTypes.VectorType());
    if (!vector && !isNumbers(type))
      throw new IllegalArgumentException(
          "column '%s' is %s: give an array of floats or doubles, or a vector"
              .formatted(name, type.simpleString()));
    return new FeatureColumn(name, schema.fieldIndex(name), vector);
  }

  /**
   * The type of a column.
   *
   * @param setter that names it
   * @throws IllegalArgumentException if it is not there
   */
  static DataType typeOf(StructType schema, String name, String setter) {
    if (!Arrays.asList(schema.fieldNames()).contains(name))
      throw new IllegalArgumentException("there is no column '%s' but %s: name one with %s"
          .formatted(name, String.join(", ", schema.fieldNames()), setter));
    return schema.apply(name).dataType();
  }

  private static boolean isNumbers(DataType type) {
    return type instanceof ArrayType array
        && (array.elementType().equals(DataTypes.FloatType)
            || array.elementType().equals(DataTypes.DoubleType));
  }

  /**
   * The schema with a column of hidden activations: vectors where the features are, else arrays of floats.
   *
   * @throws IllegalArgumentException if there is a column of this name already
   */
  StructType withOutput(StructType schema, String output) {
    if (Arrays.asList(schema.fieldNames()).contains(output))
      throw new IllegalArgumentException(
          "there is a column '%s' already: name another with setOutputCol".formatted(output));
    return schema.add(
        output,
        vector ? SQLDataTypes.VectorType() : DataTypes.createArrayType(DataTypes.FloatType, false),
        false);
  }

  /** Values in a row; −1 where there is a null in place of them. */
  int size(Row row) {
    if (row.isNullAt(index)) return -1;
    return vector ? row.<Vector>getAs(index).size() : row.getList(index).size();
  }

  /**
   * Copies a row's values to {@code to[at]} and on.
   *
   * @param d values that a row is to have
   * @return what is wrong with the row, such as "has 3 values"; nothing if it has so many numbers
   */
  Optional<String> copy(Row row, int d, float[] to, int at) {
    int size = size(row);
    if (size != d) return Optional.of(size < 0 ? "is null" : "has %d values".formatted(size));
    if (vector) {
      Vector values = row.getAs(index);
      for (int k = 0; k < d; k++) to[at + k] = (float) values.apply(k);
      return Optional.empty();
    }
    List<Number> values = row.getList(index);
    int k = 0;
    for (Number value : values) {
      if (value == null) return Optional.of("has a null among its values");
      to[at + k++] = value.floatValue();
    }
    return Optional.empty();
  }
}
