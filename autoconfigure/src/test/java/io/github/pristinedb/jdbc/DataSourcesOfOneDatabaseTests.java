package io.github.pristinedb.jdbc;

import java.sql.Connection;
import java.util.List;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.pristinedb.Sql;
import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.event.PristineEvent.SlotRetired;
import io.github.pristinedb.scope.Isolation;
import io.github.pristinedb.test.RecordedEvents;
import io.github.pristinedb.test.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sqlite.SQLiteDataSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several data sources of a context that name one database: each has a pool and options
 * of its own.
 */
@ExtendWith(OutputCaptureExtension.class)
@DeliberateOutput("still open|name the database")
class DataSourcesOfOneDatabaseTests {

	private static final String FIRST = "from the migration";

	private static final String URL = "jdbc:sqlite:target/scenario-several.db";

	private static final String NOTES = "SELECT text FROM note ORDER BY id";

	@BeforeEach
	void clear() {
		RecordedEvents.clear();
	}

	@Test
	void optionsOfEachUrlCount() {
		context().run((context) -> Stage.scenario(context, () -> {
			assertThat(Sql.query(main(context), "PRAGMA foreign_keys")).containsExactly("0");
			assertThat(Sql.query(strict(context), "PRAGMA foreign_keys")).containsExactly("1");
			Stage.write(context, "from a scenario");
			assertThat(Sql.query(strict(context), NOTES)).containsExactly(FIRST, "from a scenario");
		}));
	}

	@Test
	void settingsOfEachPoolCount() {
		context().run((context) -> Stage.scenario(context, () -> {
			try (Connection connection = main(context).getConnection();
					Connection manual = strict(context).getConnection()) {
				assertThat(connection.getAutoCommit()).isTrue();
				assertThat(manual.getAutoCommit()).isFalse();
			}
			assertThat(Sql.query(main(context), "PRAGMA cache_size")).containsExactly("-2000");
			assertThat(Sql.query(strict(context), "PRAGMA cache_size")).containsExactly("-1234");
			assertThat(context.getBean("main", HikariDataSource.class).getMaximumPoolSize()).isEqualTo(10);
			assertThat(context.getBean("strict", HikariDataSource.class).getMaximumPoolSize()).isEqualTo(3);
			assertThat(context.getBean("strict", HikariDataSource.class).getJdbcUrl())
				.startsWith(context.getBean("main", HikariDataSource.class).getJdbcUrl().replaceFirst("[?].*", ""));
		}));
	}

	@Test
	void driversOwnDataSourceBesideAPoolHasItsOptions() {
		context().withBean("plain", SQLiteDataSource.class, () -> {
			SQLiteDataSource dataSource = new SQLiteDataSource();
			dataSource.setUrl(URL);
			dataSource.setRecursiveTriggers(true);
			return dataSource;
		}).run((context) -> {
			for (int i = 0; i < 2; i++) {
				Stage.scenario(context, () -> {
					DataSource plain = context.getBean("plain", DataSource.class);
					assertThat(Sql.query(plain, "PRAGMA recursive_triggers")).containsExactly("1");
					assertThat(Sql.query(main(context), "PRAGMA recursive_triggers")).containsExactly("0");
					Stage.write(context, "from a scenario");
					assertThat(Sql.query(plain, NOTES)).containsExactly(FIRST, "from a scenario");
				});
			}
		});
	}

	@Test
	void slotIsRestoredUnderTheConnectionsOfAllPools() {
		context().run((context) -> {
			for (int i = 0; i < 4; i++) {
				Stage.scenario(context, () -> {
					assertThat(Sql.query(main(context), NOTES)).containsExactly(FIRST);
					assertThat(Sql.query(strict(context), NOTES)).containsExactly(FIRST);
					Stage.write(context, "from a scenario");
					assertThat(Sql.query(strict(context), NOTES)).hasSize(2);
				});
			}
		});
		assertThat(RecordedEvents.of(SlotRetired.class)).isEmpty();
	}

	@Test
	void noPoolBelievesInTheSchemaOfAnEarlierScenario() {
		context().run((context) -> {
			for (String column : List.of("one", "two", "three")) {
				Stage.scenario(context, () -> {
					assertThat(Sql.query(strict(context), "SELECT name FROM sqlite_schema WHERE name = 'extra'"))
						.isEmpty();
					Stage.write(context, "from a scenario");
					Sql.execute(main(context), "CREATE TABLE extra (" + column + ")");
					Sql.execute(main(context), "INSERT INTO extra (" + column + ") VALUES ('x')");
					assertThat(Sql.query(strict(context), "SELECT " + column + " FROM extra")).containsExactly("x");
				});
			}
		});
	}

	@Test
	void connectionOfTheOtherPoolThatIsLeftOpenGivesTheSlotUp(CapturedOutput output) {
		context().run((context) -> {
			Stage.scenario(context, "leaking", () -> strict(context).getConnection());
			Stage.scenario(context, () -> assertThat(Sql.query(strict(context), NOTES)).containsExactly(FIRST));
		});
		assertThat(output).contains("The scenario 'leaking' ended with 1 connection still open");
		assertThat(RecordedEvents.of(SlotRetired.class)).hasSize(1);
	}

	@Test
	void oneTransactionHasTheSettingsOfWhoeverAskedFirst(CapturedOutput output) {
		context().withPropertyValues("pristine.isolation=" + Isolation.TRANSACTION.label()).run((context) -> {
			for (int i = 0; i < 2; i++) {
				Stage.scenario(context, () -> {
					assertThat(Sql.query(main(context), "PRAGMA foreign_keys")).containsExactly("0");
					assertThat(Sql.query(strict(context), "PRAGMA foreign_keys")).containsExactly("0");
				});
			}
		});
		assertThat(output.toString().split("Several data sources name the database", -1)).hasSize(2);
		assertThat(output).contains("scenario-several.db").contains("url-foreign_keys=on").contains("autoCommit=false");
	}

	private static ApplicationContextRunner context() {
		return Stage.context().withUserConfiguration(Pools.class);
	}

	private static DataSource main(ApplicationContext context) {
		return context.getBean("main", DataSource.class);
	}

	private static DataSource strict(ApplicationContext context) {
		return context.getBean("strict", DataSource.class);
	}

	@Configuration(proxyBeanMethods = false)
	static class Pools {

		@Bean
		@Primary
		HikariDataSource main() {
			return pool(URL);
		}

		@Bean
		HikariDataSource strict() {
			HikariDataSource pool = pool(URL + "?foreign_keys=on");
			pool.setAutoCommit(false);
			pool.setMaximumPoolSize(3);
			pool.setConnectionInitSql("PRAGMA cache_size=-1234");
			return pool;
		}

		private static HikariDataSource pool(String url) {
			HikariDataSource pool = new HikariDataSource();
			pool.setJdbcUrl(url);
			return pool;
		}

	}

}
