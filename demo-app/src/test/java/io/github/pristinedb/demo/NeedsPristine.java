package io.github.pristinedb.demo;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/**
 * Tests that commit what they write to the database that all of them share, and so pass
 * only if each has a private one in truth.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@DisabledIfSystemProperty(named = "pristine.enabled", matches = "false",
		disabledReason = "Without Pristine the tests would see each other's rows")
public @interface NeedsPristine {

}
