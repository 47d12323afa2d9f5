package io.github.pristinedb.benchmarks.hammer;

import java.io.Serializable;
import java.sql.Connection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;

import io.github.pristinedb.benchmarks.generator.Between;
import io.github.pristinedb.benchmarks.generator.GeneratedScenario;
import io.github.pristinedb.benchmarks.generator.GeneratedSuite;
import io.github.pristinedb.benchmarks.generator.SuiteShape;
import org.jspecify.annotations.Nullable;

/**
 * A run of the hammer: what its scenarios have in common, and what they found. There is
 * one at a time in a JVM, since JUnit creates the scenarios and knows of no run. Safe for
 * use by several threads.
 */
final class HammerRun {

	private static final AtomicReference<@Nullable HammerRun> current = new AtomicReference<>();

	private static final int LEFT_BEHIND = 8;

	private static final int LATEST = 200;

	// Of those that do something, each does up to six deeds; one of six does nothing.
	private static final Between DEEDS = new Between(1, 6);

	private static final double BUSY = 5 / 6.0;

	private final HammerOptions options;

	private final List<GeneratedScenario> scenarios;

	private final AtomicReference<@Nullable Content> template = new AtomicReference<>();

	private final AtomicReference<@Nullable ConnectionState> connection = new AtomicReference<>();

	private final List<Violation> violations = Collections.synchronizedList(new ArrayList<>());

	private final Map<String, AtomicInteger> partings = new ConcurrentHashMap<>();

	// In nanoseconds.
	private final LongStream.Builder handovers = LongStream.builder();

	private final Map<String, AtomicInteger> retired = new ConcurrentHashMap<>();

	private final AtomicInteger cleanHandovers = new AtomicInteger();

	private final AtomicInteger lockFailures = new AtomicInteger();

	private final AtomicInteger conflicts = new AtomicInteger();

	private final AtomicInteger refusals = new AtomicInteger();

	private final AtomicInteger expectedFailures = new AtomicInteger();

	private final AtomicInteger finished = new AtomicInteger();

	private final AtomicInteger mostSlots = new AtomicInteger();

	private final AtomicInteger mostConnections = new AtomicInteger();

	// By their ports.
	private final Set<Integer> contexts = ConcurrentHashMap.newKeySet();

	private final Deque<Connection> abandoned = new ArrayDeque<>();

	private final Deque<Late> late = new ArrayDeque<>();

	private final List<Thread> threads = new ArrayList<>();

