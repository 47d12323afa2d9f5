package io.github.pristinedb.shard;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ShardAssignment}.
 */
class ShardAssignmentTests {

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void slowestOfFourShardsOfASuiteWithAHeavyTailIsNearTheAverage(long seed) {
		Random random = new Random(seed);
		ShardAssignment byName = new ShardAssignment(Timings.of(Map.of()), 4);
		Map<String, Long> micros = new HashMap<>();
		int count = 0;
		for (int i = 0; i < 200; i++) {
			String unit = "features/" + i + ".feature:3";
			// By their names, all that take 50 times as long as others are in one shard.
			boolean heavy = byName.shardOf(unit) == 2 && count++ < 8;
			micros.put(unit, (10_000L + random.nextInt(5_000)) * (heavy ? 50 : 1));
		}
		assertThat(slowestToAverage(micros, Timings.of(micros), 4)).isLessThanOrEqualTo(1.15);
		assertThat(slowestToAverage(micros, Timings.of(Map.of()), 4)).isGreaterThan(2);
	}

	private static double slowestToAverage(Map<String, Long> micros, Timings known, int total) {
		ShardAssignment assignment = new ShardAssignment(known, total);
		long[] loads = new long[total];
		micros.forEach((unit, time) -> loads[assignment.shardOf(unit) - 1] += time);
		long slowest = 0;
		long sum = 0;
		for (long load : loads) {
			slowest = Math.max(slowest, load);
			sum += load;
		}
		return slowest / ((double) sum / total);
	}

	@Test
	void unitsWithoutATimeAreDealtOut() {
		ShardAssignment byName = new ShardAssignment(Timings.of(Map.of()), 4);
		Map<String, Long> micros = new LinkedHashMap<>();
		for (int i = 0; micros.size() < 40; i++) {
			if (byName.shardOf("unit " + i) == 2) {
				micros.put("unit " + i, 0L);
			}
		}
		ShardAssignment assignment = new ShardAssignment(Timings.of(micros), 4);
		int[] counts = new int[4];
		micros.keySet().forEach((unit) -> counts[assignment.shardOf(unit) - 1]++);
		assertThat(counts).containsOnly(10);
	}

	@Test
	void unknownUnitsAreSpreadByTheirNamesWhichDoNotChange() {
		ShardAssignment assignment = new ShardAssignment(Timings.of(Map.of()), 4);
		int[] counts = new int[4];
		for (int i = 0; i < 4000; i++) {
			counts[assignment.shardOf("features/core.feature:" + i) - 1]++;
		}
		assertThat(IntStream.of(counts)).allMatch((count) -> count > 800 && count < 1200);
		assertThat(assignment.shardOf("features/core.feature:12")).isEqualTo(4);
		assertThat(assignment.shardOf("com.acme.PlanTests")).isEqualTo(4);
	}

}
