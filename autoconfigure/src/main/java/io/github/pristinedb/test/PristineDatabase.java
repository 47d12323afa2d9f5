package io.github.pristinedb.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.github.pristinedb.scope.Isolation;

/**
 * Says how the tests of a class, or one test, are kept apart from all others, where that
 * is not as {@code pristine.isolation} says. The nearest annotation wins: that of the
 * method, then that of the class, its superclasses, and the classes it is nested in. For
 * a Cucumber scenario the tags {@code @pristine-database}, {@code @pristine-transaction}
 * and {@code @pristine-none} say the same, and {@code @pristine-feature} for all of a
 * feature.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
public @interface PristineDatabase {

	/**
	 * How tests are kept apart.
	 * @return the isolation
	 */
	Isolation isolation() default Isolation.DATABASE;

}
