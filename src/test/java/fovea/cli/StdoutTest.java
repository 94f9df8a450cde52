package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StdoutTest {
  private static OutputStream failing(String why) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(why);
      }
    };
  }

  private static FoveaJar.Ended end(OutputStream out, int code) {
    Stdout stdout = new Stdout(out);
    PrintStream print = new PrintStream(stdout, true, StandardCharsets.UTF_8);
    print.println("result");
    return Console.run(() -> stdout.exit(code));
  }

  @Test
  void whatIsPrintedArrives() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(end(out, 0)).isEqualTo(new FoveaJar.Ended(0, "", ""));
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("result" + System.lineSeparator());
    assertThat(end(out, 2).exit()).isEqualTo(2);
  }

  @Test
  void aResultThatIsLostIsAFailure() {
    FoveaJar.Ended ended = end(failing("No space left on device"), 0);
    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.errors())
        .containsExactly(
            "fovea: stdout: cannot be written to (No space left on device); what was printed is not complete");
    assertThat(end(failing("No space left on device"), 2).exit()).isEqualTo(2);
  }

  @Test
  void aClosedPipeIsNone() {
    assertThat(end(failing("Broken pipe"), 0)).isEqualTo(new FoveaJar.Ended(0, "", ""));
  }
}
