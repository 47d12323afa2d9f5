package io.github.pristinedb.scenario;

import java.util.List;

import io.github.pristinedb.console.DeliberateOutput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SharingWarning}.
 */
@ExtendWith(OutputCaptureExtension.class)
@DeliberateOutput("share one database, but run side by side")
class SharingWarningTests {

	@Test
	void firstTestsThatOverlapAreNamedWithTheCures(CapturedOutput output) {
		SharingWarning warning = new SharingWarning();
		Scope feature = new Scope(Scope.Kind.TEST_CLASS, "An order");
		Scope placed = new Scope(Scope.Kind.SCENARIO, "placed");
		Scope paid = new Scope(Scope.Kind.SCENARIO, "paid");
		warning.started(feature, List.of(placed));
		assertThat(output).doesNotContain("'An order'");
		warning.started(feature, List.of(placed, paid));
		warning.started(new Scope(Scope.Kind.TEST_CLASS, "Another order"), List.of(placed, paid));
		assertThat(output).contains("The tests of 'An order' share one database, but run side by side: [placed, paid]")
			.contains("@Execution(SAME_THREAD)")
			.contains("cucumber.execution.execution-mode.feature=same_thread")
			.doesNotContain("Another order");
	}

}
