package io.github.pristinedb.engine.kit;

import org.junit.jupiter.api.Nested;

/**
 * SQLite passes the engine test kit.
 */
class SqliteEngineKitTests extends EngineKit {

	private final EngineFixture fixture = new SqliteFixture();

	@Override
	protected EngineFixture fixture() {
		return this.fixture;
	}

	@Nested
	class Changes extends ChangesContract {

		Changes() {
			super(fixture());
		}

	}

}
