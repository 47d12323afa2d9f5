package io.github.pristinedb.test;

import java.util.List;

import javax.sql.DataSource;

import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.jdbc.ScenarioDataSource;
import io.github.pristinedb.scope.Isolation;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.mybatis.spring.boot.autoconfigure.MybatisAutoConfiguration;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.Commit;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of applications whose database is H2 in memory, under the name that Spring Boot
 * once gave it.
 */
@DeliberateOutput("Using H2 .* which is newer than the version Flyway has been verified with")
class H2InMemoryTests {

	private static final String PROPERTIES = "spring.datasource.url=jdbc:h2:mem:testdb;DB_CLOSE_DELAY=-1";

	@Test
	void parallelScenariosHaveADatabaseEach() {
		Runs.inParallel(DatabaseEach.class).assertPassed(DatabaseEach.TESTS);
	}

	@Test
	void parallelScenariosHaveATransactionEach() {
		Runs.inParallel(TransactionEach.class).assertPassed(DatabaseEach.TESTS);
	}

	@Test
	void sliceOfJpaKeepsTheManagedDatabase() {
		Runs.of(Slice.class).assertPassed(3);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = MybatisAutoConfiguration.class)
	@EntityScan(basePackageClasses = H2InMemoryTests.class)
	static class Application {

	}

	/**
	 * A row.
	 */
	@Entity(name = "note")
	static class Note {

		@Id
		@GeneratedValue(strategy = GenerationType.IDENTITY)
		private Long id;

		private String text;

	}

	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.NONE)
	@TestPropertySource(properties = { PROPERTIES, "spring.flyway.locations=classpath:h2/migration",
			"pristine.template.cache-dir=target/test-templates", "spring.jpa.hibernate.ddl-auto=none",
			"spring.autoconfigure.exclude=${test.tables}" })
	static class DatabaseEach {

		private static final int TESTS = 12;

		@Autowired
		private JdbcClient jdbc;

		@Autowired
		private EntityManager entities;

		@Autowired
		private PlatformTransactionManager transactions;

		@RepeatedTest(TESTS)
		void seesItsOwnRowsOnly(@Autowired DataSource dataSource) {
			assertThat(ScenarioDataSource.find(dataSource)).isNotNull();
			assertThat(texts()).containsExactly("from the migration");
			Note note = new Note();
			note.text = "mine";
			new TransactionTemplate(this.transactions).executeWithoutResult((status) -> this.entities.persist(note));
			assertThat(note.id).isEqualTo(2);
			new TransactionTemplate(this.transactions).executeWithoutResult((status) -> {
				this.jdbc.sql("UPDATE note SET text = 'undone'").update();
				status.setRollbackOnly();
			});
			assertThat(texts()).containsExactly("from the migration", "mine");
		}

		private List<String> texts() {
			return this.jdbc.sql("SELECT text FROM note ORDER BY id").query(String.class).list();
		}

	}

	@PristineDatabase(isolation = Isolation.TRANSACTION)
	static class TransactionEach extends DatabaseEach {

	}

	@DataJpaTest
	@ContextConfiguration(classes = Application.class)
	@TestPropertySource(properties = { PROPERTIES, "spring.flyway.locations=classpath:h2/migration",
			"pristine.template.cache-dir=target/test-templates", "spring.autoconfigure.exclude=${test.tables}" })
	static class Slice {

		@RepeatedTest(3)
		@Commit
		void startsFromTheMigration(@Autowired DataSource dataSource, @Autowired JdbcClient jdbc) {
			assertThat(ScenarioDataSource.find(dataSource)).isNotNull();
			assertThat(jdbc.sql("SELECT text FROM note").query(String.class).list())
				.containsExactly("from the migration");
			jdbc.sql("INSERT INTO note (text) VALUES ('committed')").update();
		}

	}

}
