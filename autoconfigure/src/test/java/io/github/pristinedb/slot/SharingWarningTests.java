package io.github.pristinedb.slot;

import java.util.List;

import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.ScopePlace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SharingWarning}.
 */
@ExtendWith(OutputCaptureExtension.class)
@DeliberateOutput("share one database, but (run side by side|do not run in their order)")
class SharingWarningTests {

	@Test
	void firstTestsThatOverlapAreNamedWithTheCures(CapturedOutput output) {
		SharingWarning warning = new SharingWarning();
		Scope feature = new Scope(Scope.Kind.TEST_CLASS, "An order");
		Scope placed = new Scope(Scope.Kind.SCENARIO, "placed");
		Scope paid = new Scope(Scope.Kind.SCENARIO, "paid");
		warning.started(feature, placed, List.of(placed));
		assertThat(output).doesNotContain("'An order'");
		warning.started(feature, paid, List.of(placed, paid));
		warning.started(new Scope(Scope.Kind.TEST_CLASS, "Another order"), paid, List.of(placed, paid));
		assertThat(output).contains("The tests of 'An order' share one database, but run side by side: [placed, paid]")
			.contains("@Execution(SAME_THREAD)")
			.contains("cucumber.execution.execution-mode.feature=same_thread")
			.contains("@ConfigurationParameter")
			.doesNotContain("Another order");
	}

	@Test
	void firstScenarioAfterOneThatStandsBelowItIsNamedWithTheCure(CapturedOutput output) {
		SharingWarning warning = new SharingWarning();
		Scope feature = new Scope(Scope.Kind.TEST_CLASS, "A cart");
		start(warning, feature, "is filled", 3);
		start(warning, feature, "is sent", 12);
		assertThat(output).doesNotContain("'A cart'");
		start(warning, feature, "is paid", 8);
		start(warning, feature, "is emptied", 5);
		start(warning, new Scope(Scope.Kind.TEST_CLASS, "Another cart"), "is filled", 3);
		assertThat(output)
			.containsOnlyOnce("The scenarios of 'A cart' share one database, but do not run in their order:"
					+ " 'is paid' started after 'is sent'")
			.contains("cucumber.execution.execution-mode.feature=same_thread")
			.contains("@ConfigurationParameter")
			.doesNotContain("@Execution(SAME_THREAD)")
			.doesNotContain("'is emptied'");
	}

	@Test
	void scenarioThatRunsAgainIsInItsOrder(CapturedOutput output) {
		SharingWarning warning = new SharingWarning();
		Scope feature = new Scope(Scope.Kind.TEST_CLASS, "A cart");
		start(warning, feature, "is filled", 3);
		start(warning, feature, "is paid", 8);
		start(warning, feature, "is filled", 3);
		start(warning, feature, "is paid", 8);
		// Of a database more, or of a context's ancestor.
		start(warning, feature, "is paid", 8);
		// A run of those that have failed has a feature of its own.
		start(warning, new Scope(Scope.Kind.TEST_CLASS, "A cart"), "is filled", 3);
		assertThat(output).doesNotContain("share one database");
	}

	@Test
	void testsThatAreInNoFileHaveNoOrder(CapturedOutput output) {
		SharingWarning warning = new SharingWarning();
		Scope tests = new Scope(Scope.Kind.TEST_CLASS, "CartTests");
		start(warning, tests, "b", 0);
		start(warning, tests, "a", 0);
		assertThat(output).doesNotContain("share one database");
	}

	private static void start(SharingWarning warning, Scope shared, String name, int line) {
		Scope scenario = new Scope(ScopePlace.of(Scope.Kind.SCENARIO, name).at(name, line));
		warning.started(shared, scenario, List.of(scenario));
	}

}
