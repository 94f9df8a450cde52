package fovea;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/**
 * Keeps a test that takes long from running again on vectors of other lengths, where others of its class show that the
 * kernels give the same bits.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@DisabledIfSystemProperty(named = "tests.of", matches = "numerics.*")
public @interface OnceIsEnough {}
