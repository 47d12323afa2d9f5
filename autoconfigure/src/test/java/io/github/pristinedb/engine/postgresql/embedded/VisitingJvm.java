package io.github.pristinedb.engine.postgresql.embedded;

import java.nio.file.Path;
import java.time.Duration;

/**
 * A JVM that uses the server of a store. It prints the port, and leaves when its input
 * ends.
 */
final class VisitingJvm {

	private VisitingJvm() {
	}

	public static void main(String[] arguments) throws Exception {
		ServerStore store = new ServerStore(Path.of(arguments[0]), Account.find(), null, Surroundings.ofThisMachine());
		System.out.println("port " + store.enter().port());
		while (System.in.read() >= 0) {
			continue;
		}
		store.leave(TimeLimit.in(Duration.ofMinutes(1)));
	}

}
