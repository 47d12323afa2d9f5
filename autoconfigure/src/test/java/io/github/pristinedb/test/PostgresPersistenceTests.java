package io.github.pristinedb.test;

import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.console.OnTheSharedServer;
import io.github.pristinedb.engine.postgresql.PostgresServer;
import io.github.pristinedb.scope.Isolation;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestPropertySource;

/**
 * The libraries by which applications reach PostgreSQL, in both isolations, side by side
 * in one context.
 */
@DeliberateOutput("Using PostgreSQL .* which is newer than the version Flyway has been verified with")
@OnTheSharedServer
class PostgresPersistenceTests {

	@Test
	void eachScenarioStartsFromTheBaselineAndSeesNothingOfItsNeighbour() {
		Runs.inParallel(InItsDatabase.class, InItsTransaction.class).assertPassed(2 * PersistenceScenarios.TESTS);
	}

	@ContextConfiguration(initializers = Url.class)
	@TestPropertySource(properties = "test.next-ticket=nextval('ticket_seq')")
	static class InItsDatabase extends PersistenceScenarios {

	}

	@ContextConfiguration(initializers = Url.class)
	@TestPropertySource(properties = "test.next-ticket=nextval('ticket_seq')")
	@PristineDatabase(isolation = Isolation.TRANSACTION)
	static class InItsTransaction extends PersistenceScenarios {

	}

	/**
	 * Names a database that is not there.
	 */
	static class Url implements ApplicationContextInitializer<ConfigurableApplicationContext> {

		@Override
		public void initialize(ConfigurableApplicationContext context) {
			TestPropertyValues.of("spring.datasource.url=" + PostgresServer.url("scenario_persistence"))
				.applyTo(context);
		}

	}

}
