package io.github.pristinedb.jdbc;

import io.github.pristinedb.engine.Database;
import io.github.pristinedb.error.PristineException;

/**
 * The context of a test has a managed database, but nobody has marked it as one that
 * scenarios run in. All tests would share the file.
 */
public class UnmarkedContextException extends PristineException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create a new exception.
	 * @param database the database
	 */
	public UnmarkedContextException(Database database) {
		super("The TestContext framework loads an application context with the database " + database
				+ ", but has not asked Pristine's ContextCustomizerFactory about it, so that all tests would share the"
				+ " file.",
				"Use a context loader that applies context customizers. If you do, set the log level of"
						+ " org.springframework.test.context to DEBUG to see why Spring leaves the factory out, or set"
						+ " pristine.enabled=false for this test.",
				null);
	}

}
