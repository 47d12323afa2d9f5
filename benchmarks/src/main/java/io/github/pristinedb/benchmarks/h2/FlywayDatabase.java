package io.github.pristinedb.benchmarks.h2;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;

import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.Flyway;

/**
 * A {@code Flyway} and its data source as Spring Boot hands them to a migration strategy:
 * on a HikariCP pool that opens with its first connection.
 */
final class FlywayDatabase implements AutoCloseable {

	private final String url;

	private final HikariDataSource pool = new HikariDataSource();

	private final Flyway flyway;

	FlywayDatabase(H2Fixture fixture, String url) {
		this.url = url;
		this.pool.setJdbcUrl(url);
		this.pool.setUsername("sa");
		this.pool.setPassword("");
		this.pool.setMaximumPoolSize(4);
		// Else the pool opens connections in the background while something is measured.
		this.pool.setMinimumIdle(0);
		this.flyway = Flyway.configure().dataSource(this.pool).locations(fixture.location()).load();
	}

	Flyway flyway() {
		return this.flyway;
	}

	/**
	 * Make the database, and throw it away.
	 * @param work what makes it
	 * @return how many nanoseconds it took, to the end of a select
	 * @throws SQLException if a statement fails
	 */
	double measure(Consumer<Flyway> work) throws SQLException {
		long started = System.nanoTime();
		work.accept(this.flyway);
		try (Connection connection = this.pool.getConnection()) {
			Memory.select(connection);
		}
		long nanos = System.nanoTime() - started;
		Memory.shutDown(this.url);
		// The pool's connections belong to what is gone.
		this.pool.getHikariPoolMXBean().softEvictConnections();
		return nanos;
	}

	@Override
	public void close() {
		this.pool.close();
	}

}
