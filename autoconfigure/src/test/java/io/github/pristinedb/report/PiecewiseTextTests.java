package io.github.pristinedb.report;

import java.io.IOException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PiecewiseText}.
 */
class PiecewiseTextTests {

	private static final String PAIR = "\ud83d\ude00";

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 8_190, 8_191, 8_192, 8_193, 20_000 })
	void textIsHandedOnAndUnpairedSurrogatesAreReplaced(int before) throws IOException {
		StringBuilder out = new StringBuilder();
		PiecewiseText text = new PiecewiseText(out);
		text.append("x".repeat(before)).append(PAIR).append("\ud83dy\ude00").append("abc", 1, 2).append('\ud83d');
		text.flush();
		assertThat(out).hasToString("x".repeat(before) + PAIR + "?y?b?");
	}

}
