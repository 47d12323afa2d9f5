package io.github.pristinedb.engine.kit;

import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.console.OnTheSharedServer;
import org.junit.jupiter.api.Nested;

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

	}

	@Override
	protected EngineFixture fixture() {
		return this.fixture;
	}

}
