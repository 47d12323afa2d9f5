package io.github.pristinedb.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.pristinedb.Sql;
import io.github.pristinedb.test.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteDataSource;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Data sources that Spring Boot derives from a managed one, for a user of its own.
 */
class DerivedDataSourceTests {

	private static final String FIRST = "from the migration";

	private static final String NOTES = "SELECT text FROM note ORDER BY id";

	private static final String HIKARI = "com.zaxxer.hikari.HikariDataSource";

	private static final String TOMCAT = "org.apache.tomcat.jdbc.pool.DataSource";

	private static final String DBCP = "org.apache.commons.dbcp2.BasicDataSource";

	private static final String SPRING = "org.springframework.jdbc.datasource.SimpleDriverDataSource";

	@BeforeEach
	@AfterEach
	void remove() throws IOException {
		Files.deleteIfExists(Stage.DATABASE);
	}

	@ParameterizedTest
	@ValueSource(strings = { HIKARI, TOMCAT, DBCP, SPRING })
	void migrationsByAUserOfTheirOwnAreInEachScenario(String type) {
		Stage.context()
			.withPropertyValues("spring.datasource.type=" + type, "spring.flyway.user=migrator",
					"spring.flyway.password=secret")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				for (int i = 0; i < 2; i++) {
					Stage.scenario(context, () -> {
						assertThat(Stage.notes(context)).containsExactly(FIRST);
						Stage.write(context, "from a scenario");
					});
				}
			});
		assertThat(Stage.DATABASE).doesNotExist();
	}

	@ParameterizedTest
	@ValueSource(strings = { HIKARI, TOMCAT, DBCP, SPRING })
	void derivedDataSourceLeadsToTheSameDatabase(String type) {
		Stage.context()
			.withPropertyValues("spring.datasource.type=" + type)
			.run((context) -> Stage.scenario(context, () -> {
				Stage.write(context, "from a scenario");
				assertThat(Sql.query(derive(context.getBean(DataSource.class)), NOTES)).containsExactly(FIRST,
						"from a scenario");
			}));
	}

	@ParameterizedTest
	@ValueSource(strings = { HIKARI, TOMCAT, DBCP, SPRING })
	void scriptsByAUserOfTheirOwnAreInEachScenario(String type) {
		scripted().withPropertyValues("spring.datasource.type=" + type).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(Stage.notes(context)).containsExactly(FIRST);
			assertThatEachScenarioStartsFrom(context, FIRST);
		});
		assertThat(Stage.DATABASE).doesNotExist();
	}

	@Test
	void scriptsByAUserOfTheirOwnFollowMigrations() {
		scripted()
			.withPropertyValues("spring.flyway.enabled=true", "spring.flyway.user=migrator",
					"spring.sql.init.schema-locations=optional:classpath:none.sql",
					"spring.sql.init.data-locations=classpath:isolation/seed/more.sql")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThatEachScenarioStartsFrom(context, FIRST, "from a script");
			});
		assertThat(Stage.DATABASE).doesNotExist();
	}

	@Test
	void migrationByAStrategyOfTheApplicationsWorksForAUserOfItsOwn() {
		AtomicInteger migrations = new AtomicInteger();
		Stage.context()
			.withPropertyValues("spring.flyway.user=migrator", "spring.flyway.password=secret",
					"pristine.template.seed=classpath:isolation/seed/more.sql")
			.withBean("mine", FlywayMigrationStrategy.class, () -> (flyway) -> {
				migrations.incrementAndGet();
				flyway.migrate();
			})
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThatEachScenarioStartsFrom(context, FIRST, "from a script");
			});
		assertThat(migrations).hasValueLessThan(2);
		assertThat(Stage.DATABASE).doesNotExist();
	}

	@Test
	void beanThatIsDerivedBeforeTheMigrationLeadsToEachScenariosDatabase() {
		Stage.context()
			.withBean("first", DataSource.class, DerivedDataSourceTests::pool, (bean) -> bean.setPrimary(true))
			.withBean("aDerived", DerivedBean.class)
			.withInitializer((context) -> context
				.addBeanFactoryPostProcessor((beans) -> beans.getBeanDefinition("flyway").setDependsOn("aDerived")))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(Sql.query(context.getBean(DerivedBean.class).dataSource, NOTES)).containsExactly(FIRST);
				assertThatEachScenarioStartsFrom(context, FIRST);
			});
		assertThat(Stage.DATABASE).doesNotExist();
	}

	@Test
	void derivedBeanLeadsToTheScenariosDatabase() {
		Stage.context()
			.withBean("first", DataSource.class, DerivedDataSourceTests::pool, (bean) -> bean.setPrimary(true))
			.withUserConfiguration(SecondDataSource.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				for (int i = 0; i < 2; i++) {
					Stage.scenario(context, () -> {
						Stage.write(context, "from a scenario");
						assertThat(Sql.query(context.getBean("second", DataSource.class), NOTES)).containsExactly(FIRST,
								"from a scenario");
					});
				}
			});
		assertThat(Stage.DATABASE).doesNotExist();
	}

	@Test
	void dataSourceThatIsDerivedBeforeAScenarioConnectsLeadsToItsDatabase() {
		Stage.context().run((context) -> Stage.scenario(context, () -> {
			DataSource derived = derive(context.getBean(DataSource.class));
			Stage.write(context, "from a scenario");
			assertThat(Sql.query(derived, NOTES)).containsExactly(FIRST, "from a scenario");
		}));
	}

	@Test
	void copiedPoolLeadsToTheContextsDatabase() {
		Stage.context().withPropertyValues("spring.flyway.enabled=false").run((context) -> {
			HikariConfig copy = new HikariConfig();
			context.getBean(HikariDataSource.class).copyStateTo(copy);
			try (HikariDataSource pool = new HikariDataSource(copy)) {
				new JdbcTemplate(pool).execute("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)");
			}
			assertThat(Stage.notes(context)).isEmpty();
		});
		assertThat(Stage.DATABASE).doesNotExist();
	}

	@Test
	void disabledPristineLeavesDerivedDataSourcesAsTheyAre(@TempDir Path directory) {
		// Other tests see to it that the usual one is not there, at the same time.
		Path literal = directory.resolve("scenario-literal.db");
		scripted().withPropertyValues("pristine.enabled=false", "spring.datasource.url=jdbc:sqlite:" + literal)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(Sql.query(literal, NOTES)).containsExactly(FIRST);
	}

	@Test
	void dataSourceUnwrapsToItself() {
		Stage.context().run((context) -> Stage.scenario(context, () -> {
			DataSource dataSource = context.getBean(DataSource.class);
			for (Class<?> type : List.of(DataSource.class, HikariDataSource.class, AutoCloseable.class)) {
				assertThat(dataSource.isWrapperFor(type)).isTrue();
				assertThat(dataSource.unwrap(type)).isSameAs(dataSource);
			}
			assertThat(DataSourceUnwrapper.unwrap(dataSource, HikariDataSource.class)).isSameAs(dataSource);
			assertThat(ScenarioDataSource.find(dataSource)).isNotNull().isNotSameAs(dataSource);
		}));
	}

	@Test
	void driversOwnDataSourceUnwrapsToItself() {
		Stage.context().withBean(SQLiteDataSource.class, () -> {
			SQLiteDataSource dataSource = new SQLiteDataSource();
			dataSource.setUrl(Stage.URL);
			return dataSource;
		}).run((context) -> {
			DataSource dataSource = context.getBean(DataSource.class);
			assertThat(dataSource.unwrap(DataSource.class)).isSameAs(dataSource);
		});
	}

	private static ApplicationContextRunner scripted() {
		return Stage.context()
			.withConfiguration(AutoConfigurations.of(DataSourceInitializationAutoConfiguration.class))
			.withPropertyValues("spring.flyway.enabled=false", "spring.sql.init.mode=always",
					"spring.sql.init.username=migrator", "spring.sql.init.password=secret",
					"spring.sql.init.schema-locations=classpath:isolation/migration/*.sql");
	}

	private static void assertThatEachScenarioStartsFrom(ApplicationContext context, String... notes) throws Exception {
		for (int i = 0; i < 2; i++) {
			Stage.scenario(context, () -> {
				assertThat(Stage.notes(context)).containsExactly(notes);
				Stage.write(context, "from a scenario");
			});
		}
	}

	private static HikariDataSource pool() {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(Stage.URL);
		return pool;
	}

	private static DataSource derive(DataSource dataSource) {
		return DataSourceBuilder.derivedFrom(dataSource)
			.type(SimpleDriverDataSource.class)
			.username("reader")
			.password("secret")
			.build();
	}

	static class DerivedBean {

		private final DataSource dataSource;

		DerivedBean(DataSource dataSource) {
			this.dataSource = derive(dataSource);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SecondDataSource {

		@Bean
		DataSource second(@Qualifier("first") DataSource first) {
			return derive(first);
		}

	}

}
