package io.github.pristinedb.benchmarks.hammer;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.pristinedb.scope.Isolation;

/**
 * How the scenarios of the hammer are kept apart.
 */
enum HammerMode {

	/**
	 * On private databases, in one context.
	 */
	SHARED(HammerScenarios.Shared.class),

	/**
	 * The same, on virtual threads: those of the server and of the executors.
	 */
	VIRTUAL_THREADS(HammerScenarios.Shared.class),

	/**
	 * On private databases, with a context for each worker.
	 */
	PER_WORKER(HammerScenarios.PerWorker.classes()),

	/**
	 * On private databases, in several processes.
	 */
	FORKS(HammerScenarios.Shared.class),

	/**
	 * Each in one transaction, in one context.
	 */
	TRANSACTION(HammerScenarios.Shared.class),

	/**
	 * The same, with transactions that interleave as they like. Savepoints cannot express
	 * all of it, and what they cannot is to be an error.
	 */
	INTERLEAVED(HammerScenarios.Shared.class),

	/**
	 * On private databases, each in one transaction, with interleaving ones, or not at
	 * all, in one context.
	 */
	MIXED(HammerScenarios.Shared.class),

	/**
	 * Not at all, to see that it is noticed.
	 */
	NONE(HammerScenarios.Unisolated.class);

	private final List<Class<?>> testClasses;

	HammerMode(Class<?>... testClasses) {
		this.testClasses = List.of(testClasses);
	}

	List<Class<?>> testClasses() {
		return this.testClasses;
	}

	/**
	 * How a scenario is kept apart.
	 * @param number the scenario's number
	 * @return its isolation
	 */
	Isolation isolation(int number) {
		return switch (this) {
			case TRANSACTION, INTERLEAVED -> Isolation.TRANSACTION;
			case MIXED ->
				(number % 8 == 7) ? Isolation.NONE : (number % 2 == 0) ? Isolation.TRANSACTION : Isolation.DATABASE;
			case NONE -> Isolation.NONE;
			default -> Isolation.DATABASE;
		};
	}

	/**
	 * Whether transactions of a scenario interleave.
	 * @return whether they do where each scenario is in one transaction
	 */
	boolean isInterleaving() {
		return this == INTERLEAVED || this == MIXED;
	}

	/**
	 * The properties that the JVM needs to have set from its start.
	 * @return the properties
	 */
	Map<String, String> systemProperties() {
		return switch (this) {
			case VIRTUAL_THREADS -> Map.of("spring.threads.virtual.enabled", "true");
			// Spring would pause a worker's context between two classes, and let all
			// others wait until its asynchronous work is done.
			case PER_WORKER -> Map.of("pristine.context", "per-worker", "spring.test.context.cache.pause", "never");
			default -> Map.of();
		};
	}

	/**
	 * As it is written on a command line.
	 * @return the name
	 */
	String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	static HammerMode of(String label) {
		for (HammerMode mode : values()) {
			if (mode.label().equals(label)) {
				return mode;
			}
		}
		throw new IllegalArgumentException(
				"No mode '" + label + "'. Choose shared, per-worker, forks, virtual-threads, transaction,"
						+ " interleaved, mixed or none.");
	}

}
