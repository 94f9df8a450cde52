package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

class PathConverterTest {
  @Test
  void namesArePaths() {
    assertThat(new PathConverter().convert("@a b/-")).isEqualTo(Path.of("@a b/-"));
    assertThatThrownBy(() -> new PathConverter().convert(""))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("empty name");
    assertThatThrownBy(() -> new PathConverter().convert("a\0"))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("no name that a file can have (Nul character not allowed)");
  }

  /** What Java makes of müller.npy under LC_ALL=C. */
  @Test
  void lettersThatTheLocaleLacksAreTold() {
    String reason = "Malformed input or input contains unmappable characters";
    for (String name : new String[] {"m??ller.npy", "m\ufffd\ufffdller.npy"})
      assertThat(PathConverter.fault(new InvalidPathException(name, reason)))
          .contains("'" + name
              + "' has letters that Java cannot read in this locale; set LC_ALL=C.UTF-8");
  }
}
