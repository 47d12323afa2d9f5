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
				+ " without Pristine's ContextCustomizerFactory. All tests would share that database.",
				"Use a context loader that applies context customizers. With the log level DEBUG for"
						+ " org.springframework.test.context, Spring says why it leaves the factory out. Or set"
						+ " pristine.enabled=false for this test.",
				null);
	}

}
