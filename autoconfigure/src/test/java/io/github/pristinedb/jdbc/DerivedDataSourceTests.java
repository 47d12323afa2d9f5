package io.github.pristinedb.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.pristinedb.Sql;
import io.github.pristinedb.test.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteDataSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Data sources that Spring Boot derives from a managed one, for a user of its own.
 */
class DerivedDataSourceTests {

	private static final String FIRST = "from the migration";

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
				assertThat(Sql.query(derive(context), "SELECT text FROM note ORDER BY id")).containsExactly(FIRST,
						"from a scenario");
			}));
	}

	@Test
	void scriptsByAUserOfTheirOwnRun() {
		Stage.context()
			.withConfiguration(AutoConfigurations.of(DataSourceInitializationAutoConfiguration.class))
			.withPropertyValues("spring.flyway.enabled=false", "spring.sql.init.mode=always",
					"spring.sql.init.username=migrator",
					"spring.sql.init.schema-locations=classpath:isolation/migration/*.sql")
			.run((context) -> assertThat(context).hasNotFailed());
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

	private static DataSource derive(ApplicationContext context) {
		return DataSourceBuilder.derivedFrom(context.getBean(DataSource.class))
			.type(SimpleDriverDataSource.class)
			.username("reader")
			.password("secret")
			.build();
	}

}
