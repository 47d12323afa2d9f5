package io.github.pristinedb.benchmarks.hammer;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.github.pristinedb.benchmarks.hammer.HammerRun.Violation;

/**
 * What a run of the hammer found.
 *
 * @param engine whose databases were hammered
 * @param mode how scenarios were kept apart
 * @param workers how many of them ran at once, in each process
 * @param seed what all randomness came from
 * @param processes how many processes there were
 * @param contexts how many application contexts there were
 * @param scenarios how many scenarios ran
 * @param expectedFailures how many of them failed as they were meant to
 * @param violations what scenarios saw that they should not have seen
 * @param lockErrors how many statements gave up because of a lock
 * @param conflicts how many scenarios were told that their transactions interleave in a
 * way that cannot be expressed
 * @param refusals how many were refused what is not possible in a transaction
 * @param mostSlots how many slot files there were at once, at the most
 * @param retiredSlots how many slots were given up
 * @param reasons why, and how often
 * @param partings how scenarios ended, and how often
 * @param handovers how many scenarios were given a database
 * @param cleanHandovers how many of them found their slot at the baseline already
 * @param handoverMedian how long that took, in milliseconds
 * @param handoverP95 what 95 of 100 did not exceed, in milliseconds
 * @param mostConnections how many connections to the databases of a server there were at
 * once, at the most; those of other processes included
 * @param databasesLeft how many databases were left on the server
 * @param early what the JVM held after a quarter of the scenarios
 * @param late what it held at the end
 * @param seconds how long the run took
 * @param template the checksum of what every scenario started from, but for when its
 * migrations ran
 */
