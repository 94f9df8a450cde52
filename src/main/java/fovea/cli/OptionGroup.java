package fovea.cli;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Member;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;

/** What options are about: the help lists them by it, in this order. */
enum OptionGroup {
  DATA("Data"),
  NETWORK("Network"),
  SPARSITY("Cost and sparsity"),
  OPTIMISER("Optimiser"),
  STOPPING("Stopping"),
  CALIBRATION("Calibration"),
  OUTPUT("Run and output"),
  HELP("Help");

  private final String title;

  OptionGroup(String title) {
    this.title = title;
  }

  /** Says what an option is about, or all options of a class that do not say it themselves. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target({ElementType.FIELD, ElementType.TYPE})
  @interface Of {
    OptionGroup value();
  }

  String title() {
    return title;
  }

  static OptionGroup of(OptionSpec option) {
    if (option.usageHelp() || option.versionHelp()) return HELP;
    // Optimisers tell of their options themselves.
    if (!(option.userObject() instanceof AnnotatedElement field)) return OPTIMISER;
    Of own = field.getAnnotation(Of.class);
    @Nullable
    Of all =
        field instanceof Member member ? member.getDeclaringClass().getAnnotation(Of.class) : null;
    return own != null ? own.value() : all != null ? all.value() : OUTPUT;
  }
}
