package io.github.pristinedb.test;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.github.pristinedb.console.OnTheSharedServer;
import io.github.pristinedb.engine.postgresql.PostgresServer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestPropertySource;

/**
 * What scenarios start from on a PostgreSQL server, where no tool migrates the database.
 */
@OnTheSharedServer
class PostgresBaselineTests {

	@Test
	void eachBaselineStartsFromTheOneAbove() {
		Runs.of(WritesBeforeAll.class, Reads.class).assertPassed(2 * Baselines.Reads.TESTS);
	}

	@Test
	void eachBaselineStartsFromTheOneAboveSideBySide() {
		Runs.inParallel(WritesBeforeAll.class, Reads.class, WritesBeforeAllToo.class)
			.assertPassed(3 * Baselines.Reads.TESTS);
	}

	@Test
	void slicesOfJpaRunSideBySide() {
		Runs.inParallel(Jpa.class, JpaWithoutTransaction.class, JpaWithCommit.class)
			.assertPassed(3 * Baselines.Jpa.TESTS);
	}

	@Test
	void otherSlicesAreIsolatedToo() {
		Runs.inParallel(Jdbc.class, DataJdbc.class, Jooq.class, Mybatis.class)
			.assertPassed(4 * Baselines.Scripts.TESTS);
	}

	/**
	 * The database is a server's. Spring Boot runs neither scripts nor Hibernate's DDL
	 * there unless it is told to.
	 */
	@Target(ElementType.TYPE)
	@Retention(RetentionPolicy.RUNTIME)
	@ContextConfiguration(initializers = OnPostgres.Url.class)
	@TestPropertySource(properties = { "spring.sql.init.mode=always", "spring.jpa.hibernate.ddl-auto=create" })
	@interface OnPostgres {

		/**
		 * Names a database that is not there.
		 */
		class Url implements ApplicationContextInitializer<ConfigurableApplicationContext> {

			@Override
			public void initialize(ConfigurableApplicationContext context) {
				TestPropertyValues.of("spring.datasource.url=" + PostgresServer.url("scenario_baselines"))
					.applyTo(context);
			}

		}

	}

	@OnPostgres
	static class Reads extends Baselines.Reads {

	}

	@OnPostgres
	static class WritesBeforeAll extends Baselines.WritesBeforeAll {

	}

	@OnPostgres
	static class WritesBeforeAllToo extends Baselines.WritesBeforeAll {

	}

	@OnPostgres
	static class Jpa extends Baselines.Jpa {

	}

	@OnPostgres
	static class JpaWithoutTransaction extends Baselines.JpaWithoutTransaction {

	}

	@OnPostgres
	static class JpaWithCommit extends Baselines.JpaWithCommit {

	}

	@OnPostgres
	static class Jdbc extends Baselines.Jdbc {

	}

	@OnPostgres
	static class DataJdbc extends Baselines.DataJdbc {

	}

	@OnPostgres
	static class Jooq extends Baselines.Jooq {

	}

	@OnPostgres
	static class Mybatis extends Baselines.Mybatis {

	}

}
