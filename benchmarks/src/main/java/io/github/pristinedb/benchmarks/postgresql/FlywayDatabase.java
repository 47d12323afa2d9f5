package io.github.pristinedb.benchmarks.postgresql;

import java.sql.Connection;
import java.sql.SQLException;

import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.Flyway;

/**
 * A database that Flyway migrates, on a pool as Spring Boot has it.
 */
final class FlywayDatabase implements AutoCloseable {

	private final Server server;

	private final String name;

	private final HikariDataSource pool = new HikariDataSource();

	private final Flyway flyway;

	FlywayDatabase(Server server, PostgresFixture fixture, String what) throws SQLException {
		this.server = server;
		this.name = server.create(what);
		this.pool.setJdbcUrl(server.url(this.name));
		this.pool.setUsername(server.user());
		this.pool.setPassword(server.password());
		this.pool.setMaximumPoolSize(4);
		// Else the pool opens connections in the background while something is measured.
		this.pool.setMinimumIdle(0);
		this.flyway = Flyway.configure()
			.dataSource(this.pool)
			.locations(fixture.location())
			.cleanDisabled(false)
			.load();
		this.flyway.migrate();
	}

	String name() {
		return this.name;
	}

	/**
	 * Migrate again from nothing.
	 * @return nanoseconds, to the end of a select
	 * @throws SQLException if a statement fails
	 */
	double cleanAndMigrate() throws SQLException {
		long started = System.nanoTime();
		this.flyway.clean();
		this.flyway.migrate();
		try (Connection connection = this.pool.getConnection()) {
			Server.select(connection);
		}
		return System.nanoTime() - started;
	}

	/**
	 * Leave the database alone, so that it can be copied.
	 */
	void disconnect() {
		this.pool.close();
	}

	@Override
	public void close() throws SQLException {
		this.pool.close();
		this.server.drop(this.name);
	}

}
