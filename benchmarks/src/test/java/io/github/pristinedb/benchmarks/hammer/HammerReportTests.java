package io.github.pristinedb.benchmarks.hammer;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HammerReportTests {

	private static final int SCENARIOS = 20_000;

	private static final long KEPT = 15_000 * HammerReport.HEAP_OF_SCENARIO
			+ 1_667 * HammerReport.HEAP_OF_FAILURE * 3 / 4 + 7_500 * HammerReport.HEAP_OF_RETIRED_SLOT;

	@Test
	void heapMayGrowByWhatARunKeepsOfScenariosAfterTheFirstQuarter() {
		assertThat(growingBy(KEPT).faults()).isEmpty();
		assertThat(growingBy(KEPT + HammerReport.HEAP).faults()).isEmpty();
		assertThat(growingBy(KEPT + HammerReport.HEAP + 1).faults()).singleElement()
			.asString()
			.contains("bytes more of the heap");
	}

	@Test
	void scenarioThatKeepsAThirdOfAKilobyteIsAFault() {
		assertThat(growingBy(KEPT + 15_000 * 1024 / 3).faults()).singleElement()
			.asString()
			.contains("bytes more of the heap");
	}

	@Test
	void eachProcessMayTakeItsOwnHeapOfLibraries() {
		HammerReport one = growingBy(KEPT + HammerReport.HEAP);
		assertThat(one.and(one).faults()).isEmpty();
		assertThat(one.and(growingBy(KEPT + HammerReport.HEAP + 1)).faults()).hasSize(1);
	}

	private static HammerReport growingBy(long bytes) {
		Resources early = new Resources(100, 0, 50, 16, 0, 30_000_000);
		Resources late = new Resources(100, 0, 50, 16, 0, 30_000_000 + bytes);
		return new HammerReport(HammerEngine.SQLITE, HammerMode.SHARED, 16, 1, 1, 1, SCENARIOS, 1_667, List.of(), 0, 0,
				0, 16, 10_000, Map.of(), Map.of(), SCENARIOS, 0, 1, 2, 0, 0, early, late, 60, "template");
	}

}
