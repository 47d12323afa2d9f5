package io.github.pristinedb.benchmarks.postgresql;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;

class PostgresFixtureTests {

	private static final String OF_PUBLIC = " AND relnamespace = 'public'::regnamespace";

	@TempDir
	private Path directory;

	@Test
	void fixtureHasWhatTheDocumentSays() throws IOException, SQLException {
		migrated((connection, database) -> {
			assertThat(count(database, "SELECT count(*) FROM pg_class WHERE relkind = 'r'" + OF_PUBLIC)).isEqualTo(53);
			assertThat(count(database, "SELECT count(*) FROM pg_class WHERE relkind = 'S'" + OF_PUBLIC)).isEqualTo(50);
			assertThat(count(database, "SELECT count(*) FROM pg_class WHERE relkind = 'i'" + OF_PUBLIC)).isBetween(175,
					185);
			assertThat(count(database, "SELECT pg_database_size(current_database()) / 1000000")).isBetween(10, 14);
			assertThat(rows(database)).isEqualTo(224);
		});
	}

	@Test
	void emptiedAndFilledAgainItIsWhatItWas() throws IOException, SQLException {
		migrated((connection, database) -> {
			List<String> before = content(database);
			for (String clearing : List.of(PostgresFixture.deletionAndSeeds(), PostgresFixture.truncationAndSeeds())) {
				try (Connection other = Server.find().open(connection.getCatalog())) {
					Writing.SMALL.write(connection, other);
				}
				assertThat(content(database)).isNotEqualTo(before);
				Server.execute(connection, clearing);
				assertThat(content(database)).isEqualTo(before);
			}
		});
	}

	/**
	 * All rows but Flyway's, and what sequences are at.
	 */
	private static List<String> content(JdbcClient database) {
		List<String> content = new ArrayList<>();
		for (String table : PostgresFixture.tables()) {
			content.addAll(database.sql("SELECT '" + table + "' || t::text FROM " + table + " t ORDER BY 1")
				.query(String.class)
				.list());
		}
		content.addAll(database
			.sql("SELECT sequencename || ' ' || coalesce(last_value, 0) FROM pg_sequences WHERE schemaname = 'public'"
					+ " ORDER BY 1")
			.query(String.class)
			.list());
		return content;
	}

	private static int rows(JdbcClient database) {
		return PostgresFixture.tables()
			.stream()
			.mapToInt((table) -> count(database, "SELECT count(*) FROM " + table))
			.sum();
	}

	private static int count(JdbcClient database, String sql) {
		return database.sql(sql).query(Integer.class).single();
	}

	private void migrated(Check check) throws IOException, SQLException {
		Server server = Server.find();
		PostgresFixture fixture = PostgresFixture.generate(this.directory, 0);
		try (FlywayDatabase database = new FlywayDatabase(server, fixture, "fixture");
				Connection connection = server.open(database.name())) {
			check.of(connection, JdbcClient.create(new SingleConnectionDataSource(connection, true)));
		}
	}

	/**
	 * Checks a database.
	 */
	@FunctionalInterface
	private interface Check {

		void of(Connection connection, JdbcClient database) throws SQLException;

	}

}
