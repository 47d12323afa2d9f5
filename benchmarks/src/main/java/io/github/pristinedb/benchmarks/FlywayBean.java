package io.github.pristinedb.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.Flyway;

/**
 * A {@code Flyway} and its data source as Spring Boot hands them to a migration strategy:
 * on a HikariCP pool that opens with its first connection.
 */
final class FlywayBean implements AutoCloseable {

	private final Path file;

	private final HikariDataSource pool = new HikariDataSource();

	private final Flyway flyway;

	FlywayBean(Fixture fixture, Path file) {
		this.file = file;
		this.pool.setJdbcUrl("jdbc:sqlite:" + file);
		this.pool.setMaximumPoolSize(4);
		// Else the pool opens connections in the background while something is measured.
		this.pool.setMinimumIdle(0);
		this.flyway = Flyway.configure().dataSource(this.pool).locations(fixture.location()).load();
	}

	Flyway flyway() {
		return this.flyway;
	}

	Path file() {
		return this.file;
	}

	/**
	 * Open the pool before it is measured what happens on it.
	 * @return this bean
	 * @throws SQLException if no connection can be opened
	 */
	FlywayBean warm() throws SQLException {
		try (Connection connection = this.pool.getConnection()) {
			connection.isValid(1);
		}
		return this;
	}

	/**
	 * Close the pool and delete the database.
	 * @throws IOException if the database cannot be deleted
	 */
	@Override
	public void close() throws IOException {
		this.pool.close();
		Files.deleteIfExists(this.file);
	}

}
