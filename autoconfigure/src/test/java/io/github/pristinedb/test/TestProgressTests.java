package io.github.pristinedb.test;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

import io.github.pristinedb.ForkedJvm;
import io.github.pristinedb.JvmCommand;
import io.github.pristinedb.event.PristineEvent.TestStarted;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TestProgress}, in a run of their own.
 */
class TestProgressTests {

	private static final String PARAMETERIZED = Parameterized.class.getName();

	@Test
	void methodsOfAParameterizedClassAreUnitsIfClassesMayBeTornApart(@TempDir Path directory) {
		try (ForkedJvm jvm = JvmCommand.of(Launching.class).in(directory).start()) {
			List<String> lines = jvm.finish().lines().filter((line) -> line.startsWith("by ")).toList();
			assertThat(lines).filteredOn((line) -> line.startsWith("by class"))
				.containsOnly("by class: " + PARAMETERIZED);
			assertThat(lines).filteredOn((line) -> line.startsWith("by test"))
				.containsOnly("by test: " + PARAMETERIZED + "#test()", "by test: " + PARAMETERIZED + "#twice(int)",
						"by test: " + PARAMETERIZED + "#dynamic()", "by test: " + PARAMETERIZED + "$Inner#test()");
		}
	}

	static final class Launching {

		public static void main(String[] args) {
			for (String by : List.of("class", "test")) {
				System.setProperty("pristine.shard-by", by);
				RecordedEvents.clear();
				Runs.of(Parameterized.class).assertPassed(2 * (1 + 2 + 1 + 1));
				RecordedEvents.of(TestStarted.class)
					.stream()
					.filter((test) -> !test.group())
					.forEach((test) -> System.out.println("by " + by + ": " + test.unit()));
			}
		}

	}

	@ParameterizedClass
	@ValueSource(ints = { 1, 2 })
	static class Parameterized {

		@Parameter
		private int number;

		@Test
		void test() {
			assertThat(this.number).isPositive();
		}

		@ParameterizedTest
		@ValueSource(ints = { 3, 4 })
		void twice(int factor) {
			assertThat(this.number * factor).isPositive();
		}

		@TestFactory
		DynamicTest dynamic() {
			return DynamicTest.dynamicTest("from somewhere", URI.create("https://example.com/tests"),
					() -> assertThat(this.number).isPositive());
		}

		@Nested
		class Inner {

			@Test
			void test() {
			}

		}

	}

}
