package fovea.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class MicroKernelSourceTest {
  @Test
  void theCommittedFileIsWhatTheGeneratorWrites() throws IOException {
    assertThat(Files.readString(MicroKernelSource.FILE).replace("\r\n", "\n"))
        .as(
            "%s: change MicroKernelSource instead, and run it as its Javadoc says",
            MicroKernelSource.FILE)
        .isEqualTo(MicroKernelSource.text());
  }
}
