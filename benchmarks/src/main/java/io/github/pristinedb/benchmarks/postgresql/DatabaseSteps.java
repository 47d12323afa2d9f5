package io.github.pristinedb.benchmarks.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

import javax.sql.DataSource;

import io.github.pristinedb.benchmarks.PeerDatabase;
import io.github.pristinedb.benchmarks.PeerRefresh;

/**
 * What people do who have no such reset: migrate again, copy a template, empty the
 * database that they have, or let another library do so.
 */
final class DatabaseSteps implements AutoCloseable {

	private final Server server;

	private final FlywayDatabase migrated;

	private final FlywayDatabase template;

	private final FlywayDatabase emptied;

	private final Connection connection;

	private final Optional<ServerCpu> processor;

	private final PeerRefresh peer;

	private double copyCpu;

	DatabaseSteps(Server server, PostgresFixture fixture, PeerDatabase peer) throws SQLException {
		this.server = server;
		this.peer = new PeerRefresh(peer, DatabaseSteps::write, Server::select);
		this.processor = ServerCpu.of(server);
		this.migrated = new FlywayDatabase(server, fixture, "migrated");
		this.template = new FlywayDatabase(server, fixture, "template");
		this.template.disconnect();
		this.emptied = new FlywayDatabase(server, fixture, "emptied");
		this.connection = server.open(this.emptied.name());
	}

	/**
	 * The same database, which Flyway cleans and migrates.
	 * @return nanoseconds
	 * @throws SQLException if a statement fails
	 */
	double cleanAndMigrate() throws SQLException {
		return this.migrated.cleanAndMigrate();
	}

	/**
	 * A new database, which the server copies as it does by default, its first connection
	 * and its first select.
	 * @return nanoseconds
	 * @throws SQLException if a statement fails
	 */
	double copyTemplate() throws SQLException {
		Map<Long, Long> before = now();
		return copyTemplate("", () -> this.copyCpu = since(before));
	}

	/**
	 * The same, file by file.
	 * @return nanoseconds
	 * @throws SQLException if a statement fails
	 */
	double copyTemplateFiles() throws SQLException {
		return copyTemplate(" STRATEGY FILE_COPY", () -> {
		});
	}

	private double copyTemplate(String strategy, Runnable copied) throws SQLException {
		String copy = this.server.newName("copy");
		try (Connection administrator = this.server.open("postgres")) {
			long started = System.nanoTime();
			Server.execute(administrator, "CREATE DATABASE " + copy + " TEMPLATE " + this.template.name() + strategy);
			try (Connection first = this.server.open(copy)) {
				Server.select(first);
				long nanos = System.nanoTime() - started;
				copied.run();
				return nanos;
			}
		}
		finally {
			this.server.drop(copy);
		}
	}

	private Map<Long, Long> now() {
		return this.processor.map(ServerCpu::now).orElse(Map.of());
	}

	private double since(Map<Long, Long> before) {
		return this.processor.map((cpu) -> cpu.since(before)).orElse(Double.NaN);
	}

	/**
	 * The server's processor time for the latest copy by default.
	 * @return nanoseconds, not a number if it is not known
	 */
	double copyCpu() {
		return this.copyCpu;
	}

	/**
	 * The same database, whose rows are deleted and inserted again in one round trip.
	 * @return nanoseconds
	 * @throws SQLException if a statement fails
	 */
	double deleteAll() throws SQLException {
		return clear(PostgresFixture.deletionAndSeeds());
	}

	/**
	 * The same database, whose tables are truncated and filled again in one round trip.
	 * @return nanoseconds
	 * @throws SQLException if a statement fails
	 */
	double truncateAll() throws SQLException {
		return clear(PostgresFixture.truncationAndSeeds());
	}

	private double clear(String sql) throws SQLException {
		try (Connection other = this.server.open(this.emptied.name())) {
			Writing.SMALL.write(this.connection, other);
		}
		long started = System.nanoTime();
		Server.execute(this.connection, sql);
		Server.select(this.connection);
		return System.nanoTime() - started;
	}

	private static void write(DataSource dataSource) throws SQLException {
		try (Connection one = dataSource.getConnection(); Connection two = dataSource.getConnection()) {
			Writing.SMALL.write(one, two);
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
		this.connection.close();
		this.emptied.close();
		this.template.close();
		this.migrated.close();
	}

}
