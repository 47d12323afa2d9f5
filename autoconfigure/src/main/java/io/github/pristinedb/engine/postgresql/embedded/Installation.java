package io.github.pristinedb.engine.postgresql.embedded;

import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Unpacked binaries, and the account that runs them.
 *
 * @param directory the directory of the binaries
 * @param account who runs them
 */
record Installation(Path directory, Account account) {

	/**
	 * The user that {@code initdb} creates, a superuser.
	 */
	static final String SUPERUSER = "postgres";

	// What differs from the defaults of each version from 15 on. Nothing has to survive a
	// crash of the machine: such a directory is thrown away.
	private static final List<String> SETTINGS = List.of("listen_addresses = '127.0.0.1'",
			"unix_socket_directories = ''", "max_connections = 500", "shared_buffers = 256MB", "fsync = off",
			"synchronous_commit = off", "full_page_writes = off", "wal_level = minimal", "max_wal_senders = 0",
			"wal_init_zero = off", "max_wal_size = 1GB", "checkpoint_timeout = 1h", "autovacuum = off", "jit = off",
			"timezone = 'UTC'", "log_timezone = 'UTC'", "log_min_messages = log", "huge_pages = off");

	// Shared memory of parallel queries is in the data directory: /dev/shm of a container
	// has 64 MB by default.
	private static final String UNIX_MEMORY = "dynamic_shared_memory_type = mmap";

	private static final boolean WINDOWS = File.separatorChar == '\\';

	// The same order of texts on each machine. PostgreSQL brings the first locale along
	// from version 17 on; the second one is the system's, and may be missing.
	private static final List<List<String>> LOCALES = List.of(
			List.of("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "-c", "scram_iterations=1"),
			List.of("--locale=C.UTF-8"), List.of("--locale=C"));

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	// It takes that long to ask a server to stop.
	private static final Duration LEAST = Duration.ofSeconds(2);

	/**
	 * Initialise a data directory, with a superuser who has a password.
	 * @param data an existing, empty directory that the account owns
	 * @param password a file with the password, which the account can read
	 * @param output where the output of the commands goes
	 * @throws IOException if it fails
	 */
	void initialise(Path data, Path password, Path output) throws IOException {
		int status = 1;
		for (List<String> locale : LOCALES) {
			List<String> arguments = new ArrayList<>(List.of("-D", data.toString(), "-U", SUPERUSER, "-E", "UTF8",
					"--auth=scram-sha-256", "--pwfile=" + password, "--no-sync", "--no-instructions"));
			arguments.addAll(locale);
			status = await(start("initdb", arguments, output));
			if (status == 0) {
				return;
			}
		}
		throw new IOException("initdb ended with status " + status + ": " + ServerLog.end(output));
	}

	/**
	 * The settings that the configuration of an initialised directory lacks.
	 */
	static String settings() {
		return String.join("\n", SETTINGS) + (WINDOWS ? "\n" : "\n" + UNIX_MEMORY + "\n");
	}

	/**
	 * Start a server. It goes on when this process ends.
	 * @param data its data directory
	 * @param port its port
	 * @param log where its messages go
	 * @param output where the output of the command goes
	 * @return whether it is ready; if not, it has ended
	 * @throws IOException if it cannot be started, or does not become ready
	 */
	boolean start(Path data, int port, Path log, Path output) throws IOException {
		Process control = start("pg_ctl", List.of("-D", data.toString(), "-l", log.toString(), "-s", "-w", "-t",
				Long.toString(PATIENCE.toSeconds()), "-o", "-p " + port, "start"), output);
		// The command itself looks every 100 ms only.
		while (control.isAlive()) {
			if (ServerLog.isReady(data)) {
				return true;
			}
			try {
				control.waitFor(5, TimeUnit.MILLISECONDS);
			}
			catch (InterruptedException ex) {
				throw interrupted();
			}
		}
		return control.exitValue() == 0;
	}

	/**
	 * Stop a server, and wait until it has ended.
	 * @param data its data directory
	 * @param output where the output of the command goes
	 * @param patience how long to wait
	 * @return whether it has stopped cleanly in time
	 * @throws IOException if the command cannot be started
	 */
	boolean stop(Path data, Path output, Duration patience) throws IOException {
		Process control = start("pg_ctl", List.of("-D", data.toString(), "-s", "-w", "-m", "fast", "stop"), output);
		return end(control, (patience.compareTo(LEAST) > 0) ? patience : LEAST) && control.exitValue() == 0;
	}

	private Process start(String program, List<String> arguments, Path output) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(this.directory.resolve("bin").resolve(WINDOWS ? program + ".exe" : program).toString()));
		command.addAll(arguments);
		// A pipe would stay open as long as the server runs.
		ProcessBuilder builder = new ProcessBuilder(this.account.command(command)).directory(this.directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
		clean(builder.environment());
		Process process = builder.start();
		process.getOutputStream().close();
		return process;
	}

	/**
	 * Leaves out what would change the server's defaults. A locale that this machine does
	 * not have is an error to {@code initdb}.
	 */
	static void clean(Map<String, String> environment) {
		environment.keySet()
			.removeIf((name) -> name.startsWith("PG") || name.startsWith("LC_") || name.equals("LANG")
					|| name.equals("LANGUAGE") || name.equals("TZ"));
		environment.put("LC_ALL", "C");
	}

	private static int await(Process process) throws IOException {
		if (!end(process, PATIENCE)) {
			throw new IOException("No end after " + PATIENCE.toSeconds() + " s: " + process.info().commandLine());
		}
		return process.exitValue();
	}

	private static boolean end(Process process, Duration patience) throws IOException {
		try {
			boolean ended = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
			if (!ended) {
				process.destroyForcibly();
			}
			return ended;
		}
		catch (InterruptedException ex) {
			process.destroyForcibly();
			throw interrupted();
		}
	}

	private static IOException interrupted() {
		Thread.currentThread().interrupt();
		return new InterruptedIOException("Interrupted while the PostgreSQL server was asked");
	}

}
