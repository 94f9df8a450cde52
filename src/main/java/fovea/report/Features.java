package fovea.report;

import fovea.data.Preprocessing;
import fovea.data.Whitening;
import fovea.model.Autoencoder;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * What every hidden unit looks for: its incoming weights as a tile. The input of norm at most 1 that excites the unit
 * most is w/‖w‖ (Stanford's UFLDL tutorial, "Visualizing a Trained Autoencoder").
 *
 * @param tile how one example is laid out
 * @param weights incoming weights, H×D row-major
 * @param meanActivation mean activation of each hidden unit, H floats
 * @param remark a sentence on what the weights are of, or nothing
 */
public record Features(TileShape tile, float[] weights, float[] meanActivation, String remark) {
  /** @throws IllegalArgumentException if the arrays' lengths do not fit the tile */
  public Features {
    int units = meanActivation.length;
    if (units == 0 || weights.length % units != 0)
      throw new IllegalArgumentException(
          "%d weights for %d hidden units".formatted(weights.length, units));
    tile.cells(weights.length / units);
  }

  /**
   * The features of a network, taken through the whitening of its examples if there is one.
   *
   * @param rhoHat mean activation of each hidden unit
   */
  public static Features of(
      Autoencoder network, Preprocessing preprocessing, TileShape tile, double[] rhoHat) {
    NetworkShape shape = network.shape();
    int w1 = Parameters.w1(shape);
    float[] weights = Arrays.copyOfRange(network.theta(), w1, w1 + shape.hidden() * shape.inputs());
    float[] mean = new float[rhoHat.length];
    for (int j = 0; j < mean.length; j++) mean[j] = (float) rhoHat[j];
    return new Features(
        tile,
        preprocessing.filters(weights, shape.hidden()),
        mean,
        preprocessing instanceof Whitening
            ? " The weights are taken through the whitening: a tile is the filter that the unit"
                + " applies to an example before whitening."
            : "");
  }

  /** What a tile shows, in a few sentences. */
  String legend() {
    return (tile.isBars()
            ? "a bar for each of the %d columns, upwards where the weight is above 0, and as long as"
                    .formatted(inputs())
                + " half the tile for the unit's largest magnitude."
            : "mid-grey is 0, and black and white are the tile's own largest magnitude.")
        + remark
        + TileImage.emptyCells(tile, inputs());
  }

  /** Hidden units, H. */
  int units() {
    return meanActivation.length;
  }

  /** Weights of a unit, D. */
  int inputs() {
    return weights.length / units();
  }

  /** Units by descending mean activation; equal ones by their index. */
  int[] mostActiveFirst() {
    return IntStream.range(0, units())
        .boxed()
        .sorted(Comparator.comparingDouble(unit -> -meanActivation[unit]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /**
   * A unit's w/‖w‖, a pixel for each cell, on its own symmetric grey scale: 0 is mid-grey, the weight of largest
   * magnitude is black or white. (On one scale for all, a unit with a few strong weights leaves every grating pale.)
   * A unit whose weights are all 0 is mid-grey.
   */
  BufferedImage image(int unit) {
    int first = unit * inputs();
    float largest = 0;
    for (int i = first; i < first + inputs(); i++)
      if (Float.isFinite(weights[i])) largest = Math.max(largest, Math.abs(weights[i]));
    // Dividing by ‖w‖ changes nothing here: the tile's own scale cancels it.
    return TileImage.of(tile, weights, first, inputs(), GreyScale.symmetric(largest));
  }
}
