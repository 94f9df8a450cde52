package fovea.spark;

import fovea.model.Architecture;
import fovea.model.Autoencoder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Adds the hidden activations to rows, many at a time, as the kernels like it.
 *
 * @param column of the features
 * @param vector whether they are vectors of Spark ML, and the activations are to be
 */
record RowEncoding(Architecture architecture, float[] theta, int column, boolean vector)
    implements MapPartitionsFunction<Row, Row> {
  private static final int BLOCK = 960;

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    Autoencoder network = new Autoencoder(architecture, theta);
    int d = architecture.shape().inputs();
    int h = architecture.shape().hidden();
    float[] x = new float[BLOCK * d];
    float[] hidden = new float[BLOCK * h];
    return new Iterator<>() {
      private Iterator<Row> done = List.<Row>of().iterator();

      @Override
      public boolean hasNext() {
        return done.hasNext() || rows.hasNext();
      }

      @Override
      public Row next() {
        if (!done.hasNext()) done = encode();
        return done.next();
      }

      private Iterator<Row> encode() {
        List<Row> block = new ArrayList<>();
        while (block.size() < BLOCK && rows.hasNext()) {
          Row row = rows.next();
          features(row, x, block.size() * d, d);
          block.add(row);
        }
        network.encodeBatch(x, block.size(), hidden);
        List<Row> encoded = new ArrayList<>();
        for (int i = 0; i < block.size(); i++)
          encoded.add(extended(block.get(i), hidden, i * h, h));
        return encoded.iterator();
      }
    };
  }

  private void features(Row row, float[] x, int at, int d) {
    if (row.isNullAt(column)) throw unusable("null", d);
    if (vector) {
      Vector values = row.getAs(column);
      if (values.size() != d) throw unusable(values.size() + " values", d);
      for (int k = 0; k < d; k++) x[at + k] = (float) values.apply(k);
    } else {
      List<Number> values = row.getList(column);
      if (values.size() != d) throw unusable(values.size() + " values", d);
      int k = 0;
      for (Number value : values) {
        if (value == null) throw unusable("a null among its values", d);
        x[at + k++] = value.floatValue();
      }
    }
  }

  private static IllegalArgumentException unusable(String found, int d) {
    return new IllegalArgumentException(
        "a row's features are %s: the model takes %d values that are not null".formatted(found, d));
  }

  private Row extended(Row row, float[] hidden, int at, int h) {
    Object[] cells = new Object[row.size() + 1];
    for (int i = 0; i < row.size(); i++) cells[i] = row.get(i);
    if (vector) {
      double[] values = new double[h];
      for (int j = 0; j < h; j++) values[j] = hidden[at + j];
      cells[row.size()] = new DenseVector(values);
    } else {
      cells[row.size()] = java.util.Arrays.copyOfRange(hidden, at, at + h);
    }
    return RowFactory.create(cells);
  }
}
