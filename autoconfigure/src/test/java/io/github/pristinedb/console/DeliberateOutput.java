package io.github.pristinedb.console;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The warnings and errors that the tests of a class provoke. Any other one fails the
 * class: see {@link WarningCheck}.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(DeliberateOutput.Several.class)
public @interface DeliberateOutput {

	/**
	 * Regular expressions. A line is deliberate if one of them is found in it, and so is
	 * the stack trace that follows it.
	 * @return the expressions
	 */
	String[] value();

	/**
	 * Several of a class.
	 */
	@Documented
	@Target(ElementType.TYPE)
	@Retention(RetentionPolicy.RUNTIME)
	@interface Several {

		/**
		 * The annotations.
		 * @return the annotations
		 */
		DeliberateOutput[] value();

	}

}
