package io.github.pristinedb.test;

import java.util.concurrent.CountDownLatch;

import io.github.pristinedb.ForkedJvm;
import io.github.pristinedb.scenario.Scope;
import io.github.pristinedb.scenario.ScopeBinding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SlowScenarios}, in a run of their own.
 */
class SlowScenariosTests {

	private static final String LATE = "The scenario 'Hanging.";

	@Test
	void hangingScenarioIsNamedWithTheStacksOfItsThreadsAndGoesOn() throws Exception {
		try (ForkedJvm jvm = ForkedJvm.start(Launching.class, "2s")) {
			jvm.awaitLine("ready");
			assertThat(jvm.awaitLine(LATE)).contains("'Hanging.hangs'", "pristine.scenario-timeout (2s)");
			assertThat(jvm.awaitLine("\"main\"")).isNotNull();
			assertThat(jvm.awaitLine("awaitGo")).contains("\tat ");
			assertThat(jvm.awaitLine("Hanging.hangs(SlowScenariosTests.java")).contains("\tat ");
			assertThat(jvm.awaitLine("\"a thread of its own\"")).contains("WAITING");
			jvm.go();
			assertThat(jvm.finish()).contains("passed 2").doesNotContain("'Hanging.passes'");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "off", "1h" })
	void scenarioWithinTheLimitIsNotNamed(String limit) throws Exception {
		try (ForkedJvm jvm = ForkedJvm.start(Launching.class, limit)) {
			jvm.awaitLine("ready");
			jvm.go();
			assertThat(jvm.finish()).contains("passed 2")
				.doesNotContain(LATE)
				.doesNotContain("pristine.scenario-timeout");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "soon", "-1s" })
	void limitThatIsNoneIsAnError(String limit) throws Exception {
		try (ForkedJvm jvm = ForkedJvm.start(Launching.class, limit)) {
			jvm.awaitLine("ready");
			jvm.go();
			assertThat(jvm.finish()).contains("passed 2")
				.contains("The property pristine.scenario-timeout is '" + limit + "': no scenario is watched.");
		}
	}

	static final class Launching {

		public static void main(String[] args) {
			System.setProperty("pristine.scenario-timeout", args[0]);
			Runs.Run run = Runs.of(Hanging.class);
			run.failed().values().forEach(Throwable::printStackTrace);
			System.out.println("passed " + run.passed().size());
		}

	}

	static class Hanging {

		@Test
		void hangs() throws Exception {
			CountDownLatch bound = new CountDownLatch(1);
			CountDownLatch over = new CountDownLatch(1);
			Scope scope = ScopeBinding.current();
			Thread thread = new Thread(() -> {
				ScopeBinding.bind(scope);
				bound.countDown();
				try {
					over.await();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
				ScopeBinding.unbind(scope);
			}, "a thread of its own");
			thread.start();
			bound.await();
			ForkedJvm.awaitGo();
			over.countDown();
			thread.join();
			assertThat(scope.threads()).containsExactly(Thread.currentThread());
		}

		@Test
		void passes() {
		}

	}

}
