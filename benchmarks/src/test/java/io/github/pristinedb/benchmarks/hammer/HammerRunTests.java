package io.github.pristinedb.benchmarks.hammer;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HammerRunTests {

	@Test
	void placesOfRetiredSlotsAreForgotten() {
		HammerRun run = HammerRun.start(new HammerOptions(HammerEngine.SQLITE, HammerMode.SHARED, 1, 1, 1, false));
		try {
			for (int number = 0; number < 1000; number++) {
				run.left("place " + number, "scenario " + number);
				run.left("in use", "scenario " + number);
			}
			assertThat(run.leftBy("place 0")).isEmpty();
			assertThat(run.leftBy("place 999")).isEqualTo("scenario 999");
			assertThat(run.leftBy("in use")).isEqualTo("scenario 999");
		}
		finally {
			run.stop();
		}
	}

	@Test
	void handoversAreTheRunsFigures() {
		HammerRun run = HammerRun.start(new HammerOptions(HammerEngine.SQLITE, HammerMode.SHARED, 1, 1, 1, false));
		try {
			for (int millis = 100; millis >= 1; millis--) {
				run.handedOver(millis * 1_000_000L, millis > 90);
			}
			Resources none = new Resources(0, 0, 0, 0, 0, 0);
			HammerReport report = run.report(1, none, none);
			assertThat(report.handovers()).isEqualTo(100);
			assertThat(report.cleanHandovers()).isEqualTo(10);
			assertThat(report.handoverMedian()).isEqualTo(50);
			assertThat(report.handoverP95()).isEqualTo(95);
		}
		finally {
			run.stop();
		}
	}

}
