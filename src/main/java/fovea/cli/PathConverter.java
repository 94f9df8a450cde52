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
      if (text.chars().allMatch(c -> c < 128 && c != '?'))
        throw new TypeConversionException(
            "'%s' is no name that a file can have (%s)".formatted(text, e.getReason()));
      throw new TypeConversionException(
          "'%s' has letters that Java cannot read in this locale; set LC_ALL=C.UTF-8, or rename it"
              .formatted(text));
    }
  }
}
