package io.github.pristinedb.test;

import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.scope.Isolation;
import org.junit.jupiter.api.Test;

import org.springframework.test.context.TestPropertySource;

/**
 * The libraries by which applications reach H2, in both isolations, side by side in one
 * context.
 */
@DeliberateOutput("Using H2 .* which is newer than the version Flyway has been verified with")
class H2PersistenceTests {

	@Test
	void eachScenarioStartsFromTheBaselineAndSeesNothingOfItsNeighbour() {
		Runs.inParallel(InItsDatabase.class, InItsTransaction.class).assertPassed(2 * PersistenceScenarios.TESTS);
	}

	@TestPropertySource(properties = { "test.next-ticket=NEXT VALUE FOR ticket_seq",
			"spring.datasource.url=jdbc:h2:mem:scenario-persistence;DB_CLOSE_DELAY=-1;CASE_INSENSITIVE_IDENTIFIERS=TRUE" })
	static class InItsDatabase extends PersistenceScenarios {

	}

	@TestPropertySource(properties = { "test.next-ticket=NEXT VALUE FOR ticket_seq",
			"spring.datasource.url=jdbc:h2:mem:scenario-persistence;DB_CLOSE_DELAY=-1;CASE_INSENSITIVE_IDENTIFIERS=TRUE" })
	@PristineDatabase(isolation = Isolation.TRANSACTION)
	static class InItsTransaction extends PersistenceScenarios {

	}

}
