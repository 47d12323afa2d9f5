package io.github.pristinedb.engine.kit;

/**
 * PostgreSQL passes the engine test kit.
 */
class PostgresEngineKitTests extends EngineKit {

	private final EngineFixture fixture = new PostgresFixture();

	@Override
	protected EngineFixture fixture() {
		return this.fixture;
	}

}