	// By the slot's place, the latest ones: a server gives each new slot a place of its
	// own.
	private final Map<String, String> last = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75F, true) {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
			return size() > LATEST;
		}

	});

	private volatile int first;

	private volatile int end;

	private HammerRun(HammerOptions options) {
		this.options = options;
		this.scenarios = GeneratedSuite.of(SuiteShape.ofScenarios(options.scenarios(), DEEDS, BUSY, options.seed()))
			.scenarios()
			.toList();
	}

	static HammerRun start(HammerOptions options) {
		HammerRun run = new HammerRun(options);
		if (!current.compareAndSet(null, run)) {
			throw new IllegalStateException("Another hammer is at work in this JVM");
		}
		return run;
	}

	void stop() {
		current.compareAndSet(this, null);
	}

	static HammerRun current() {
		return Objects.requireNonNull(current.get(), "No hammer is at work in this JVM");
	}

	static @Nullable HammerRun currentOrNull() {
		return current.get();
	}

	HammerOptions options() {
		return this.options;
	}

	GeneratedScenario scenario(int number) {
		return this.scenarios.get(number);
	}

	/**
	 * Let the next scenarios be those of these numbers.
	 * @param first the first of them
	 * @param end the first that is not among them
	 */
	void batch(int first, int end) {
		this.first = first;
		this.end = end;
	}

	int first() {
		return this.first;
	}

	int end() {
		return this.end;
	}

	/**
	 * What every scenario is to find.
	 * @param found what one has found
	 * @return what the first of all has found
	 */
	Content template(Content found) {
		this.template.compareAndSet(null, found);
		return Objects.requireNonNull(this.template.get());
	}

	@Nullable Content template() {
		return this.template.get();
	}

	ConnectionState connection(ConnectionState found) {
		this.connection.compareAndSet(null, found);
		return Objects.requireNonNull(this.connection.get());
	}

	/**
	 * Who had a slot last.
	 * @param file the slot's file
	 * @return what its scenario did, empty if there was none
	 */
	String leftBy(String file) {
		return this.last.getOrDefault(file, "");
	}

	void left(String file, String scenario) {
		this.last.put(file, scenario);
	}

	void violated(String scenario, String what) {
		this.violations.add(new Violation(scenario, what));
	}

	void parted(Parting parting) {
		count(this.partings, parting.name());
	}

	void handedOver(long nanos, boolean clean) {
		synchronized (this.handovers) {
			this.handovers.add(nanos);
		}
		if (clean) {
			this.cleanHandovers.incrementAndGet();
		}
	}

	void retired(String reason) {
		count(this.retired, reason);
	}

	private static void count(Map<String, AtomicInteger> counters, String key) {
		counters.computeIfAbsent(key, (absent) -> new AtomicInteger()).incrementAndGet();
	}

	void lockFailed() {
		this.lockFailures.incrementAndGet();
	}

	/**
	 * A scenario met transactions that savepoints cannot express, and was told so.
	 */
	void conflicted() {
		this.conflicts.incrementAndGet();
	}

	/**
	 * A scenario was refused what is not possible in a transaction.
	 */
	void refused() {
		this.refusals.incrementAndGet();
	}

	void failedAsExpected() {
		this.expectedFailures.incrementAndGet();
	}

	void finished() {
		this.finished.incrementAndGet();
	}

	void context(int port) {
		this.contexts.add(port);
	}

	void slots(int alive) {
		this.mostSlots.accumulateAndGet(alive, Math::max);
	}

	void connections(int open) {
		this.mostConnections.accumulateAndGet(open, Math::max);
	}

	/**
	 * Leave a connection to a later scenario, as a thread would that goes on.
	 * @param connection the connection, still open
	 */
	void abandon(Connection connection) {
		synchronized (this.abandoned) {
			this.abandoned.add(connection);
			if (this.abandoned.size() > LEFT_BEHIND) {
				this.abandoned.remove();
			}
		}
	}

	@Nullable Connection abandoned() {
		synchronized (this.abandoned) {
			return this.abandoned.poll();
		}
	}

	/**
	 * Leave work to be started when a later scenario of the same context runs.
	 * @param port the context's port
	 * @param start starts it
	 * @param result tells its end
	 */
	void postpone(int port, CountDownLatch start, CompletableFuture<Void> result) {
		Late oldest = null;
		synchronized (this.late) {
			this.late.add(new Late(port, start, result));
			if (this.late.size() > 4) {
				oldest = this.late.remove();
			}
		}
		if (oldest != null) {
			oldest.start().countDown();
		}
	}

	@Nullable Late postponed(int port) {
		synchronized (this.late) {
			for (Late each : this.late) {
				if (each.port() == port) {
					this.late.remove(each);
					return each;
				}
			}
			return null;
		}
	}

	void leave(Thread thread) {
		synchronized (this.threads) {
			this.threads.removeIf((other) -> !other.isAlive());
			this.threads.add(thread);
		}
	}

	/**
	 * Wait for all that scenarios left behind.
	 * @throws InterruptedException if the run is to end
	 */
	void settle() throws InterruptedException {
		List<Late> works;
		synchronized (this.late) {
			works = List.copyOf(this.late);
			this.late.clear();
		}
		for (Late work : works) {
			work.start().countDown();
			if (this.contexts.size() == 1) {
				// Spring pauses a context that no test class uses, and its executors.
				work.finish();
			}
		}
		List<Thread> left;
		synchronized (this.threads) {
			left = List.copyOf(this.threads);
			this.threads.clear();
		}
		for (Thread thread : left) {
			thread.join();
		}
		synchronized (this.abandoned) {
			this.abandoned.clear();
		}
	}

	HammerReport report(long nanos, Resources early, Resources late) {
		long[] sorted = this.handovers.build().sorted().toArray();
		Content template = this.template.get();
		return new HammerReport(this.options.engine(), this.options.mode(), this.options.workers(), this.options.seed(),
				1, this.contexts.size(), this.finished.get(), this.expectedFailures.get(), List.copyOf(this.violations),
				this.lockFailures.get(), this.conflicts.get(), this.refusals.get(), this.mostSlots.get(),
				sum(this.retired), values(this.retired), values(this.partings), sorted.length,
				this.cleanHandovers.get(), quantile(sorted, 0.5), quantile(sorted, 0.95), this.mostConnections.get(), 0,
				early, late, nanos / 1e9, (template != null) ? template.timeless().checksum() : "");
	}

	private static int sum(Map<String, AtomicInteger> counters) {
		return counters.values().stream().mapToInt(AtomicInteger::get).sum();
	}

	private static Map<String, Integer> values(Map<String, AtomicInteger> counters) {
		Map<String, Integer> values = new TreeMap<>();
		counters.forEach((key, counter) -> values.put(key, counter.get()));
		return values;
	}

	private static double quantile(long[] sorted, double share) {
		return (sorted.length == 0) ? 0 : sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)] / 1e6;
	}

	/**
	 * What a scenario saw that it should not have seen.
	 *
	 * @param scenario the scenario
	 * @param what what it saw
	 */
	record Violation(String scenario, String what) implements Serializable {

	}

	/**
	 * Work that a scenario left behind.
	 *
	 * @param port the port of its context
	 * @param start starts it
	 * @param result tells its end
	 */
	record Late(int port, CountDownLatch start, CompletableFuture<Void> result) {

		/**
		 * Start it and wait for its end.
		 */
		void finish() {
			this.start.countDown();
			this.result.handle((nothing, failure) -> failure).join();
		}

	}

}
