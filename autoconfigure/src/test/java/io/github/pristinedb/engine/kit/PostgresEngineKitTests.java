package io.github.pristinedb.engine.kit;

import io.github.pristinedb.console.DeliberateOutput;

/**
 * PostgreSQL passes the engine test kit.
 */
@DeliberateOutput("marked as broken because of SQLSTATE\\(57P01\\)|terminating connection due to administrator command")
class PostgresEngineKitTests extends EngineKit {

	private final EngineFixture fixture = new PostgresFixture();

	@Override
	protected EngineFixture fixture() {
		return this.fixture;
	}

}
