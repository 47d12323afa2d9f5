package io.github.pristinedb.test;

import java.util.List;
import java.util.stream.Stream;

import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.test.NotesApplication.Notes;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestExecutionListeners;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.support.DependencyInjectionTestExecutionListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the constructor of a test class writes is the class's, also where JUnit has begun
 * with a group of tests by then and the context is loaded for it.
 */
@DeliberateOutput("WithRepeatedTestAndOtherListeners")
class ConstructorTests {

	@ParameterizedTest
	@ValueSource(classes = { WithRepeatedTest.class, WithParameterizedTest.class, WithFactory.class,
			WithRepeatedTestAndOtherListeners.class })
	void rowOfTheConstructorIsInTheFirstTest(Class<?> tests) {
		Runs.of(tests).assertPassed(2);
	}

	@SlimNotesTest
	@DirtiesContext
	abstract static class Writing {

		private final Notes notes;

		Writing(Notes notes) {
			this.notes = notes;
			notes.add("from a constructor");
		}

		final void check() {
			assertThat(this.notes.all()).isEqualTo(
					List.of(NotesApplication.FROM_MIGRATION, NotesApplication.FROM_START_UP, "from a constructor"));
			this.notes.add("from a test");
		}

	}

	@TestPropertySource(properties = "unique=repeated")
	static class WithRepeatedTest extends Writing {

		WithRepeatedTest(@Autowired Notes notes) {
			super(notes);
		}

		@RepeatedTest(2)
		void a() {
			check();
		}

	}

	@TestPropertySource(properties = "unique=repeated-listeners")
	@TestExecutionListeners(DependencyInjectionTestExecutionListener.class)
	static class WithRepeatedTestAndOtherListeners extends WithRepeatedTest {

		WithRepeatedTestAndOtherListeners(@Autowired Notes notes) {
			super(notes);
		}

	}

	@TestPropertySource(properties = "unique=parameterized")
	static class WithParameterizedTest extends Writing {

		WithParameterizedTest(@Autowired Notes notes) {
			super(notes);
		}

		@ParameterizedTest
		@ValueSource(ints = 1)
		void a(int number) {
			check();
		}

		@Test
		void b() {
			check();
		}

	}

	@TestPropertySource(properties = "unique=factory")
	static class WithFactory extends Writing {

		WithFactory(@Autowired Notes notes) {
			super(notes);
		}

		@TestFactory
		Stream<DynamicTest> a() {
			return Stream.of(DynamicTest.dynamicTest("dynamic", this::check));
		}

		@Test
		void b() {
			check();
		}

	}

}