record HammerReport(HammerEngine engine, HammerMode mode, int workers, long seed, int processes, int contexts,
		int scenarios, int expectedFailures, List<Violation> violations, int lockErrors, int conflicts, int refusals,
		int mostSlots, int retiredSlots, Map<String, Integer> reasons, Map<String, Integer> partings, int handovers,
		int cleanHandovers, double handoverMedian, double handoverP95, int mostConnections, int databasesLeft,
		Resources early, Resources late, double seconds, String template) implements Serializable {

	/**
	 * The bytes of the heap that each scenario takes. Pristine's report keeps the id of
	 * its scope (88), its place (40), its handover (80 and 16), and its statements: 72,
	 * and 136 if few others write to the same tables. The hammer keeps its handover (16).
	 */
	static final long HEAP_OF_SCENARIO = 448;

	/**
	 * The bytes of the heap that a failed scenario takes besides. The report keeps its
	 * explanation and its error, compressed.
	 */
	static final long HEAP_OF_FAILURE = 2048;

	/**
	 * The bytes of the heap that a retired slot takes. The report keeps that moment (64)
	 * and the moment of a connection that was left open (72).
	 */
	static final long HEAP_OF_RETIRED_SLOT = 136;

	/**
	 * How many more connections may be open at the end for each worker: its pool may have
	 * grown.
	 */
	static final int CONNECTIONS_OF_SLOT = 2;

	/**
	 * The bytes of the heap that each JVM may take besides, however many scenarios there
	 * are: 2,000 known texts of statements (1 MiB), pools, and what its libraries keep.
	 */
	static final long HEAP = 4 << 20;

	/**
	 * What is wrong. A kept-alive connection between the HTTP client and the server, both
	 * of whose ends are in this JVM, and two threads are tolerated for each worker: they
	 * come and go.
	 * @return a sentence for each fault, none if all is well
	 */
	List<String> faults() {
		List<String> faults = new ArrayList<>();
		this.violations.stream().limit(20).forEach((violation) -> faults.add(violation.toString()));
		check(faults, "violations", this.violations.size(), 0);
		check(faults, "errors because of a lock", this.lockErrors, 0);
		if (!this.mode.isInterleaving()) {
			check(faults, "conflicts", this.conflicts, 0);
		}
		check(faults, "contexts", this.contexts,
				(long) this.processes * ((this.mode == HammerMode.PER_WORKER) ? this.workers : 1));
		check(faults, "slot files at once", this.mostSlots, (long) this.processes * this.workers + this.retiredSlots);
		check(faults, "more file descriptors at the end", this.late.files() - this.early.files(),
				2L * this.processes * this.workers);
		check(faults, "descriptors of databases that are gone", this.late.lostFiles(), 0);
		check(faults, "more threads at the end", this.late.threads() - this.early.threads(),
				2L * this.processes * this.workers);
		check(faults, "more connections at the end", this.late.connections() - this.early.connections(),
				(long) CONNECTIONS_OF_SLOT * this.processes * this.workers);
		check(faults, "databases left on the server", this.databasesLeft, 0);
		check(faults, "bytes more of the heap at the end", this.late.heap() - this.early.heap(),
				this.processes * HEAP + heapOfScenarios() + heapOfMoreSlots());
		return faults;
	}

	/**
	 * This report when all its processes have ended.
	 * @param databases how many databases they left on the server
	 * @return the report
	 */
	HammerReport leaving(int databases) {
		return new HammerReport(this.engine, this.mode, this.workers, this.seed, this.processes, this.contexts,
				this.scenarios, this.expectedFailures, this.violations, this.lockErrors, this.conflicts, this.refusals,
				this.mostSlots, this.retiredSlots, this.reasons, this.partings, this.handovers, this.cleanHandovers,
				this.handoverMedian, this.handoverP95, this.mostConnections, databases, this.early, this.late,
				this.seconds, this.template);
	}

	/**
	 * What the scenarios take that run after the first quarter.
	 */
	private long heapOfScenarios() {
		return (HEAP_OF_SCENARIO * this.scenarios + HEAP_OF_FAILURE * this.expectedFailures
				+ HEAP_OF_RETIRED_SLOT * this.retiredSlots) * 3 / 4;
	}

	private long heapOfMoreSlots() {
		return Math.max(0, this.late.pools() - this.early.pools()) * this.engine.database().heapOfSlot();
	}

	/**
	 * This report and that of another process that ran at the same time. Of handovers,
	 * the slower figures count.
	 * @param other the other report
	 * @return both together
	 */
	HammerReport and(HammerReport other) {
		List<Violation> violations = new ArrayList<>(this.violations);
		violations.addAll(other.violations);
		if (!this.template.equals(other.template)) {
			violations.add(new Violation("all", "The processes started from different templates"));
		}
		return new HammerReport(this.engine, this.mode, this.workers, this.seed, this.processes + other.processes,
				this.contexts + other.contexts, this.scenarios + other.scenarios,
				this.expectedFailures + other.expectedFailures, violations, this.lockErrors + other.lockErrors,
				this.conflicts + other.conflicts, this.refusals + other.refusals, this.mostSlots + other.mostSlots,
				this.retiredSlots + other.retiredSlots, sum(this.reasons, other.reasons),
				sum(this.partings, other.partings), this.handovers + other.handovers,
				this.cleanHandovers + other.cleanHandovers, Math.max(this.handoverMedian, other.handoverMedian),
				Math.max(this.handoverP95, other.handoverP95), Math.max(this.mostConnections, other.mostConnections),
				this.databasesLeft + other.databasesLeft, this.early.and(other.early), this.late.and(other.late),
				Math.max(this.seconds, other.seconds), this.template);
	}

	private static Map<String, Integer> sum(Map<String, Integer> one, Map<String, Integer> other) {
		Map<String, Integer> sum = new TreeMap<>(one);
		other.forEach((key, count) -> sum.merge(key, count, Integer::sum));
		return sum;
	}

	private static void check(List<String> faults, String what, long found, long tolerated) {
		if (found > tolerated) {
			faults.add(found + " " + what + ", where " + tolerated + " are tolerated");
		}
	}

	/**
	 * The names of all ways in which scenarios end.
	 * @param engine whose databases are hammered
	 * @return the keys of the partings of a long run
	 */
	static List<String> allPartings(HammerEngine engine) {
		return engine.database().partings().stream().map(Parting::name).toList();
	}

	/**
	 * What was hammered, and how.
	 * @return the mode, after the engine unless that is SQLite
	 */
	String label() {
		return ((this.engine == HammerEngine.SQLITE) ? "" : this.engine.label() + ", ") + this.mode.label();
	}

	String toText() {
		StringBuilder text = new StringBuilder(String.format(Locale.ROOT, """
				Isolation hammer, %s, mode %s, seed %d
				  scenarios          %8d on %d workers and %d contexts, %d of them failing on purpose, in %.1f s
				  violations         %8d
				  lock errors        %8d
				  conflicts          %8d, and %d refusals
				  slots at once      %8d
				  slots retired      %8d %s
				  handovers          %8d, %d of them clean
				  handover time      %8.3f ms median, %.3f ms p95
				  files              %8d -> %d, of lost databases %d -> %d
				  threads            %8d -> %d
				  pools              %8d -> %d
				  connections        %8d -> %d, %d at the most, and %d databases left
				  heap               %8d -> %d KiB
				  partings           %s
				""", this.engine.label(), this.mode.label(), this.seed, this.scenarios, this.workers, this.contexts,
				this.expectedFailures, this.seconds, this.violations.size(), this.lockErrors, this.conflicts,
				this.refusals, this.mostSlots, this.retiredSlots, this.reasons, this.handovers, this.cleanHandovers,
				this.handoverMedian, this.handoverP95, this.early.files(), this.late.files(), this.early.lostFiles(),
				this.late.lostFiles(), this.early.threads(), this.late.threads(), this.early.pools(), this.late.pools(),
				this.early.connections(), this.late.connections(), this.mostConnections, this.databasesLeft,
				this.early.heap() / 1024, this.late.heap() / 1024, this.partings));
		this.violations.stream().limit(20).forEach((violation) -> text.append("  ! ").append(violation).append('\n'));
		return text.toString();
	}

}
