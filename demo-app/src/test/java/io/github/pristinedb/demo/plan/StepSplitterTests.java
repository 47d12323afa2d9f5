package io.github.pristinedb.demo.plan;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StepSplitterTests {

	@Test
	void clauseIsAStep() {
		assertThat(StepSplitter.split("Open the shop")).containsExactly("Open the shop");
	}

	@Test
	void sentencesAreSteps() {
		assertThat(StepSplitter.split("Paint the walls. Is it dry? Hang the sign!")).containsExactly("Paint the walls",
				"Is it dry?", "Hang the sign!");
	}

	@Test
	void linesOfAListAreSteps() {
		assertThat(StepSplitter.split("- paint the walls\n\n* hang the sign\n")).containsExactly("paint the walls",
				"hang the sign");
	}

	@Test
	void semicolonAndThenSeparateSteps() {
		assertThat(StepSplitter.split("paint; dry, then hang the sign and then open")).containsExactly("paint", "dry",
				"hang the sign", "open");
	}

	@Test
	void dotsInsideWordsAndWordsThatContainThenSeparateNothing() {
		assertThat(StepSplitter.split("Upgrade to 4.1.1 and authenticate"))
			.containsExactly("Upgrade to 4.1.1 and authenticate");
	}

	@Test
	void instructionOfPunctuationAloneIsOneStep() {
		assertThat(StepSplitter.split(" ... ")).containsExactly("...");
	}

}
