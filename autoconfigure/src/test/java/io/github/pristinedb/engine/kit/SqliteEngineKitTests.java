package io.github.pristinedb.engine.kit;

/**
 * SQLite passes the engine test kit.
 */
class SqliteEngineKitTests extends EngineKit {

	private final EngineFixture fixture = new SqliteFixture();

	@Override
	protected EngineFixture fixture() {
		return this.fixture;
	}

}
