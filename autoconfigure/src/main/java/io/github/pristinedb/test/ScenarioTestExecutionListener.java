package io.github.pristinedb.test;

import java.util.UUID;

import io.github.pristinedb.event.PristineEvent.ScenarioFinished;
import io.github.pristinedb.event.PristineEvent.ScenarioStarted;
import io.github.pristinedb.event.PristineEvents;

import org.springframework.core.Ordered;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

/**
 * Tells when a scenario starts and ends: whatever the TestContext framework runs as a
 * test method, be it of JUnit or a scenario of Cucumber.
 */
class ScenarioTestExecutionListener implements TestExecutionListener, Ordered {

	private static final String SCENARIO = ScenarioTestExecutionListener.class.getName() + ".scenario";

	/**
	 * Before any listener of Spring's that can touch a database, and after them on the
	 * way out.
	 */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE + 100;
	}

	@Override
	public void beforeTestMethod(TestContext testContext) {
		String id = UUID.randomUUID().toString();
		testContext.setAttribute(SCENARIO, id);
		PristineEvents.publish(new ScenarioStarted(id,
				testContext.getTestClass().getSimpleName() + "." + testContext.getTestMethod().getName()));
	}

	@Override
	public void afterTestMethod(TestContext testContext) {
		if (testContext.removeAttribute(SCENARIO) instanceof String id) {
			PristineEvents.publish(new ScenarioFinished(id, (testContext.getTestException() != null)
					? ScenarioFinished.Result.FAILED : ScenarioFinished.Result.PASSED));
		}
	}

}
