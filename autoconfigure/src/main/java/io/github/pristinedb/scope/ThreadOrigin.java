package io.github.pristinedb.scope;

import java.util.regex.Pattern;

/**
 * Where a thread comes from that works for no scenario, as far as its name tells, and
 * what lets its work be done for one.
 */
enum ThreadOrigin {

	/**
	 * Handles HTTP requests: Tomcat, Jetty, Undertow, Netty and those on top of them.
	 */
	SERVER("https?-.*|ajp-.*|tomcat-.*|qtp.*|jetty.*|XNIO-.*|undertow.*|reactor-http-.*|webflux-http-.*"
			+ "|(nio|epoll|multiThreadIo)EventLoopGroup-.*|grizzly-.*|vert\\.x-.*",
			"Let the client send the header X-Pristine-Scenario: by new ScenarioRequestInitializer(), or by"
					+ " ScenarioHeader.addTo(uri, …) for any client. A reactive handler also needs"
					+ " spring.reactor.context-propagation=auto."),

	REACTOR("parallel-\\d+|boundedElastic-.*|single-\\d+|loomBoundedElastic-.*",
			"Set spring.reactor.context-propagation=auto, and add io.micrometer:context-propagation."),

	AWAITILITY("awaitility.*", "Poll on the thread of the scenario: await().pollInSameThread()."),

	SCHEDULER("scheduling-.*|taskScheduler-.*|ThreadPoolTaskScheduler-.*|.*[sS]cheduler.*|Timer-\\d+",
			"Switch scheduling off in tests, and call the method in the test that covers it. Wrap tasks"
					+ " that the scenario itself starts by Scenarios.wrap(…)."),

	FORK_JOIN("ForkJoinPool.*",
			"Wrap the task of a parallel stream or CompletableFuture.supplyAsync(task) by"
					+ " Scenarios.wrap(…), or give it to an executor of the context."),

	OTHER(".*", "Give the work of this thread to an executor of the context, or wrap it by Scenarios.wrap(…).");

	private final Pattern names;

	private final String cure;

	ThreadOrigin(String names, String cure) {
		this.names = Pattern.compile(names);
		this.cure = cure;
	}

	static ThreadOrigin of(String threadName) {
		for (ThreadOrigin origin : values()) {
			if (origin.names.matcher(threadName).matches()) {
				return origin;
			}
		}
		return OTHER;
	}

	/**
	 * What a user can do.
	 * @return a sentence or two
	 */
	String cure() {
		return this.cure;
	}

	/**
	 * Whether a test waits for what such a thread does, as a rule: what it does while one
	 * scenario runs alone is that scenario's, then.
	 * @return whether it does
	 */
	boolean isWaitedFor() {
		return this == SERVER || this == AWAITILITY;
	}

	/**
	 * The part of a name that all threads of a pool share.
	 * @param threadName the name of a thread
	 * @return the name without its numbers
	 */
	static String pool(String threadName) {
		return threadName.replaceAll("\\d+", "");
	}

}
