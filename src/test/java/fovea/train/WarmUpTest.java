package fovea.train;

import static org.assertj.core.api.Assertions.assertThatCode;

import fovea.model.Architecture;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WarmUpTest {
  static Iterable<Architecture> networks() {
    return Architectures.all(new NetworkShape(5, 3));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void endsByItselfWithEveryNetwork(Architecture network) {
    WarmUp warmUp = new WarmUp(network, Hyperparameters.DEFAULT);

    assertThatCode(warmUp::run).doesNotThrowAnyException();
  }
}
