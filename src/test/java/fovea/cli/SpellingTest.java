package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpellingTest {
  @Test
  void distanceCountsSlips() {
    assertThat(Spelling.distance("relu", "relu")).isZero();
    assertThat(Spelling.distance("", "relu")).isEqualTo(4);
    assertThat(Spelling.distance("sigmiod", "sigmoid")).as("swapped").isEqualTo(1);
    assertThat(Spelling.distance("sigmod", "sigmoid")).as("left out").isEqualTo(1);
    assertThat(Spelling.distance("tanhh", "tanh")).as("too much").isEqualTo(1);
    assertThat(Spelling.distance("gelu", "relu")).as("another").isEqualTo(1);
  }

  @Test
  void theNearestIsFoundIfOneIsNear() {
    List<String> words = List.of("sigmoid", "tanh", "relu", "gd");
    assertThat(Spelling.nearest("sigmiod", words)).contains("sigmoid");
    assertThat(Spelling.nearest("than", words)).contains("tanh");
    assertThat(Spelling.nearest("softplus", words)).isEmpty();
    assertThat(Spelling.nearest("xy", words)).as("two slips are all of gd").isEmpty();
  }
}
