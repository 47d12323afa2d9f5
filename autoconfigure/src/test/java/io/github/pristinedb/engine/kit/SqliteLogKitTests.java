package io.github.pristinedb.engine.kit;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * SQLite with a write-ahead log keeps the contracts that depend on its journal.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "each scenario that writes gets a new file there")
class SqliteLogKitTests {

	private static final EngineFixture SQLITE = new SqliteLogFixture();

	@Nested
	class Handover extends HandoverContract {

		Handover() {
			super(SQLITE);
		}

	}

	@Nested
	class Cleaning extends CleaningContract {

		Cleaning() {
			super(SQLITE);
		}

	}

	@Nested
	class RandomPrograms extends RandomProgramContract {

		RandomPrograms() {
			super(SQLITE);
		}

	}

	@Nested
	class Baselines extends BaselineContract {

		Baselines() {
			super(SQLITE);
		}

	}

	@Nested
	class Kept extends KeptContract {

		Kept() {
			super(SQLITE);
		}

	}

	@Nested
	class Changes extends ChangesContract {

		Changes() {
			super(SQLITE);
		}

	}

	@Nested
	class Processes extends ProcessContract {

		Processes() {
			super(SQLITE);
		}

	}

}
