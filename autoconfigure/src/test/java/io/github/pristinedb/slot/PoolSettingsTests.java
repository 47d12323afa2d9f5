package io.github.pristinedb.slot;

import java.util.List;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.pristinedb.Sql;
import io.github.pristinedb.event.PristineEvent.SlotRetired;
import io.github.pristinedb.test.RecordedEvents;
import io.github.pristinedb.test.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.LockingMode;
import org.sqlite.SQLiteDataSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenarios whose connections are set up by an application in its own way.
 */
class PoolSettingsTests {

	private static final String FIRST = "from the migration";

	private static final String HIKARI = "spring.datasource.hikari.maximum-pool-size=1";

	private static final String TOMCAT = "spring.datasource.type=org.apache.tomcat.jdbc.pool.DataSource";

	private static final String DBCP = "spring.datasource.type=org.apache.commons.dbcp2.BasicDataSource";

	private static final String URL = "spring.datasource.url=jdbc:sqlite:target/scenario-notes.db";

	/**
	 * Who sets it, and what.
	 */
	static final List<Arguments> settings = List.of(
			setting("HikariCP's SQL, an exclusive lock", HIKARI,
					"spring.datasource.hikari.connection-init-sql=PRAGMA locking_mode=EXCLUSIVE"),
			setting("HikariCP's properties, an exclusive lock", HIKARI,
					"spring.datasource.hikari.data-source-properties.locking_mode=EXCLUSIVE"),
			setting("the URL, an exclusive lock", HIKARI, URL + "?locking_mode=EXCLUSIVE"),
			setting("Tomcat's SQL, an exclusive lock", TOMCAT, "spring.datasource.tomcat.max-active=1",
					"spring.datasource.tomcat.initial-size=1", "spring.datasource.tomcat.min-idle=1",
					"spring.datasource.tomcat.max-idle=1",
					"spring.datasource.tomcat.init-s-q-l=PRAGMA locking_mode=EXCLUSIVE"),
			setting("DBCP's SQL, an exclusive lock", DBCP, "spring.datasource.dbcp2.max-total=1",
					"spring.datasource.dbcp2.connection-init-sqls=PRAGMA locking_mode=EXCLUSIVE"),
			setting("HikariCP's SQL, no journal", HIKARI,
					"spring.datasource.hikari.connection-init-sql=PRAGMA journal_mode=OFF"),
			setting("HikariCP's SQL, a write-ahead log", HIKARI,
					"spring.datasource.hikari.connection-init-sql=PRAGMA journal_mode=WAL"),
			setting("HikariCP's properties, a write-ahead log", HIKARI,
					"spring.datasource.hikari.data-source-properties.journal_mode=WAL"));

	@BeforeEach
	void clear() {
		RecordedEvents.clear();
	}

	@ParameterizedTest
	@FieldSource("settings")
	void nextScenarioSeesNothing(List<String> properties) {
		seesNothing(Stage.context().withPropertyValues(properties.toArray(String[]::new)));
	}

	@Test
	void nextScenarioSeesNothingWithADriversOwnDataSourceThatLocksExclusively() {
		seesNothing(Stage.context().withBean(SQLiteDataSource.class, () -> exclusive()));
	}

	@Test
	void nextScenarioSeesNothingWithAPoolThatWasGivenSuchADataSource() {
		seesNothing(Stage.context().withBean(HikariDataSource.class, () -> {
			HikariDataSource pool = new HikariDataSource();
			pool.setDataSource(exclusive());
			pool.setMaximumPoolSize(1);
			return pool;
		}));
	}

	@Test
	void temporaryTableOfAPoolsConnectionIsEmptyForTheNextScenario() {
		Stage.context()
			.withPropertyValues(HIKARI,
					"spring.datasource.hikari.connection-init-sql=CREATE TEMP TABLE IF NOT EXISTS visit (id)")
			.run((context) -> {
				JdbcClient client = context.getBean(JdbcClient.class);
				for (int i = 0; i < 3; i++) {
					Stage.scenario(context, () -> {
						assertThat(Sql.query(context.getBean(DataSource.class), "SELECT * FROM visit")).isEmpty();
						client.sql("INSERT INTO visit VALUES (1)").update();
					});
				}
			});
	}

	@Test
	void whatStartUpWroteUnderAnExclusiveLockIsTheBaseline() {
		Stage.context()
			.withPropertyValues(HIKARI, "spring.datasource.hikari.connection-init-sql=PRAGMA locking_mode=EXCLUSIVE")
			.run((context) -> {
				Stage.write(context, "from start-up");
				for (int i = 0; i < 2; i++) {
					Stage.scenario(context, () -> {
						assertThat(Stage.notes(context)).containsExactly(FIRST, "from start-up");
						Stage.write(context, "from a scenario");
					});
				}
			});
	}

	@Test
	void poolThatSetsNothingOfThatKindKeepsItsSlot() {
		seesNothing(Stage.context()
			.withPropertyValues("spring.datasource.hikari.connection-init-sql=PRAGMA foreign_keys=ON"));
		assertThat(RecordedEvents.of(SlotRetired.class)).isEmpty();
	}

	private static void seesNothing(ApplicationContextRunner runner) {
		runner.run((context) -> {
			// As start-up code may, whose connection stays in the pool.
			assertThat(Stage.notes(context)).containsExactly(FIRST);
			for (int i = 0; i < 3; i++) {
				Stage.scenario(context, () -> {
					assertThat(Stage.notes(context)).containsExactly(FIRST);
					Stage.write(context, "from a scenario");
					assertThat(Stage.notes(context)).hasSize(2);
				});
			}
		});
	}

	private static SQLiteDataSource exclusive() {
		SQLiteConfig config = new SQLiteConfig();
		config.setLockingMode(LockingMode.EXCLUSIVE);
		config.setJournalMode(JournalMode.MEMORY);
		SQLiteDataSource dataSource = new SQLiteDataSource(config);
		dataSource.setUrl("jdbc:sqlite:target/scenario-notes.db");
		return dataSource;
	}

	private static Arguments setting(String name, String... properties) {
		return Arguments.argumentSet(name, List.of(properties));
	}

}
