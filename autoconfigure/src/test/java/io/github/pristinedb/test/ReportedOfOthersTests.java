package io.github.pristinedb.test;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import javax.sql.DataSource;

import io.github.pristinedb.autoconfigure.PristineAutoConfiguration;
import io.github.pristinedb.autoconfigure.PristineCacheAutoConfiguration;
import io.github.pristinedb.autoconfigure.PristineFlywayAutoConfiguration;
import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.jdbc.ScenarioDataSource;
import io.github.pristinedb.scope.Isolation;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.mybatis.spring.boot.autoconfigure.MybatisAutoConfiguration;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.jdbc.Sql;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications with H2 in memory in which tests of other projects got in each other's
 * way, as their public bug reports tell.
 */
@DeliberateOutput("Using H2 .* which is newer than the version Flyway has been verified with")
class ReportedOfOthersTests {

	private static final String ADD = "INSERT INTO note (text) VALUES ('added')";

	/**
	 * Spring Boot 43652: without {@code DB_CLOSE_DELAY}, the database that Flyway has
	 * migrated was empty when {@code @Sql} scripts ran.
	 */
	@Test
	void databaseWithoutACloseDelayKeepsItsMigration() {
		Runs.of(Undelayed.class).assertPassed(3);
		Runs.of(UndelayedInATransaction.class).assertPassed(3);
	}

	/**
	 * Spring Framework 21007 and 35396: the context that leaves the cache is closed after
	 * the next one has started, and {@code create-drop} drops the next one's tables.
	 */
	@Test
	void closedContextDropsNoTablesOfTheNextOne() {
		Runs.of(CreateDropA.class, CreateDropB.class, CreateDropAfter.class).assertPassed(6);
	}

	/**
	 * Spring Boot 22914: nested classes with contexts of their own share the database,
	 * and one of them is not rolled back.
	 */
	@Test
	void nestedClassesWithTheirOwnContextsDoNotMeet() {
		Runs.of(Outer.class).assertPassed(3);
		Runs.inParallel(Outer.class).assertPassed(3);
	}

	/**
	 * JUnit 1701: what {@code assertTimeoutPreemptively} runs is on another thread, and
	 * was not rolled back.
	 */
	@Test
	void workOfAPreemptiveTimeoutIsGoneWithItsTest() {
		Runs.of(Preemptive.class).assertPassed(3);
		Runs.inParallel(Preemptive.class).assertPassed(3);
	}

	/**
	 * HikariCP 2081: the schema of a connection is not put back when it is closed.
	 */
	@Test
	void schemaOfAConnectionEndsWithItsScenario() {
		Runs.of(Schema.class).assertPassed(3);
		Runs.of(SchemaInATransaction.class).assertPassed(3);
	}

	/**
	 * Spring Boot 49891: {@code @Sql} fails if a post-processor makes the data source
	 * aware of transactions.
	 */
	@Test
	void dataSourceThatKnowsTransactionsIsManaged() {
		Runs.of(TransactionAware.class).assertPassed(3);
	}

	/**
	 * Spring Boot 7897 and 7004: a context that is closed shuts down the database that
	 * another one has too, or leaves its tables to the next one.
	 */
	@Test
	void contextsThatAreClosedLeaveNothingToTheNextOnes() {
		Runs.of(ScriptedA.class, ScriptedB.class, ScriptedA.class).assertPassed(4);
		Runs.inParallel(ScriptedA.class, ScriptedB.class).assertPassed(4);
	}

	/**
	 * Flyway Test Extensions 12: the migration drops and creates schemas, and Flyway's
	 * own table is in another one.
	 */
	@Test
	void migrationThatMakesSchemasIsCopied() {
		Runs.of(Schemas.class).assertPassed(2);
		Runs.of(SchemasInATransaction.class).assertPassed(2);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = MybatisAutoConfiguration.class)
	static class Application {

	}

