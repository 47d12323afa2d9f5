package io.github.pristinedb.report;

import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SimilarTextsTests {

	private final SimilarTexts texts = new SimilarTexts();

	@Test
	void textsAreReadAsTheyWereCompressed() {
		for (int number = 0; number < 5; number++) {
			String text = "Test " + number + ": expected 2 orders ✽ but was 3\n".repeat(number * 700);
			CompressedText compressed = this.texts.compress(text);
			assertThat(compressed).hasToString(text);
			assertThat(this.texts.put("test", compressed) == null).isEqualTo(number == 0);
			assertThat(this.texts.get("test")).hasToString(text);
		}
	}

	@Test
	void emptyTextsAreTextsToo() {
		assertThat(this.texts.compress("")).hasToString("");
		assertThat(this.texts.compress("")).hasToString("");
		assertThat(this.texts.compress("something")).hasToString("something");
	}

	@Test
	void textThatResemblesTheFirstTakesLittle() {
		String random = text(new Random(1), 10_000);
		assertThat(this.texts.compress(random).length()).isGreaterThan(5_000);
		assertThat(this.texts.compress("Another one: " + random).length()).isLessThan(200);
	}

	@Test
	void textThatResemblesNoneTakesWhatItTakesAlone() {
		Random random = new Random(1);
		String text = text(random, 100_000);
		this.texts.compress(text(random, 100_000));
		CompressedText compressed = this.texts.compress(text);
		assertThat(compressed.length()).isLessThan(CompressedText.of(text).length() + 100);
		assertThat(compressed).hasToString(text);
	}

	private static String text(Random random, int length) {
		return random.ints(length, ' ', 'ÿ')
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.toString();
	}

}
