package io.github.pristinedb.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class FixtureTests {

	@TempDir
	private Path directory;

	@Test
	void smallFixtureHasTheMigrationsTablesAndBytesThatTheTargetsAreSetFor() throws IOException {
		SQLiteDataSource dataSource = migrated(FixtureSize.SMALL, 100);
		JdbcClient database = JdbcClient.create(dataSource);
		assertThat(count(database, "SELECT count(*) FROM sqlite_schema WHERE name LIKE 'entity%' AND type = 'table'"))
			.isEqualTo(50);
		assertThat(count(database, "SELECT count(*) FROM sqlite_schema WHERE name LIKE 'entity%' AND type = 'index'"))
			.isEqualTo(45);
		assertThat(count(database, "SELECT count(*) FROM pragma_foreign_key_list('entity_50')")).isOne();
		assertThat(size()).isCloseTo(446_464, within(8_192L));
	}

	@Test
	void moreRowsMakeALargerDatabase() throws IOException {
		// The whole size that the tables have: mvn -Psoak verify.
		boolean soak = Boolean.getBoolean("build.soak");
		migrated(FixtureSize.SMALL.withRowsPerTable(soak ? 6_200 : 600), 100);
		long expected = soak ? 40_000_000 : 4_000_000;
		assertThat(size()).isCloseTo(expected, within(expected / 10));
	}

	@Test
	void noRowRefersToOneThatIsMissing() throws IOException {
		JdbcClient database = JdbcClient.create(migrated(new FixtureSize(12, 5, 40), 12));
		assertThat(database.sql("PRAGMA foreign_key_check").query().listOfRows()).isEmpty();
		assertThat(count(database, "SELECT count(*) FROM entity_05 WHERE parent_id IS NOT NULL")).isEqualTo(40);
	}

	@Test
	void equalSizesGiveEqualBytes() throws IOException {
		FixtureSize size = new FixtureSize(7, 3, 25);
		Fixture.generate(size, this.directory.resolve("one"));
		Fixture.generate(size, this.directory.resolve("two"));
		assertThat(content("one")).hasSize(7).isEqualTo(content("two"));
	}

	@Test
	void tooFewMigrationsForTheTablesAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new FixtureSize(99, 50, 1))
			.withMessageContaining("99 migrations");
	}

	private SQLiteDataSource migrated(FixtureSize size, int migrations) throws IOException {
		Fixture fixture = Fixture.generate(size, this.directory.resolve("migrations"));
		SQLiteDataSource dataSource = new SQLiteDataSource();
		dataSource.setUrl("jdbc:sqlite:" + database());
		dataSource.setSynchronous("OFF");
		MigrateResult result = Flyway.configure().dataSource(dataSource).locations(fixture.location()).load().migrate();
		assertThat(result.migrationsExecuted).isEqualTo(migrations);
		return dataSource;
	}

	private Path database() {
		return this.directory.resolve("fixture.db");
	}

	private long size() throws IOException {
		return Files.size(database());
	}

	private int count(JdbcClient database, String sql) {
		return database.sql(sql).query(Integer.class).single();
	}

	private Map<String, String> content(String name) throws IOException {
		Map<String, String> content = new TreeMap<>();
		try (Stream<Path> files = Files.list(this.directory.resolve(name))) {
			for (Path file : files.toList()) {
				content.put(file.getFileName().toString(), Files.readString(file));
			}
		}
		return content;
	}

}
