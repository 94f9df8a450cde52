package fovea.train;

import fovea.kernels.ActivationFunction;
import fovea.model.Architecture;
import fovea.model.NetworkShape;
import java.util.ArrayList;
import java.util.List;

/** Every network that there is. */
public final class Architectures {
  private Architectures() {}

  /** All combinations of encoder, decoder and tying, twelve. */
  public static List<Architecture> all(NetworkShape shape) {
    List<Architecture> all = new ArrayList<>();
    for (ActivationFunction encoder :
        List.of(ActivationFunction.SIGMOID, ActivationFunction.TANH, ActivationFunction.RELU))
      for (ActivationFunction decoder :
          List.of(ActivationFunction.SIGMOID, ActivationFunction.LINEAR))
        for (boolean tied : new boolean[] {false, true})
          all.add(new Architecture(shape, encoder, decoder, tied));
    return all;
  }
}
