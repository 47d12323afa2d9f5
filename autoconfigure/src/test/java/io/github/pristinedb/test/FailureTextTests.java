package io.github.pristinedb.test;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FailureText}.
 */
class FailureTextTests {

	@Test
	void textIsTheStackTraceWithItsCauses() {
		assertThat(FailureText.of(new IllegalStateException("no order", new RuntimeException("no table"))))
			.startsWith("java.lang.IllegalStateException: no order\n")
			.contains("at " + FailureTextTests.class.getName(), "Caused by: java.lang.RuntimeException: no table");
	}

	@Test
	void longMessagesManyCausesAndDeepStackTracesAreCutOff() {
		RuntimeException failure = new IllegalStateException("x".repeat(100_000));
		for (int number = 1; number <= 20; number++) {
			failure = new IllegalStateException("number " + number, failure);
		}
		assertThat(FailureText.of(new IllegalStateException("x".repeat(100_000)))).contains("xx…\n")
			.hasSizeLessThan(5_000);
		assertThat(FailureText.of(failure)).contains("number 16\n").doesNotContain("number 15").hasLineCount(65);
	}

	@Test
	void exceptionWhoseMessageFailsIsNamed() {
		assertThat(FailureText.of(new Silent())).startsWith(Silent.class.getName() + "\n\tat ");
	}

	private static final class Silent extends RuntimeException {

		private static final long serialVersionUID = 1L;

		@Override
		public String getMessage() {
			throw new IllegalStateException("no message");
		}

	}

}
