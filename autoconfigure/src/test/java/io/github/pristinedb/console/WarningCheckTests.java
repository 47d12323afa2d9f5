package io.github.pristinedb.console;

import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WarningCheckTests {

	private static final String BOOT = "2026-01-01T10:00:00.000Z  WARN 17 --- [main] o.e.Mine : careful\n";

	private static final String TRACE = "java.lang.IllegalStateException: no\n\tat a.B.c(B.java:1)\n\tat a.B.d(B.java:2)\n";

	@Test
	void warningsOfEachFormatAreFound() {
		assertThat(surprising(BOOT + "10:00:00.000 [main] ERROR o.e.Mine -- bad\n"
				+ "10:00:00.000 WARN  [main] o.e.Mine: bad\nWARNING: of the JVM\nException in thread \"x\" y\n"
				+ "10:00:00.000 [pool[a]-1] WARN o.e.Mine -- bad\n"))
			.hasSize(6);
	}

	@Test
	void whatIsNoWarningIsLeftAlone() {
		assertThat(surprising("2026-01-01T10:00:00.000Z  INFO 17 --- [main] o.e.Mine : a WARN of no kind\nan ERROR\n"
				+ "10:00:00.000 [pool[a]-1] INFO o.e.Mine -- [x] WARN y\n"))
			.isEmpty();
	}

	@Test
	void limitsOfAPoolAreNoDefect() {
		String pool = "2026-01-01T10:00:00.000Z  WARN 17 --- [main] com.zaxxer.hikari.pool.HikariPool        : ";
		assertThat(surprising(pool + "Timed-out waiting for close connection executor to shutdown\n" + pool
				+ "HikariPool-1 - Thread starvation or clock leap detected (housekeeper delta=46s).\n"))
			.isEmpty();
		assertThat(surprising(pool + "HikariPool-1 - Connection is broken\n")).hasSize(1);
	}

	@Test
	void warningIsSeenWhateverItsThreadIsCalled() {
		assertThat(surprising("10:00:00.000 [pool[a]-HelperThread-#2] WARN o.e.Mine -- careful\n\n" + TRACE))
			.hasSize(1);
	}

	@Test
	void stackTraceCountsOnceAndIsNamedByItsFirstLine() {
		assertThat(surprising(TRACE)).containsExactly("java.lang.IllegalStateException: no");
		assertThat(surprising(TRACE, "IllegalStateException: no")).isEmpty();
	}

	@Test
	void stackTraceBelowADeliberateWarningIsDeliberate() {
		assertThat(surprising(BOOT + TRACE, "careful")).isEmpty();
		assertThat(surprising(BOOT + TRACE)).hasSize(1);
	}

	@Test
	void stackTraceBelowAnotherLineIsNot() {
		assertThat(surprising(BOOT + "2026-01-01T10:00:00.000Z  INFO 17 --- [main] o.e.Mine : all is well\n" + TRACE,
				"careful"))
			.hasSize(1);
	}

	private static List<String> surprising(String text, String... deliberate) {
		return WarningCheck.surprising(text, List.of(deliberate).stream().map(Pattern::compile).toList());
	}

}
