package fovea.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class TeamTest {
  @Test
  void everyThreadRunsEveryPhaseOnceAndInOrder() {
    for (int size : new int[] {1, 2, 5}) {
      AtomicIntegerArray phases = new AtomicIntegerArray(size);
      try (Team team = new Team(size)) {
        for (int phase = 0; phase < 2_000; phase++) {
          int expected = phase;
          team.run(thread -> {
            if (!phases.compareAndSet(thread, expected, expected + 1))
              throw new AssertionError("phase out of order");
          });
          for (int t = 0; t < size; t++) assertThat(phases.get(t)).isEqualTo(phase + 1);
        }
      }
    }
  }

  @Test
  void whatAThreadThrowsReachesTheCallerAndTheTeamGoesOn() {
    try (Team team = new Team(3)) {
      for (int bad = 0; bad < 3; bad++) {
        int thrower = bad;
        assertThatThrownBy(() -> team.run(thread -> {
              if (thread == thrower) throw new IllegalStateException("thread " + thread);
            }))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("thread " + bad);
      }
      AtomicIntegerArray ran = new AtomicIntegerArray(3);
      team.run(ran::incrementAndGet);
      for (int t = 0; t < 3; t++) assertThat(ran.get(t)).isEqualTo(1);
    }
  }

  @Test
  void aTeamHasAtLeastOneThread() {
    assertThatThrownBy(() -> new Team(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
