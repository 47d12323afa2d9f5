package io.github.pristinedb.engine.postgresql;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;

import io.github.pristinedb.engine.Fingerprint;
import io.github.pristinedb.engine.TemplateFacts;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which templates are beyond a limit.
 */
class TemplatePruningTests {

	private static final LocalDate TODAY = LocalDate.of(2026, 3, 1);

	private static final Duration AGE = Duration.ofDays(30);

	// The first was used today, the next yesterday, and so on.
	private final List<TemplateComment> templates = IntStream.range(0, 5)
		.mapToObj(TemplatePruningTests::template)
		.toList();

	@Test
	void templatesBeyondTheNumberGoTheLeastRecentlyUsedFirst() {
		assertThat(beyond(new TemplatePruning(3, AGE, Long.MAX_VALUE), 0)).containsExactly(4, 3);
	}

	@Test
	void templatesBeyondTheTotalSizeGo() {
		assertThat(beyond(new TemplatePruning(100, AGE, 399), 0)).containsExactly(4, 3);
		assertThat(beyond(new TemplatePruning(100, AGE, 500), 0)).isEmpty();
	}

	@Test
	void templatesThatNobodyUsesForLongGo() {
		assertThat(beyond(new TemplatePruning(100, Duration.ofDays(3), Long.MAX_VALUE), 0)).containsExactly(4);
	}

	@Test
	void templateThatWasBuiltJustNowStaysWhateverTheLimitsSay() {
		assertThat(beyond(new TemplatePruning(1, Duration.ofDays(1), 1), 4)).containsExactly(3, 2, 1, 0);
	}

	private List<Integer> beyond(TemplatePruning pruning, int latest) {
		return pruning.beyond(this.templates, this.templates.get(latest).fingerprint(), TODAY)
			.stream()
			.map(this.templates::indexOf)
			.toList();
	}

	private static TemplateComment template(int number) {
		return new TemplateComment(new Fingerprint(String.valueOf(number).repeat(64)), Instant.EPOCH,
				TODAY.minusDays(number), 100, "1/1", new TemplateFacts("Test 1", 1, 1, null));
	}

}
