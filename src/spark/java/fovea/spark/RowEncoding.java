package fovea.spark;

import fovea.data.ExampleShape;
import fovea.data.Preprocessing;
import fovea.model.Architecture;
import fovea.model.Autoencoder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Adds the hidden activations to rows, many at a time, as the kernels like it.
 *
 * @param preprocessing what is done to rows first; one that can be sent
 * @param features their column; where they are vectors of Spark ML, the activations are, too
 */
record RowEncoding(
    Architecture architecture, float[] theta, Preprocessing preprocessing, FeatureColumn features)
    implements MapPartitionsFunction<Row, Row> {
  private static final int BLOCK = 960;

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    Autoencoder network = new Autoencoder(architecture, theta);
    int d = architecture.shape().inputs();
    int h = architecture.shape().hidden();
    float[] raw = new float[BLOCK * d];
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
          features.copy(row, d, raw, block.size() * d).ifPresent(problem -> {
            throw new IllegalArgumentException(
                "column '%s': a row %s: the model takes %d values that are not null"
                    .formatted(features.name(), problem, d));
          });
          block.add(row);
        }
        preprocessing.apply(features.name(), new ExampleShape.Row(d), raw, block.size(), x);
        network.encodeBatch(x, block.size(), hidden);
        List<Row> encoded = new ArrayList<>();
        for (int i = 0; i < block.size(); i++)
          encoded.add(extended(block.get(i), hidden, i * h, h));
        return encoded.iterator();
      }
    };
  }

  private Row extended(Row row, float[] hidden, int at, int h) {
    Object[] cells = new Object[row.size() + 1];
    for (int i = 0; i < row.size(); i++) cells[i] = row.get(i);
    if (features.vector()) {
      double[] values = new double[h];
      for (int j = 0; j < h; j++) values[j] = hidden[at + j];
      cells[row.size()] = new DenseVector(values);
    } else {
      cells[row.size()] = java.util.Arrays.copyOfRange(hidden, at, at + h);
    }
    return RowFactory.create(cells);
  }
}
