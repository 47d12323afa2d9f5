package io.github.pristinedb.shard;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.zip.CRC32;

/**
 * Assigns units of tests to shards, by the timings and the names of the units alone.
 * Other tests and their order make no difference: a part of a suite is cut like the whole
 * suite, and all machines cut alike.
 */
final class ShardAssignment {

	private final int total;

	private final Map<String, Integer> known;

	/**
	 * Assign the known units, the longest first, each to the shard with the least work.
	 * @param timings the timings of an earlier run
	 * @param total the number of shards
	 */
	ShardAssignment(Timings timings, int total) {
		this.total = total;
		this.known = assign(timings, total);
	}

	private static Map<String, Integer> assign(Timings timings, int total) {
		PriorityQueue<Load> loads = new PriorityQueue<>(
				Comparator.comparingLong(Load::micros).thenComparingInt(Load::shard));
		for (int shard = 1; shard <= total; shard++) {
			loads.add(new Load(shard, 0));
		}
		// Units with equal times stay in the order of their names, because sorting is
		// stable.
		List<Map.Entry<String, Long>> longestFirst = timings.micros()
			.entrySet()
			.stream()
			.sorted(Map.Entry.<String, Long>comparingByValue().reversed())
			.toList();
		Map<String, Integer> shards = new HashMap<>();
		for (Map.Entry<String, Long> unit : longestFirst) {
			Load least = loads.remove();
			shards.put(unit.getKey(), least.shard());
			// Even a test of no time takes some time to start.
			loads.add(new Load(least.shard(), least.micros() + Math.max(1, unit.getValue())));
		}
		return shards;
	}

	/**
	 * The shard of a unit.
	 * @param unit the unit
	 * @return the number of the shard, from 1 on
	 */
	int shardOf(String unit) {
		Integer shard = this.known.get(unit);
		return (shard != null) ? shard : byName(unit);
	}

	private int byName(String unit) {
		CRC32 checksum = new CRC32();
		checksum.update(unit.getBytes(StandardCharsets.UTF_8));
		return (int) (checksum.getValue() % this.total) + 1;
	}

	/**
	 * The work of a shard so far.
	 *
	 * @param shard the number of the shard
	 * @param micros the time of its units
	 */
	private record Load(int shard, long micros) {

	}

}