	/**
	 * With no more than the tests need: contexts start in a third of the time.
	 */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DataSourceAutoConfiguration.class, DataSourceInitializationAutoConfiguration.class,
			DataSourceTransactionManagerAutoConfiguration.class, TransactionAutoConfiguration.class,
			JdbcTemplateAutoConfiguration.class, JdbcClientAutoConfiguration.class, FlywayAutoConfiguration.class,
			PristineAutoConfiguration.class, PristineFlywayAutoConfiguration.class,
			PristineCacheAutoConfiguration.class })
	static class SlimApplication {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = MybatisAutoConfiguration.class)
	@EntityScan(basePackageClasses = ReportedOfOthersTests.class)
	static class JpaApplication {

	}

	/**
	 * A row.
	 */
	@Entity(name = "remark")
	static class Remark {

		@Id
		@GeneratedValue(strategy = GenerationType.IDENTITY)
		private Long id;

		private String text;

	}

	@TestPropertySource(properties = { "spring.flyway.locations=classpath:h2/migration",
			"pristine.template.cache-dir=target/test-templates" })
	abstract static class WithNotes {

		@Autowired
		JdbcClient jdbc;

		List<String> texts() {
			return this.jdbc.sql("SELECT text FROM note ORDER BY id").query(String.class).list();
		}

	}

	@SpringBootTest(classes = Application.class,
			properties = { "spring.datasource.url=jdbc:h2:mem:test-undelayed", "spring.h2.console.enabled=true",
					"spring.datasource.hikari.minimum-idle=0", "spring.datasource.hikari.idle-timeout=10000" })
	@Sql(statements = { "DELETE FROM note", ADD })
	static class Undelayed extends WithNotes {

		@RepeatedTest(3)
		void scriptFindsTheTable(@Autowired DataSource dataSource) {
			assertThat(ScenarioDataSource.find(dataSource)).isNotNull();
			assertThat(texts()).containsExactly("added");
		}

	}

	@PristineDatabase(isolation = Isolation.TRANSACTION)
	static class UndelayedInATransaction extends Undelayed {

	}

	@SpringBootTest(classes = JpaApplication.class)
	@TestPropertySource(properties = { "spring.datasource.url=jdbc:h2:mem:test-dropped;DB_CLOSE_DELAY=-1",
			"spring.flyway.enabled=false", "spring.jpa.hibernate.ddl-auto=create-drop", "spring.jpa.open-in-view=false",
			"spring.autoconfigure.exclude=${test.tables}" })
	abstract static class CreateDrop {

		@Autowired
		JdbcClient jdbc;

		@RepeatedTest(2)
		void tableIsThereAndEmpty() {
			assertThat(this.jdbc.sql("SELECT COUNT(*) FROM remark").query(Long.class).single()).isZero();
			this.jdbc.sql("INSERT INTO remark (text) VALUES ('mine')").update();
		}

	}

	@TestPropertySource(properties = "a=1")
	@DirtiesContext
	static class CreateDropA extends CreateDrop {

	}

	@TestPropertySource(properties = "b=1")
	static class CreateDropB extends CreateDrop {

	}

	@TestPropertySource(properties = "b=1")
	static class CreateDropAfter extends CreateDrop {

	}

	static class Outer {

		@Nested
		@SpringBootTest(classes = SlimApplication.class,
				properties = { "spring.datasource.url=jdbc:h2:mem:testdb;DB_CLOSE_DELAY=-1", "foo.bar=foo" })
		@Transactional
		class First extends WithNotes {

			@RepeatedTest(2)
			void hasItsRow() {
				assertThat(this.jdbc.sql("INSERT INTO note (id, text) VALUES (7, 'mine')").update()).isOne();
			}

		}

		@Nested
		@SpringBootTest(classes = SlimApplication.class,
				properties = { "spring.datasource.url=jdbc:h2:mem:testdb;DB_CLOSE_DELAY=-1", "foo.bar=bar" })
		class Second extends WithNotes {

			@Test
			void hasItsRow() {
				assertThat(this.jdbc.sql("INSERT INTO note (id, text) VALUES (7, 'mine')").update()).isOne();
			}

		}

	}

	@SpringBootTest(classes = SlimApplication.class,
			properties = "spring.datasource.url=jdbc:h2:mem:testdb;DB_CLOSE_DELAY=-1")
	@Transactional
	static class Preemptive extends WithNotes {

		@RepeatedTest(3)
		void otherThreadWrites() {
			assertThat(texts()).containsExactly("from the migration");
			Assertions.assertTimeoutPreemptively(Duration.ofMinutes(1), () -> this.jdbc.sql(ADD).update());
		}

	}

	@SpringBootTest(classes = SlimApplication.class,
			properties = { "spring.datasource.url=jdbc:h2:mem:test-schema;DB_CLOSE_DELAY=-1",
					"spring.datasource.hikari.maximum-pool-size=2" })
	static class Schema extends WithNotes {

		@RepeatedTest(3)
		void connectionStartsInTheDefaultSchema(@Autowired DataSource dataSource) throws SQLException {
			assertThat(texts()).containsExactly("from the migration");
			try (Connection connection = dataSource.getConnection()) {
				assertThat(connection.getSchema()).isEqualTo("PUBLIC");
				connection.setSchema("INFORMATION_SCHEMA");
				assertThat(connection.getSchema()).isEqualTo("INFORMATION_SCHEMA");
			}
		}

	}

	@PristineDatabase(isolation = Isolation.TRANSACTION)
	static class SchemaInATransaction extends Schema {

	}

	@Configuration(proxyBeanMethods = false)
	@Import(SlimApplication.class)
	static class TransactionAwareApplication {

		@Bean
		static BeanPostProcessor transactionAware() {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessAfterInitialization(Object bean, String beanName) {
					return (bean instanceof DataSource dataSource) ? new TransactionAwareDataSourceProxy(dataSource)
							: bean;
				}

			};
		}

	}

	@SpringBootTest(classes = TransactionAwareApplication.class,
			properties = "spring.datasource.url=jdbc:h2:mem:testdb;DB_CLOSE_DELAY=-1")
	static class TransactionAware extends WithNotes {

		@RepeatedTest(3)
		void rowsAreItsOwn(@Autowired DataSource dataSource) {
			assertThat(ScenarioDataSource.find(dataSource)).isNotNull();
			assertThat(texts()).containsExactly("from the migration");
			this.jdbc.sql(ADD).update();
		}

	}

	@SpringBootTest(classes = SlimApplication.class)
	@TestPropertySource(properties = { "spring.datasource.url=jdbc:h2:mem:testdb;DB_CLOSE_DELAY=-1",
			"spring.flyway.enabled=false", "spring.sql.init.mode=always",
			"spring.sql.init.schema-locations=classpath:h2/migration/V1__note.sql" })
	@DirtiesContext(classMode = DirtiesContext.ClassMode.AFTER_EACH_TEST_METHOD)
	abstract static class Scripted {

		@Autowired
		JdbcClient jdbc;

		@RepeatedTest(2)
		void tableIsMadeAnew() {
			assertThat(this.jdbc.sql("SELECT text FROM note").query(String.class).list())
				.containsExactly("from the migration");
			this.jdbc.sql(ADD).update();
		}

	}

	@TestPropertySource(properties = "a=1")
	static class ScriptedA extends Scripted {

	}

	@TestPropertySource(properties = "b=1")
	static class ScriptedB extends Scripted {

	}

	@SpringBootTest(classes = SlimApplication.class,
			properties = { "spring.datasource.url=jdbc:h2:mem:test-schemas;DB_CLOSE_DELAY=-1",
					"spring.flyway.schemas=migrations", "spring.flyway.locations=classpath:h2/reported",
					"pristine.template.cache-dir=target/test-templates" })
	static class Schemas {

		@Autowired
		private JdbcClient jdbc;

		@RepeatedTest(2)
		void schemasStartAsTheMigrationLeftThem() {
			assertThat(this.jdbc.sql("SELECT name FROM app_users.users ORDER BY id").query(String.class).list())
				.containsExactly("root");
			this.jdbc.sql("INSERT INTO app_users.users (name) VALUES ('other')").update();
			this.jdbc.sql("INSERT INTO security.user_role (user_id, role) VALUES (2, 'all')").update();
		}

	}

	@PristineDatabase(isolation = Isolation.TRANSACTION)
	static class SchemasInATransaction extends Schemas {

	}

}
