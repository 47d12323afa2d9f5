package io.github.pristinedb.benchmarks.h2;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import io.github.pristinedb.benchmarks.PeerDatabase;
import io.github.pristinedb.benchmarks.PeerRefresh;

/**
 * What people do who have no such handover: make a new database, empty the one they have,
 * or let another library do so.
 */
final class DatabaseSteps implements AutoCloseable {

	private final H2Fixture fixture;

	private final Path script;

	private final String url = Memory.newUrl("emptied");

	private final Connection emptied;

	private final List<String> clearing = new ArrayList<>(H2Fixture.clearing());

	private final PeerRefresh peer;

	DatabaseSteps(H2Fixture fixture, Path directory, PeerDatabase peer) throws SQLException {
		this.fixture = fixture;
		this.script = directory.resolve("script.sql");
		this.peer = new PeerRefresh(peer, DatabaseSteps::write, Memory::select);
		this.emptied = Memory.open(this.url);
		try (FlywayDatabase database = new FlywayDatabase(fixture, this.url)) {
			database.flyway().migrate();
		}
		Memory.execute(this.emptied, List.of("SCRIPT TO '" + this.script + "'"));
		this.clearing.addAll(H2Fixture.seeds());
	}

	/**
	 * A new database, which Flyway migrates.
	 * @return nanoseconds
	 * @throws SQLException if a statement fails
	 */
	double migrate() throws SQLException {
		try (FlywayDatabase database = new FlywayDatabase(this.fixture, Memory.newUrl("migrated"))) {
			return database.measure((flyway) -> flyway.migrate());
		}
	}

	/**
	 * A new database, which H2's command makes from a script.
	 * @return nanoseconds
	 * @throws SQLException if a statement fails
	 */
	double runScript() throws SQLException {
		String copy = Memory.newUrl("script");
		long started = System.nanoTime();
		try (Connection connection = Memory.open(copy)) {
			Memory.execute(connection, List.of("RUNSCRIPT FROM '" + this.script + "'"));
			Memory.select(connection);
			long nanos = System.nanoTime() - started;
			Memory.execute(connection, List.of("SHUTDOWN IMMEDIATELY"));
			return nanos;
		}
	}

	/**
	 * The same database, emptied and filled again.
	 * @return nanoseconds
	 * @throws SQLException if a statement fails
	 */
	double deleteAll() throws SQLException {
		long started = System.nanoTime();
		Memory.execute(this.emptied, this.clearing);
		Memory.select(this.emptied);
		return System.nanoTime() - started;
	}

	private static void write(DataSource dataSource) throws SQLException {
		try (Connection connection = dataSource.getConnection()) {
			Memory.execute(connection, List.of("INSERT INTO t1 (name) VALUES ('written')"));
		}
	}

	/**
	 * The peer's refresh.
	 * @return the refresh
	 */
	PeerRefresh peer() {
		return this.peer;
	}

	@Override
	public void close() throws SQLException {
		this.emptied.close();
	}

}
