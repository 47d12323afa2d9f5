package io.github.pristinedb.demo.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.util.FileSystemUtils;

/**
 * A terminal in a temporary directory of its own, whose project lives in a database file
 * that no other terminal uses, or in the scenario's database of a server.
 */
public final class Terminal implements AutoCloseable {

	private final String databaseFile = "scenario-" + UUID.randomUUID() + ".db";

	private final PlanCli cli;

	private final Path root;

	private final Path directory;

	public Terminal() {
		this(Map.of());
	}

	/**
	 * Opens a terminal whose commands connect as the application of the tests does, if
	 * that has a server.
	 * @param connection how the application connects
	 */
	public Terminal(JdbcConnectionDetails connection) {
		this(onServer() ? server(connection) : Map.of());
	}

	/**
	 * The server's own auto-configuration would give each command a database of its own.
	 */
	private static Map<String, String> server(JdbcConnectionDetails connection) {
		return Map.of("pristine.postgresql.embedded", "false", "spring.datasource.url", connection.getJdbcUrl(),
				"spring.datasource.username", connection.getUsername(), "spring.datasource.password",
				connection.getPassword());
	}

	/**
	 * Opens a terminal.
	 * @param properties what the commands are configured with, besides the profile
	 * {@code test}
	 */
	Terminal(Map<String, String> properties) {
		Map<String, String> all = new HashMap<>(properties);
		if (!onServer()) {
			all.put("demo.database-file", this.databaseFile);
		}
		this.cli = new PlanCli(new CliSettings(List.of("test"), all));
		try {
			this.root = Files.createTempDirectory("planner");
			// What users call their directories.
			this.directory = Files.createDirectory(this.root.resolve("it's & more #1 (100%)"));
		}
		catch (IOException ex) {
			throw new IllegalStateException("No temporary directory for the scenario", ex);
		}
	}

	/**
	 * Whether the project is in the server's database of the scenario, rather than in a
	 * file.
	 * @return whether {@code -Dengine} says so
	 */
	public static boolean onServer() {
		return "postgresql".equals(System.getProperty("engine"));
	}

	public Result run(String... arguments) {
		StringWriter out = new StringWriter();
		StringWriter err = new StringWriter();
		int exitCode = this.cli.run(arguments, this.directory, new PrintWriter(out), new PrintWriter(err));
		return new Result(exitCode, out.toString(), err.toString());
	}

	public Path directory() {
		return this.directory;
	}

	public Path database() {
		return this.directory.resolve(this.databaseFile);
	}

	@Override
	public void close() throws IOException {
		FileSystemUtils.deleteRecursively(this.root);
	}

	/**
	 * What a command left behind.
	 *
	 * @param exitCode its exit code
	 * @param out what it printed
	 * @param err what it complained about
	 */
	public record Result(int exitCode, String out, String err) {
	}

}
