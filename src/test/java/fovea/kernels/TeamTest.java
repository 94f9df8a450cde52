package fovea.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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

  @Test
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aClosedTeamRefusesToRun() {
    for (int size : new int[] {1, 2, 5}) {
      AtomicIntegerArray ran = new AtomicIntegerArray(size);
      Team team = new Team(size);
      team.run(ran::incrementAndGet);
      team.close();
      team.close();
      assertThatThrownBy(() -> team.run(ran::incrementAndGet))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("team of threads is closed");
      for (int t = 0; t < size; t++) assertThat(ran.get(t)).isEqualTo(1);
    }
  }

  /** Whoever closes the team from elsewhere, at whatever time: phases that began end on every thread. */
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aTeamThatIsClosedWhileItRunsFinishesThePhase() throws InterruptedException {
    for (int repeat = 0; repeat < 300; repeat++) {
      AtomicIntegerArray ran = new AtomicIntegerArray(3);
      Team team = new Team(3);
      CountDownLatch begun = new CountDownLatch(1);
      Thread closer = new Thread(() -> {
        try {
          begun.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
        team.close();
      });
      closer.start();
      int phases = 0;
      try {
        for (; ; phases++) {
          if (phases == repeat % 7) begun.countDown();
          team.run(ran::incrementAndGet);
        }
      } catch (IllegalStateException closed) {
        for (int t = 0; t < 3; t++) assertThat(ran.get(t)).isEqualTo(phases);
      }
      closer.join();
    }
  }
}
