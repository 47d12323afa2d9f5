package io.github.pristinedb.engine.kit;

import io.github.pristinedb.console.DeliberateOutput;
import org.junit.jupiter.api.Nested;

/**
 * H2 in memory passes the engine test kit.
 */
@DeliberateOutput("Using H2 .* which is newer than the version Flyway has been verified with")
class H2EngineKitTests extends EngineKit {

	private final EngineFixture fixture = new H2Fixture();

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
