package io.github.pristinedb.benchmarks;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class TimingsTests {

	private final Timings timings = new Timings();

	@Test
	void medianOfAnOddNumberOfRoundsIsTheMiddleOne() {
		addMillis(9, 1, 2);
		assertThat(this.timings.median()).isEqualTo(2);
	}

	@Test
	void medianOfAnEvenNumberOfRoundsIsBetweenTheMiddleTwo() {
		addMillis(4, 100, 1, 2);
		assertThat(this.timings.median()).isEqualTo(3);
	}

	@Test
	void ninetyFiveOfAHundredRoundsDoNotExceedTheirPercentile() {
		addMillis(IntStream.rangeClosed(1, 100).toArray());
		assertThat(this.timings.p95()).isEqualTo(95);
	}

	@Test
	void withoutRoundsThereIsNoMedian() {
		assertThatIllegalStateException().isThrownBy(this.timings::median).withMessage("Nothing was measured");
	}

	private void addMillis(int... millis) {
		for (int each : millis) {
			this.timings.add(each * 1e6);
		}
	}

}
