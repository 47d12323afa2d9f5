package io.github.pristinedb.engine.postgresql.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The terminal program of PostgreSQL, if this machine has it.
 */
final class Psql {

	private static final String NAME = (File.separatorChar == '\\') ? "psql.exe" : "psql";

	private final @Nullable Path program;

	private volatile @Nullable Process process;

	private Psql(@Nullable Path program) {
		this.program = program;
	}

	/**
	 * Look for the program.
	 * @param own where the server's own programs are, whose version fits best
	 * @param path the directories to look in afterwards, as the environment names them
	 * @return the program
	 */
	static Psql find(Path own, @Nullable String path) {
		return new Psql(Stream
			.concat(Stream.of(own),
					Stream.of(((path != null) ? path : "").split(File.pathSeparator))
						.filter((directory) -> !directory.isEmpty())
						.map(Path::of))
			.map((directory) -> directory.resolve(NAME))
			.filter(Files::isExecutable)
			.findFirst()
			.orElse(null));
	}

	boolean isThere() {
		return this.program != null;
	}

	/**
	 * Let it talk to whoever started this JVM.
	 * @param server the server
	 * @param database the name of the database
	 * @return its exit code
	 * @throws IOException if it cannot be started
	 * @throws InterruptedException if the thread is interrupted
	 */
	int run(EmbeddedServer server, String database) throws IOException, InterruptedException {
		ProcessBuilder builder = new ProcessBuilder(List.of(toString(), "-h", ServerAddress.HOST, "-p",
				String.valueOf(server.port()), "-U", server.user(), "-d", database))
			.inheritIO();
		// A person's own settings name another server.
		builder.environment().keySet().removeIf((name) -> name.startsWith("PG"));
		builder.environment().put("PGPASSWORD", server.password());
		Process started = builder.start();
		this.process = started;
		return started.waitFor();
	}

	@Override
	public String toString() {
		return String.valueOf(this.program);
	}

	/**
	 * Wait until it has ended, if it was started.
	 */
	void awaitEnd() {
		Process started = this.process;
		if (started != null) {
			started.onExit().join();
		}
	}

}
