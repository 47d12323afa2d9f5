package io.github.pristinedb.shard;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.zip.CRC32;

/**
 * Which shard a unit of tests belongs to. It depends on the timings and on the unit's
 * name alone, not on which other tests are there or in which order they are found: a part
 * of a suite is cut as the whole, and all machines cut alike.
 */
final class ShardAssignment {

	private final int total;

	private final Map<String, Integer> known;

	/**
	 * Cut the known units: the longest first, each to the shard with the least to do.
	 * @param timings the durations of an earlier run
	 * @param total how many shards there are
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
		// Equal times are in the order of names, since the timings are and sorting is
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
			// A test that took no time takes some to start.
			loads.add(new Load(least.shard(), least.micros() + Math.max(1, unit.getValue())));
		}
		return shards;
	}

	/**
	 * The shard that a unit belongs to.
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
	 * What a shard has to do so far.
	 *
	 * @param shard the number of the shard
	 * @param micros the time of its units
	 */
	private record Load(int shard, long micros) {

	}

}
