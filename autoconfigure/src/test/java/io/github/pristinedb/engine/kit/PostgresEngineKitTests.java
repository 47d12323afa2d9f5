package io.github.pristinedb.engine.kit;

import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.console.OnTheSharedServer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * PostgreSQL passes the engine test kit.
 */
@DeliberateOutput({
		"marked as broken because of SQLSTATE\\(57P01\\)|terminating connection due to administrator command",
		"JDBC URL (invalid|contains)", "ended with \\d connections? still open" })
@OnTheSharedServer
class PostgresEngineKitTests extends EngineKit {

	private final EngineFixture fixture = new PostgresFixture();

	@Nested
	class Changes extends ChangesContract {

		Changes() {
			super(fixture());
		}

		@Test
		void rowsOfALargeTableThatWasTruncatedAreFound() throws Exception {
			assertFound("CREATE TEMP TABLE saved AS SELECT * FROM measure", "TRUNCATE measure",
					"INSERT INTO measure SELECT * FROM saved WHERE day <> 9");
		}

		@Test
		void rowsThatWereWrittenWhileTheTriggerWasDisabledAreFound() throws Exception {
			assertFound("ALTER TABLE measure DISABLE TRIGGER zz_pristine",
					"UPDATE measure SET value = -1 WHERE day = 77",
					"ALTER TABLE measure ENABLE ALWAYS TRIGGER zz_pristine");
		}

		@Test
		void rowsOfALargeTableThatWasAlteredAreFound() throws Exception {
			assertFound("ALTER TABLE measure ADD COLUMN note TEXT", "DELETE FROM measure WHERE day = 78");
		}

	}

	@Override
	protected EngineFixture fixture() {
		return this.fixture;
	}

}
