package io.github.pristinedb.engine.postgresql;

import java.sql.SQLException;

import io.github.pristinedb.Rounds;
import io.github.pristinedb.console.OnTheSharedServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random programs, with several workers on one server.
 */
@OnTheSharedServer
class ResetTrialTests {

	private static final long FIRST = Long.getLong("pristine.test.seed", 1);

	private static final int PROGRAMS = Integer.getInteger("pristine.test.rounds", Rounds.of(300, 5000));

	/**
	 * One program in so many changes the schema. Most of these need another copy.
	 */
	private static final int SCHEMA_CHANGES = Rounds.of(12, 4);

	private static final int LIMIT = 600;

	private static ResetTrialTemplate logged;

	private static ResetTrialTemplate unlogged;

	@BeforeAll
	static void createTemplates() throws SQLException {
		logged = new ResetTrialTemplate(false);
		unlogged = new ResetTrialTemplate(true);
	}

	@AfterAll
	static void dropTemplates() throws SQLException {
		logged.close();
		unlogged.close();
	}

	@Test
	void eachProgramStartsFromTheBaseline() {
		ResetTrial trial = new ResetTrial(logged, ResetTrialMutant.NONE, SCHEMA_CHANGES);
		trial.run(FIRST, PROGRAMS, 2, false);
		assertThat(trial.violations()).isEmpty();
		// A database that is made anew proves nothing.
		assertThat(trial.ends().get("in place")).isGreaterThan(PROGRAMS / 2);
	}

	@Test
	void sequenceThatIsNotLoggedIsPutBack() {
		ResetTrial trial = new ResetTrial(unlogged, ResetTrialMutant.NONE, SCHEMA_CHANGES);
		trial.run(FIRST, Rounds.of(40, 500), 1, false);
		assertThat(trial.violations()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = { "NONE", "CLOSED_CONNECTIONS_ARE_NOT_AWAITED" })
	void programsFindEachFault(ResetTrialMutant mutant) {
		ResetTrial trial = new ResetTrial(mutant.isUnlogged() ? unlogged : logged, mutant, 4);
		trial.run(mutant.firstProgram(), LIMIT, 1, true);
		assertThat(trial.violations()).isNotEmpty();
	}

}
