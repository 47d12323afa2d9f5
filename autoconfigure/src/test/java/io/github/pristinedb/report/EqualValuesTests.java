package io.github.pristinedb.report;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EqualValuesTests {

	private final EqualValues<String> values = new EqualValues<>();

	@Test
	void equalValuesAreOneObject() {
		String first = new String("scenario-app.db");
		assertThat(this.values.one(first)).isSameAs(first);
		assertThat(this.values.one(new String("scenario-app.db"))).isSameAs(first);
	}

	@Test
	void valuesThatAllDifferAreNotRemembered() {
		IntStream.range(0, 1000).forEach((number) -> this.values.one("value " + number));
		String late = new String("late");
		assertThat(this.values.one(late)).isSameAs(late);
		assertThat(this.values.one(new String("late"))).isNotSameAs(late);
		assertThat(this.values.one(new String("value 7"))).isEqualTo("value 7");
	}

}
