package io.github.pristinedb.test;

import javax.sql.DataSource;

import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.jdbc.ScenarioDataSource;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.autoconfigure.EmbeddedDataSourceConfiguration;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of applications whose database is an H2 in memory under a name that Spring or
 * Spring Boot made up.
 */
@DeliberateOutput("Using H2 .* which is newer than the version Flyway has been verified with")
class GeneratedDatabaseTests {

	@Test
	void poolHasAGeneratedName() {
		Runs.inParallel(Pooled.class).assertPassed(Notes.TESTS);
	}

	@Test
	void embeddedDatabaseWithoutAPool() {
		Runs.inParallel(Embedded.class).assertPassed(Notes.TESTS + 1);
	}

	@Test
	void embeddedDatabaseOfTheApplicationItself() {
		Runs.inParallel(Own.class).assertPassed(Notes.TESTS);
	}

	@Test
	void databaseThatATestPutInThePlaceOfTheApplications() {
		Runs.inParallel(Replaced.class).assertPassed(Notes.TESTS);
	}

	/**
	 * Each test finds the row of the migration and no other, and leaves one.
	 */
	@SpringBootTest(classes = SlimNotes.WithoutStartUp.class, webEnvironment = WebEnvironment.NONE)
	@TestPropertySource(properties = { "spring.flyway.locations=classpath:h2/migration",
			"pristine.template.cache-dir=target/test-templates" })
	abstract static class Notes {

		static final int TESTS = 8;

		@Autowired
		DataSource dataSource;

		@RepeatedTest(TESTS)
		void startsFromTheMigration(@Autowired JdbcClient jdbc) {
			assertThat(ScenarioDataSource.find(this.dataSource)).isNotNull();
			assertThat(jdbc.sql("SELECT text FROM note").query(String.class).list())
				.containsExactly("from the migration");
			jdbc.sql("INSERT INTO note (text) VALUES ('mine')").update();
			assertThat(jdbc.sql("SELECT MAX(id) FROM note").query(Integer.class).single()).isEqualTo(2);
		}

	}

	static class Pooled extends Notes {

	}

	@Import(EmbeddedDataSourceConfiguration.class)
	static class Embedded extends Notes {

		@Test
		void isStillAnEmbeddedDatabase(@Autowired EmbeddedDatabase database) throws Exception {
			assertThat(database).isSameAs(this.dataSource);
			assertThat(database.isWrapperFor(EmbeddedDatabase.class)).isTrue();
			assertThat(database.unwrap(EmbeddedDatabase.class)).isSameAs(database);
		}

	}

	@Import(Own.Database.class)
	static class Own extends Notes {

		@Configuration(proxyBeanMethods = false)
		static class Database {

			@Bean
			EmbeddedDatabase dataSource() {
				return new EmbeddedDatabaseBuilder().setType(EmbeddedDatabaseType.H2).generateUniqueName(true).build();
			}

		}

	}

	@TestPropertySource(properties = "spring.datasource.url=jdbc:h2:mem:production")
	@AutoConfigureTestDatabase
	static class Replaced extends Notes {

	}

}
