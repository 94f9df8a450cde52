package fovea;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Prints a line now and then while tests run, for {@code mvn -q} is silent otherwise, and the {@link Notes} of a class
 * where one of its tests fails. META-INF/services makes it known to JUnit.
 */
public final class TestProgress implements TestExecutionListener {
  private static final long SECONDS_BETWEEN = 10;

  /** What is tested, from the POM. */
  private final String what = System.getProperty("tests.of", "tests");

  private final AtomicInteger classes = new AtomicInteger();
  private final AtomicInteger tests = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final long began = System.nanoTime();
  private long all;
  private long told = began;

  @Override
  public void testPlanExecutionStarted(TestPlan plan) {
    all = plan.countTestIdentifiers(TestProgress::isClass);
  }

  private static boolean isClass(TestIdentifier test) {
    return test.getSource().filter(ClassSource.class::isInstance).isPresent();
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (result.getStatus() == Status.FAILED) {
      failed.incrementAndGet();
      System.out.printf(
          "%s failed; notes of its class: %s%n", test.getDisplayName(), Notes.taken());
    }
    if (test.isTest()) tests.incrementAndGet();
    if (isClass(test)) {
      Notes.forget();
      classes.incrementAndGet();
      tell();
    }
  }

  private synchronized void tell() {
    long now = System.nanoTime();
    if (TimeUnit.NANOSECONDS.toSeconds(now - told) < SECONDS_BETWEEN) return;
    System.out.printf("%s: %d of %d classes%s%n", what, classes.get(), all, failures());
    told = now;
  }

  private String failures() {
    return Optional.of(failed.get())
        .filter(n -> n > 0)
        .map(n -> ", %d failed".formatted(n))
        .orElse("");
  }

  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    System.out.printf(
        "%s: %d in %d s%s%n",
        what, tests.get(), TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began), failures());
  }
}
