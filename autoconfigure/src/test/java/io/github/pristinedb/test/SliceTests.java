package io.github.pristinedb.test;

import java.sql.SQLException;
import java.util.List;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.pristinedb.jdbc.ScenarioDataSource;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.data.jdbc.test.autoconfigure.DataJdbcTest;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.boot.jdbc.test.autoconfigure.JdbcTest;
import org.springframework.boot.jooq.test.autoconfigure.JooqTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jdbc.core.dialect.JdbcDialect;
import org.springframework.data.jdbc.core.dialect.JdbcH2Dialect;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.Commit;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring Boot's slices keep the managed database, without a word of configuration.
 */
class SliceTests {

	private static void assertPristine(DataSource dataSource, List<String> notes) {
		assertThat(ScenarioDataSource.find(dataSource)).isNotNull();
		assertThat(notes).containsExactly(NotesApplication.FROM_MIGRATION);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Slice {

	}

	/**
	 * Spring Data JDBC knows no dialect of SQLite.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class SliceWithDialect {

		@Bean
		JdbcDialect dialect() {
			return JdbcH2Dialect.INSTANCE;
		}

	}

	abstract static class WithJdbcClient {

		@RepeatedTest(2)
		@Commit
		void keepsTheManagedDatabase(@Autowired DataSource dataSource, @Autowired JdbcClient jdbc) {
			assertPristine(dataSource, jdbc.sql("SELECT text FROM note").query(String.class).list());
			jdbc.sql("INSERT INTO note (text) VALUES ('committed')").update();
		}

	}

	@Nested
	@JdbcTest
	@NotesProperties
	@ContextConfiguration(classes = Slice.class)
	class OfJdbc extends WithJdbcClient {

	}

	@Nested
	@DataJdbcTest
	@NotesProperties
	@TestPropertySource(properties = "spring.autoconfigure.exclude=${test.tables}")
	@ContextConfiguration(classes = SliceWithDialect.class)
	class OfDataJdbc extends WithJdbcClient {

	}

	@Nested
	@DataJpaTest
	@NotesProperties
	@TestPropertySource(properties = { "spring.autoconfigure.exclude=${test.tables}",
			"spring.jpa.database-platform=org.hibernate.community.dialect.SQLiteDialect" })
	@ContextConfiguration(classes = Slice.class)
	class OfDataJpa extends WithJdbcClient {

	}

	@Nested
	@JooqTest
	@NotesProperties
	@ContextConfiguration(classes = Slice.class)
	class OfJooq {

		@RepeatedTest(2)
		@Commit
		void keepsTheManagedDatabase(@Autowired DataSource dataSource, @Autowired DSLContext jooq) {
			assertPristine(dataSource, jooq.fetch("SELECT text FROM note").getValues(0, String.class));
			jooq.execute("INSERT INTO note (text) VALUES ('committed')");
		}

	}

	@Nested
	@JdbcTest
	@TestPropertySource(properties = { "pristine.enabled=false", "spring.flyway.enabled=false",
			"spring.datasource.url=jdbc:sqlite:target/scenario-slice.db" })
	@ContextConfiguration(classes = Slice.class)
	class OfJdbcWithoutPristine {

		@Test
		void keepsTheDatabase(@Autowired DataSource dataSource) throws SQLException {
			assertThat(ScenarioDataSource.find(dataSource)).isNull();
			assertThat(dataSource.unwrap(HikariDataSource.class).getJdbcUrl()).endsWith("scenario-slice.db");
		}

	}

	@Nested
	@JdbcTest
	@NotesProperties
	@TestPropertySource(properties = { "spring.test.database.replace=any", "spring.flyway.enabled=false" })
	@ContextConfiguration(classes = Slice.class)
	class WithAChoiceOfItsOwn {

		@Test
		void replacesTheDatabaseByAnotherManagedOne(@Autowired DataSource dataSource) {
			ScenarioDataSource managed = ScenarioDataSource.find(dataSource);
			assertThat(managed).isNotNull();
			assertThat(managed.model().database()).hasToString("jdbc:h2:mem:<generated>");
		}

	}

}
