package io.github.pristinedb.benchmarks.hammer;

import java.util.List;
import java.util.Locale;
import java.util.Map;

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
				"No mode '" + label + "'. Choose shared, per-worker, forks, virtual-threads or none.");
	}

}
