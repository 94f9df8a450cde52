package fovea.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Makes paths of arguments. An empty one would be the folder to work in, which nobody means by it. */
final class PathConverter implements ITypeConverter<Path> {
  @Override
  public Path convert(String text) {
    if (text.isEmpty()) throw new TypeConversionException("'' is an empty name; give another");
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new TypeConversionException(fault(e));
    }
  }

  /** What is wrong with a name of which no path can be made. */
  static String fault(InvalidPathException e) {
    // Letters that the locale has no bytes for arrive as question marks.
    boolean unreadable = e.getInput().chars().anyMatch(c -> c == '?' || c > 127);
    return unreadable
        ? "'%s' has letters that Java cannot read in this locale; set LC_ALL=C.UTF-8, or rename it"
            .formatted(e.getInput())
        : "'%s' is no name that a file can have (%s)".formatted(e.getInput(), e.getReason());
  }
}
