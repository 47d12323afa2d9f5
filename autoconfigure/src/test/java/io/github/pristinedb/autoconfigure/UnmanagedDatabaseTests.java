package io.github.pristinedb.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import io.github.pristinedb.CountingCallback;
import io.github.pristinedb.MigrationFiles;
import io.github.pristinedb.Sql;
import org.flywaydb.core.api.callback.Event;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A database that does not pass the guard is migrated as if Pristine were absent: the
 * same context with and without it, side by side.
 */
class UnmanagedDatabaseTests {

	@TempDir
	private Path temporary;

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			application.db
			a-scenario.db
			scenarios/application.db
			file:{directory}/application.db?mode=rwc
			application.db?foreign_keys=on&journal_mode=WAL
			file:scenario-{side}?mode=memory&cache=shared
			file::memory:?cache=shared
			""")
	void databaseIsMigratedAsIfPristineWereAbsent(String address) throws Exception {
		Outcome without = start("without", address);
		Outcome with = start("with", address, PristineAutoConfiguration.class, PristineFlywayAutoConfiguration.class);
		assertThat(with).isEqualTo(without);
		assertThat(without.projects()).containsExactly("alpha", "beta");
		assertThat(without.events()).contains(Event.AFTER_MIGRATE, Event.BEFORE_VALIDATE);
		assertThat(this.temporary.resolve("cache")).doesNotExist();
		assertThat(this.temporary.resolve("workspace")).doesNotExist();
	}

	private Outcome start(String side, String address, Class<?>... pristine) throws Exception {
		Path directory = Files.createDirectories(this.temporary.resolve(side));
		Files.createDirectories(directory.resolve("scenarios"));
		String located = address.contains(":")
				? address.replace("{directory}", directory.toString()).replace("{side}", side)
				: directory.resolve(address).toString();
		MigrationFiles migrations = MigrationFiles.in(this.temporary.resolve("migrations")).projects();
		CountingCallback counted = new CountingCallback();
		List<Class<?>> configurations = new ArrayList<>(List.of(pristine));
		configurations.addAll(List.of(DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class));
		List<Outcome> outcomes = new ArrayList<>();
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(configurations.toArray(Class<?>[]::new)))
			.withBean(CountingCallback.class, () -> counted)
			.withPropertyValues("pristine.template.cache-dir=" + this.temporary.resolve("cache"),
					"pristine.workspace=" + this.temporary.resolve("workspace"),
					"spring.datasource.url=jdbc:sqlite:" + located, "spring.datasource.hikari.connection-timeout=5000",
					"spring.flyway.locations=" + migrations.location())
			.run((context) -> {
				DataSource dataSource = context.getBean(DataSource.class);
				outcomes.add(new Outcome(Sql.query(dataSource, Sql.SCHEMA), Sql.query(dataSource, Sql.HISTORY),
						Sql.query(dataSource, Sql.PROJECTS), Sql.query(dataSource, "PRAGMA journal_mode"),
						counted.events()));
			});
		return outcomes.get(0);
	}

	record Outcome(List<String> schema, List<String> history, List<String> projects, List<String> journalMode,
			List<Event> events) {

	}

}
