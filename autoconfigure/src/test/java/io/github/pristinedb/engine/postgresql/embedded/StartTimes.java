package io.github.pristinedb.engine.postgresql.embedded;

import java.nio.file.Path;

/**
 * Prints how long it takes a JVM to have a database on an embedded server, and to leave
 * the server. The argument is the cache's directory: empty for a cold cache.
 */
public final class StartTimes {

	private StartTimes() {
	}

	public static void main(String[] arguments) throws Exception {
		long start = System.nanoTime();
		EmbeddedServer server = EmbeddedServer.in(Path.of(arguments[0]));
		long entered = System.nanoTime();
		String name = server.createDatabase();
		long created = System.nanoTime();
		System.out.printf("server %d ms, database %s %d ms, since the JVM started %d ms%n",
				(entered - start) / 1_000_000, name, (created - entered) / 1_000_000, System.currentTimeMillis()
						- ProcessHandle.current().info().startInstant().orElseThrow().toEpochMilli());
		if (arguments.length > 1) {
			System.in.read();
		}
		long leaving = System.nanoTime();
		server.leave();
		System.out.printf("left in %d ms%n", (System.nanoTime() - leaving) / 1_000_000);
	}

}
