package io.github.pristinedb.benchmarks.h2;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;

class H2FixtureTests {

	@TempDir
	private Path directory;

	@Test
	void fixtureHasWhatTheDocumentSays() throws IOException, SQLException {
		migrated(0, (database) -> {
			assertThat(count(database,
					"SELECT count(*) FROM information_schema.tables"
							+ " WHERE table_schema = 'PUBLIC' AND table_type = 'BASE TABLE' AND table_name LIKE 'T%'"))
				.isEqualTo(50);
			assertThat(
					count(database,
							"SELECT count(*) FROM information_schema.indexes"
									+ " WHERE table_name LIKE 'T%' AND index_type_name <> 'PRIMARY KEY'"))
				.isBetween(175, 185);
			assertThat(rows(database)).isEqualTo(200);
			assertThat(count(database, "SELECT count(*) FROM children")).isEqualTo(20);
			assertThat(
					count(database, "SELECT count(*) FROM information_schema.sequences WHERE sequence_name LIKE 'S_'"))
				.isEqualTo(5);
		});
	}

	@Test
	void largeFixtureHasManyRowsInTwoTables() throws IOException, SQLException {
		migrated(1_000, (database) -> assertThat(rows(database)).isEqualTo(2_200));
	}

	@Test
	void emptiedAndFilledAgainItIsWhatItWas() throws IOException, SQLException {
		migrated(0, (database) -> {
			List<String> before = script(database);
			database.sql("INSERT INTO t3 (name, parent) VALUES ('noted', 1)").update();
			assertThat(count(database, "SELECT count(*) FROM t50")).isOne();
			H2Fixture.clearing().forEach((statement) -> database.sql(statement).update());
			H2Fixture.seeds().forEach((statement) -> database.sql(statement).update());
			// The seeds of a table that is noted are noted.
			assertThat(count(database, "SELECT count(*) FROM t50")).isEqualTo(20);
			database.sql("TRUNCATE TABLE t50 RESTART IDENTITY").update();
			assertThat(script(database)).isEqualTo(before);
		});
	}

	private static List<String> script(JdbcClient database) {
		return database.sql("SCRIPT").query(String.class).list();
	}

	private static int rows(JdbcClient database) {
		int rows = 0;
		for (int table = 1; table <= H2Fixture.TABLES; table++) {
			rows += count(database, "SELECT count(*) FROM t" + table);
		}
		return rows;
	}

	private static int count(JdbcClient database, String sql) {
		return database.sql(sql).query(Integer.class).single();
	}

	private void migrated(int manyRows, Check check) throws IOException, SQLException {
		H2Fixture fixture = H2Fixture.generate(this.directory, manyRows);
		String url = Memory.newUrl("fixture");
		try (Connection connection = Memory.open(url); FlywayDatabase database = new FlywayDatabase(fixture, url)) {
			database.flyway().migrate();
			check.of(JdbcClient.create(new SingleConnectionDataSource(connection, true)));
		}
	}

	/**
	 * Checks a database.
	 */
	@FunctionalInterface
	private interface Check {

		void of(JdbcClient database);

	}

}
