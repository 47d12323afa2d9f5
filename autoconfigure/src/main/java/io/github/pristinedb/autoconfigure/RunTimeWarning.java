package io.github.pristinedb.autoconfigure;

import io.github.pristinedb.error.SaidOnce;
import io.github.pristinedb.scope.TestRun;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Warns once of an application that runs outside of tests with Pristine on its class
 * path.
 */
final class RunTimeWarning implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	private static final Log logger = LogFactory.getLog(RunTimeWarning.class);

	private static final SaidOnce said = new SaidOnce(logger);

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		if (!TestRun.hasBegun()) {
			said.warn(RunTimeWarning.class,
					() -> "Pristine is on the run-time class path, but no test runs in this JVM. Pristine leaves every"
							+ " database alone. Declare the dependency with <scope>test</scope>, or testImplementation in"
							+ " Gradle.");
		}
	}

}
