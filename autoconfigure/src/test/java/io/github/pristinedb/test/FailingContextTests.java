package io.github.pristinedb.test;

import java.util.concurrent.atomic.AtomicInteger;

import io.github.pristinedb.console.DeliberateOutput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.annotation.DirtiesContext.MethodMode;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * A context that cannot be loaded is told of by the listener of Spring's that asks for
 * it.
 */
@ExtendWith(OutputCaptureExtension.class)
@DeliberateOutput({ "Application run failed", "Caught exception while " })
class FailingContextTests {

	@ParameterizedTest
	@ValueSource(classes = { Fails.class, FailsInAServletEnvironment.class })
	void contextThatFailsAtOnceIsSpringsToTell(Class<?> tests, CapturedOutput output) {
		FailsLater.left.set(0);
		assertThat(Runs.of(tests).failed()).hasSize(2);
		assertSpringTells(output);
	}

	@ParameterizedTest
	@ValueSource(classes = { FailsAfterDirt.class, FailsBeforeAMethod.class })
	void contextThatFailsWhenItIsLoadedAgainIsSpringsToTell(Class<?> tests, CapturedOutput output) {
		FailsLater.left.set(1);
		assertThat(Runs.of(tests).failed()).containsOnlyKeys("b()");
		assertSpringTells(output);
	}

	@Test
	void contextThatFailsForARunnerOfAnotherKindIsSpringsToTell(CapturedOutput output) throws Exception {
		FailsLater.left.set(0);
		TestContextManager manager = new TestContextManager(DrivenByHand.class);
		manager.beforeTestClass();
		assertThatIllegalStateException().isThrownBy(() -> manager.prepareTestInstance(new DrivenByHand()))
			.havingRootCause()
			.withMessage("There is no Docker");
		manager.afterTestClass();
		assertSpringTells(output);
	}

	private static void assertSpringTells(CapturedOutput output) {
		assertThat(output.getAll().lines().filter((line) -> line.contains("Caught exception while"))).isNotEmpty()
			.allMatch((line) -> line.contains("TestExecutionListener [org.springframework."));
	}

	static class FailsLater implements ApplicationContextInitializer<ConfigurableApplicationContext> {

		private static final AtomicInteger left = new AtomicInteger();

		@Override
		public void initialize(ConfigurableApplicationContext context) {
			if (left.getAndDecrement() <= 0) {
				throw new IllegalStateException("There is no Docker");
			}
		}

	}

	@SlimNotesTest
	@ContextConfiguration(initializers = FailsLater.class)
	static class Fails {

		@Test
		void a() {
		}

		@Test
		void b() {
		}

	}

	@NotesProperties
	@SpringBootTest(classes = SlimNotes.class, webEnvironment = WebEnvironment.MOCK)
	@ContextConfiguration(initializers = FailsLater.class)
	static class FailsInAServletEnvironment extends Fails {

	}

	@SlimNotesTest
	@ContextConfiguration(initializers = FailsLater.class)
	@TestPropertySource(properties = "unique=failing-0")
	@TestInstance(Lifecycle.PER_CLASS)
	static class FailsAfterDirt {

		@Test
		@DirtiesContext
		void a() {
		}

		@Test
		void b() {
		}

	}

	@SlimNotesTest
	@ContextConfiguration(initializers = FailsLater.class)
	@TestPropertySource(properties = "unique=failing-1")
	static class FailsBeforeAMethod {

		@Test
		void a() {
		}

		@Test
		@DirtiesContext(methodMode = MethodMode.BEFORE_METHOD)
		void b() {
		}

	}

	@SlimNotesTest
	@ContextConfiguration(initializers = FailsLater.class)
	@TestPropertySource(properties = "unique=failing-2")
	static class DrivenByHand extends HandDrivenTests.Glue {

	}

}
