package io.github.pristinedb.engine;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KnownTexts}.
 */
class KnownTextsTests {

	private static final StatementTraits READING = StatementTraits.NONE;

	private final KnownTexts<StatementTraits> texts = new KnownTexts<>();

	@Test
	void textIsRememberedUnlessItIsALongScript() {
		String script = "SELECT 1;".repeat(1000);
		this.texts.add("SELECT 1", READING);
		this.texts.add(script, READING);
		assertThat(this.texts.get("SELECT 1")).isSameAs(READING);
		assertThat(this.texts.get(script)).isNull();
	}

	@Test
	void textsThatAreNeverTheSameFillNoMemory() {
		for (int i = 0; i < 10_000; i++) {
			this.texts.add("SELECT " + i, READING);
		}
		assertThat(this.texts.size()).isLessThanOrEqualTo(1000);
		assertThat(this.texts.get("SELECT 9999")).isSameAs(READING);
	}

}
