package io.github.pristinedb.engine.kit;

/**
 * H2 in memory passes the engine test kit.
 */
class H2EngineKitTests extends EngineKit {

	private final EngineFixture fixture = new H2Fixture();

	@Override
	protected EngineFixture fixture() {
		return this.fixture;
	}

}
